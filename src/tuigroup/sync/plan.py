"""Planned purely, then executed: from what waits to a request, from an answer to steps. No I/O, no clock, no SQL.

A plan is made whole before anything is done: an answer that can't be read, or one that looks as if the server
had lost what it had, raises here and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeGuard

from tuigroup.errors import MalformedWire, ServerLooksEmpty
from tuigroup.i18n import N_
from tuigroup.sync import pages
from tuigroup.sync.steps import (
    ALL,
    Acked,
    AddNotice,
    BeginBoards,
    Distrust,
    DropGroup,
    PartFrom,
    Plan,
    PutFacilitators,
    PutHeads,
    PutMembers,
    PutMemberships,
    PutPage,
    PutPosts,
    PutRequests,
    SetCursor,
    Step,
)
from tuigroup.wire import limits, tables
from tuigroup.wire.ops import (
    AnyOp,
    Appeal,
    AskOffer,
    Decide,
    Edit,
    Leave,
    Offer,
    Reply,
    Shelve,
    StartPrivate,
    StartThread,
    TakeOut,
)
from tuigroup.wire.sync import (
    Ack,
    AnyWant,
    GroupChanges,
    SyncAnswer,
    SyncRequest,
    WantBoard,
    WantCases,
    WantDecisions,
    WantDirectory,
    WantGroup,
    WantOffers,
    WantSearch,
    WantThread,
    WantWaiting,
)
from tuigroup.wire.words import Audience, Standing

SOONEST: Final = 3  # minutes between posts to several groups in one flush
LATEST: Final = 12
FLUSH: Final = 2  # minutes in which posts count as one flush
# Refusals that say nothing about the operation itself: it is simply sent again.
PASSING: Final = frozenset({"busy", "server"})

_ORDER: Final = {"t": 0, "q": 1, "g": 2, "m": 3, "k": 4, "b": 5, "v": 6, "o": 7, "d": 8, "l": 9}
# Kinds of notices that tell of more than they say: of a case for who runs the group, of a decision about oneself.
_OF_CASES: Final = frozenset({"case", "appeal"})
_OF_OFFERS: Final = frozenset({"offer", "offer-asked", "offer-taken", "offer-back"})
_OF_DECISIONS: Final = frozenset(
    {"held", "hidden", "restored", "released", "warned", "suspended", "ended", "returned", "decided"}
)


@dataclass(frozen=True, slots=True)
class Local:
    """What a plan has to know of the store: the groups one is an active member of."""

    joined: frozenset[int] = frozenset()


def name(want: AnyWant) -> Hashable:
    """What tells one want from another, whatever place each goes on from."""
    if isinstance(want, WantThread):
        return ("t", want.g, want.n)
    if isinstance(want, WantBoard):
        return ("b", want.g, want.d, want.before)
    if isinstance(want, WantDirectory):
        return ("d", want.listings, want.q)
    if isinstance(want, WantGroup):
        return ("g", want.g)
    if isinstance(want, WantWaiting):
        return ("v", want.g)
    if isinstance(want, WantCases | WantDecisions | WantOffers):
        return (want.w, want.g)
    if isinstance(want, WantSearch):
        return ("q", want.g, want.q)
    return ("l",)


def request(
    ops: Sequence[AnyOp],
    wants: Iterable[AnyWant],
    cursor: str | None,
    budget: int | None = None,
    *,
    rest: int | None = None,
    heads_only: bool = False,
) -> SyncRequest:
    """What goes up: the outbox in order, the most urgent wants, how much may come down where that is not the usual.

    ``rest`` is how much may come behind it, of pages that are wanted; a usual budget has no need of it.
    """
    if budget == limits.DEFAULT_BUDGET:
        budget = None
    urgent = sorted(wants, key=lambda want: _ORDER[want.w])[: limits.WANTS]
    behind = rest if budget and urgent else None
    return SyncRequest(s=cursor, o=list(ops[: limits.OPS]), w=urgent, m=budget, r=behind, h=heads_only)


def spread(
    ops: Iterable[AnyOp], before: tuple[int, int] | None, now_min: int, draw: Callable[[int], int]
) -> dict[str, int]:
    """Minutes by which posts and edits are published later, by key: equal times would tie two aliases together.

    The first group's go at once, each further group's at a random distance of its own. ``before`` is the group
    and minute of the last post that went at once; ``draw(n)`` gives a number under n. Posts that have a distance
    already keep it, and what was sent before must not be among ``ops``. A private word never waits: what goes to
    other groups with it does. So it is with a turn in a written meeting, which has a clock.
    """
    ops = list(ops)
    first = before[0] if before is not None and now_min - before[1] < FLUSH else 0
    first = next((op.g for op in ops if isinstance(op, StartPrivate | Reply) and _private(op)), first)
    first = first or next((op.g for op in ops if isinstance(op, Reply) and op.turn), 0)
    free = list(range(SOONEST, LATEST + 1))
    distances: dict[int, int] = {}
    out: dict[str, int] = {}
    for op in ops:
        if not timed(op):
            continue
        first = first or op.g
        if op.g == first or op.later:
            continue
        if op.g not in distances:
            distances[op.g] = free.pop(draw(len(free))) if free else SOONEST + draw(LATEST - SOONEST + 1)
        out[op.k] = distances[op.g]
    return out


def timed(op: AnyOp) -> TypeGuard[StartThread | Reply | Edit]:
    """Whether a whole group sees under an alias, and with its minute, what it does. It can be put off then.

    An edit of what is not published yet goes out with that.
    """
    if isinstance(op, Edit):
        return type(op.post) is int and op.post < limits.APART
    return isinstance(op, StartThread | Reply) and not _private(op)


def _private(op: AnyOp) -> bool:
    """Whether it is written to some of the group only, and so to be read at once."""
    return isinstance(op, StartPrivate) or (isinstance(op, Reply) and type(op.to) is int and op.to >= limits.APART)


def steps(asked: SyncRequest, answer: SyncAnswer, local: Local) -> Plan:
    """What an answer asks to be done. Raises MalformedWire, ServerLooksEmpty; then nothing may be done."""
    further: list[AnyWant] = []
    # Standings first: a post that was taken right after joining is written under the new alias.
    done, new = _memberships(asked, answer, local)
    done += [Acked(ack) for ack in answer.a if ack.e not in PASSING]
    told = {changes.g for changes in answer.c if changes.i is not None}
    for group in new:
        # A group that is new comes with its page and latest threads; what did not fit comes with the cursor.
        if group not in told and answer.m is None:
            further += [WantGroup(g=group), WantBoard(g=group)]
    short = any(changes.i is not None and changes.i.i is None for changes in answer.c)
    listed = pages.listed(answer.p if short else ())
    for changes in answer.c:
        done += _changes(changes, listed, afresh=asked.s is None or changes.g in new)
    paged = pages.pages(asked.w, answer.p)
    done += paged.steps
    done += [AddNotice(notice) for notice in answer.n]
    if answer.s is not None:
        done.append(SetCursor(answer.s))
    further += _told_of(asked.o, answer)
    asked_already = {name(want) for want in asked.w}
    fresh = [want for want in dict.fromkeys(further) if name(want) not in asked_already]
    return Plan(
        tuple(done),
        paged.answered,
        paged.refused,
        (*fresh, *paged.further),
        paged.found,
        paged.left,
        more=answer.m is not None,
        remains=answer.m.bytes or 1 if answer.m is not None else 0,
    )


def _told_of(ops: Iterable[AnyOp], answer: SyncAnswer) -> list[AnyWant]:
    """What notices and acks tell that there is to see, of cases, decisions and the library."""
    found: list[AnyWant] = []
    found += [WantCases(g=notice.g) for notice in answer.n if notice.t in _OF_CASES and notice.g]
    found += [WantDecisions(g=notice.g) for notice in answer.n if notice.t in _OF_DECISIONS and notice.g]
    found += [WantOffers(g=notice.g) for notice in answer.n if notice.t in _OF_OFFERS and notice.g]
    numbers = {ack.k: ack.n for ack in answer.a if not ack.e}
    for op in ops:
        if isinstance(op, Decide) and op.k in numbers:
            found.append(WantCases(g=op.g))
        if isinstance(op, Offer | AskOffer | TakeOut | Shelve) and op.k in numbers:
            found.append(WantOffers(g=op.g))
        held = isinstance(op, StartThread | Reply) and not _private(op) and numbers.get(op.k, 0) >= limits.APART
        if held or (isinstance(op, Appeal) and op.k in numbers):
            found.append(WantDecisions(g=op.g))  # type: ignore[union-attr]
    return found


def _memberships(asked: SyncRequest, answer: SyncAnswer, local: Local) -> tuple[list[Step], list[int]]:
    """Steps for one's own standings, and the groups that are new."""
    if answer.y is None:
        return [], []
    records = tuple(tables.MEMBERSHIPS.decode(answer.y))
    if any(record.group < 1 for record in records):
        raise MalformedWire(N_("The answer names a group that can't be."))
    active = {record.group for record in records if record.standing is Standing.ACTIVE}
    left = local.joined - active
    if left and not records and left - _leaving(asked.o, answer.a):
        raise ServerLooksEmpty(
            N_("The server says that you are in no group at all."),
            kept=N_("Your copy and everything you wrote are kept here."),
            todo=N_("If that is true, sign out and in again; else its operator may be repairing it."),
        )
    dropped: list[Step] = [DropGroup(group) for group in sorted(left)]
    return [*dropped, PutMemberships(records)], sorted(active - local.joined)


