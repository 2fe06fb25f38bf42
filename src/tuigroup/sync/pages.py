"""Wanted pages: which want each answers, what it asks to be done, and where a want goes on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tuigroup.errors import MalformedWire
from tuigroup.i18n import N_
from tuigroup.store.rows import GroupDetail, SearchHit
from tuigroup.sync.steps import (
    ALL,
    ExtendBoard,
    PutCases,
    PutDecisions,
    PutDirectory,
    PutHeads,
    PutLibrary,
    PutOffers,
    PutPage,
    PutPosts,
    Step,
)
from tuigroup.wire import tables
from tuigroup.wire.cases import Cases, Decisions
from tuigroup.wire.following import fits, following
from tuigroup.wire.offers import Offers
from tuigroup.wire.records import GroupRecord, MeetingRecord
from tuigroup.wire.sync import (
    AnyWant,
    GroupPage,
    Page,
    WantBoard,
    WantCases,
    WantDecisions,
    WantDirectory,
    WantLibrary,
    WantOffers,
    WantSearch,
    WantThread,
    WantWaiting,
)

_SNIPPET: Final = 160


@dataclass(slots=True)
class Found:
    """What the pages of one answer come to."""

    steps: list[Step] = field(default_factory=list)
    answered: tuple[AnyWant, ...] = ()
    refused: tuple[tuple[AnyWant, str], ...] = ()
    further: tuple[AnyWant, ...] = ()
    found: tuple[tuple[AnyWant, tuple[SearchHit, ...]], ...] = ()
    left: tuple[tuple[AnyWant, int], ...] = ()


def pages(wants: Sequence[AnyWant], answers: Sequence[Page]) -> Found:
    """Pages come in the order asked; what did not fit the budget is missing and stays wanted. Raises MalformedWire."""
    out = Found()
    waiting = list(wants)
    hits: dict[WantSearch, list[SearchHit]] = {}
    for page in answers:
        want = next((want for want in waiting if fits(want, page)), None)
        if want is None:
            continue
        if isinstance(want, WantSearch) and not page.e:
            # One page a group; the want stays until the last.
            hits.setdefault(want, []).extend(_hits(page))
            continue
        waiting.remove(want)
        if page.e:
            out.refused = (*out.refused, (want, page.e))
            continue
        out.steps += _page(want, page)
        on = following(want, page)
        out.left = (*out.left, *(() if on is None else ((on, page.left),)))
        if on == want:
            continue  # nothing of it fitted the budget: it stays wanted as it is
        out.answered = (*out.answered, want)
        out.further = (*out.further, *(() if on is None else (on,)))
    out.answered = (*out.answered, *hits)
    out.found = tuple((want, tuple(finds)) for want, finds in hits.items())
    return out


@dataclass(frozen=True, slots=True)
class Listed:
    """What the directory's pages of an answer tell, of any group."""

    groups: tuple[GroupRecord, ...] = ()
    meetings: tuple[MeetingRecord, ...] = ()


def listed(answers: Sequence[Page]) -> Listed:
    """Raises MalformedWire."""
    groups = [record for page in answers if page.d is not None for record in tables.GROUPS.decode(page.d)]
    held = [meeting for page in answers if page.x is not None for meeting in tables.MEETINGS.decode(page.x)]
    return Listed(tuple(groups), tuple(held))


def detail(page: GroupPage, told: Listed) -> GroupDetail:
    """A group's page whole; ``told`` of it by the directory is what it does not say itself. Raises MalformedWire."""
    of_it = [record for record in told.groups if record.group == page.g]
    groups = of_it if page.i is None else tables.GROUPS.decode(page.i)
    if len(groups) != 1 or groups[0].group != page.g:
        raise MalformedWire(N_("A group's page does not say which group it is of."))
    held = [meeting for meeting in told.meetings if meeting.group == page.g]
    return GroupDetail(
        groups[0],
        page.welcome,
        page.guidelines,
        tuple(tables.BOARDS.decode(page.boards)),
        tuple(tables.FACILITATORS.decode(page.facilitators)),
        tuple(held if page.meetings is None else tables.MEETINGS.decode(page.meetings)),
        page.v,
        page.q,
        tuple(page.s or ()),
        page.k,
        tuple(page.h or ()),
    )


def _page(want: AnyWant, page: Page) -> list[Step]:
    if isinstance(want, WantThread):
        return _thread(want, page)
    if isinstance(want, WantBoard):
        heads = () if page.h is None else tuple(tables.THREADS.decode(page.h))
        if page.more and not heads:
            return []
        since = min(head.last_at for head in heads) if page.more else ALL
        return [PutHeads(want.g, heads), ExtendBoard(want.g, want.d, want.before, since)]
    if isinstance(want, WantWaiting):
        return [PutHeads(want.g, () if page.h is None else tuple(tables.THREADS.decode(page.h)))]
    if isinstance(want, WantDirectory):
        groups = () if page.d is None else tuple(tables.GROUPS.decode(page.d))
        meetings = () if page.x is None else tuple(tables.MEETINGS.decode(page.x))
        return [PutDirectory(groups, meetings, 0 if want.q else page.rev, want.listings)]
    if isinstance(want, WantCases):
        return [PutCases(want.g, page.k or Cases())]
    if isinstance(want, WantDecisions):
        return [PutDecisions(want.g, page.z or Decisions())]
    if isinstance(want, WantOffers):
        return [PutOffers(want.g, page.o or Offers())]
    if isinstance(want, WantLibrary):
        return [PutLibrary(() if page.l is None else tuple(tables.RESOURCES.decode(page.l)), page.rev)]
    if page.i is None and not page.more:
        raise MalformedWire(N_("A group's page is missing where it was promised."))
    return [] if page.i is None else [PutPage(detail(page.i, Listed()))]


def _thread(want: WantThread, page: Page) -> list[Step]:
    done: list[Step] = []
    if page.h is not None:
        done.append(PutHeads(want.g, tuple(tables.THREADS.decode(page.h))))
    posts = () if page.p is None else tuple(tables.POSTS.decode(page.p))
    if any(post.thread != want.n for post in posts):
        raise MalformedWire(N_("A thread's page holds posts of another thread."))
    done.append(PutPosts(want.g, posts, want.after))
    return done


def _hits(page: Page) -> list[SearchHit]:
    heads = [] if page.h is None else tables.THREADS.decode(page.h)
    posts = [] if page.p is None else tables.POSTS.decode(page.p)
    titles = {head.number: head.title for head in heads}
    return [
        SearchHit(
            "post",
            titles.get(post.thread, ""),
            " ".join(post.body.split())[:_SNIPPET],
            group=page.g,
            thread=post.thread,
            ref=post.number,
            alias=post.author.alias,
            at=post.at,
            note=post.note,
            here=False,
        )
        for post in posts
    ]