def _leaving(ops: Iterable[AnyOp], acks: Iterable[Ack]) -> set[int]:
    through = {ack.k for ack in acks if not ack.e}
    return {op.g for op in ops if isinstance(op, Leave) and op.k in through}


def _changes(changes: GroupChanges, listed: pages.Listed, *, afresh: bool) -> list[Step]:
    g = changes.g
    done: list[Step] = [Distrust(g)] if changes.gap else []
    if changes.i is not None:
        done.append(PutPage(pages.detail(changes.i, listed)))
    heads = () if changes.h is None else tuple(tables.THREADS.decode(changes.h))
    if heads:
        done.append(PutHeads(g, heads))
    if changes.gap:
        listed_heads = [head for head in heads if head.audience is Audience.GROUP and not head.pair]
        since = ALL if changes.every or not listed_heads else min(head.last_at for head in listed_heads)
        done.append(BeginBoards(g, since if afresh else 0))
    if changes.q is not None:
        done.append(PartFrom(g, tuple(tables.FORMER.decode(changes.q))))
    if changes.p is not None:
        done.append(PutPosts(g, tuple(tables.POSTS.decode(changes.p))))
    if changes.r is not None:
        done.append(PutRequests(g, tuple(tables.JOIN_REQUESTS.decode(changes.r))))
    if changes.u is not None:
        done.append(PutMembers(g, tuple(tables.MEMBERS.decode(changes.u))))
    if changes.f is not None:
        done.append(PutFacilitators(g, tuple(tables.FACILITATORS.decode(changes.f))))
    return done


def progressed(asked: SyncRequest, answer: SyncAnswer) -> bool:
    """Whether the same question again would get another answer: else more is not asked for at once."""
    moved = answer.s is not None and answer.s != asked.s
    return moved or bool(answer.p) or bool(answer.a)
