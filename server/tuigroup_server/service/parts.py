"""An answer as parts in the order of the budget, and how the first few of them become one. No I/O here.

A part is what is sent or left out as one: a post, a head, a group with its meetings. What is left out is asked
for again: changes by the cursor, which stands still before them, pages by a want that goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Final

from tuigroup.wire import tables
from tuigroup.wire.columns import Columns
from tuigroup.wire.sync import Ack, Cols, GroupChanges, GroupPage, Notice, Page, Remaining, SyncAnswer
from tuigroup_server.service.cursor import Cursor, Place

TABLES: Final[Mapping[str, Columns[Any]]] = {
    "p": tables.POSTS,
    "h": tables.THREADS,
    "r": tables.JOIN_REQUESTS,
    "u": tables.MEMBERS,
    "f": tables.FACILITATORS,
    "q": tables.FORMER,
    "d": tables.GROUPS,
    "x": tables.MEETINGS,
    "l": tables.RESOURCES,
}


PACKED: Final = 2  # times that text is about smaller once it is packed


class Rank(IntEnum):
    """The order in which a budget is filled; acks and what concerns the account itself always come before.

    What somebody asked for comes before what nobody did: a client that looks ahead asks for that by itself.
    """

    TOMBSTONES = 1
    PRIVATE = 2
    OPEN_THREAD = 3
    PAGES = 4
    DIRECTORY = 5
    LIBRARY = 6
    HEADS = 7
    CHANGES = 8


class Stream(IntEnum):
    """Which half of a group's place in the cursor a part moves on."""

    NONE = 0
    POSTS = 1
    HEADS = 2
    BOTH = 3
    OWN = 4


@dataclass(frozen=True, slots=True)
class Part:
    """``rows`` by the answer's short keys; ``weight`` about how many bytes of text.

    It belongs to a group's changes (``group``), where it moves ``stream`` on to ``reach``, or to a wanted page
    (``page``, its place in the answer), which can be continued from ``rev``.
    """

    rank: Rank
    weight: int
    rows: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    whole: GroupPage | None = None
    group: int = 0
    gap: bool = False
    every: bool = False
    stream: Stream = Stream.NONE
    reach: int = 0
    page: int = -1
    rev: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page as it is before anything is in it; ``more`` when storage has more than was gathered.

    ``rev`` is what the page ends at when all of it is sent; ``beyond`` about how many bytes of text there are more.
    """

    page: Page
    more: bool = False
    rev: int = 0
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that could be sent. ``reached`` is where every group stands when it is all sent.

    ``unseen`` counts changes that were not even gathered, because no answer could hold them.
    """

    parts: Sequence[Part]
    wanted: Sequence[Wanted] = ()
    before: Cursor = field(default_factory=Cursor)
    account: int = 0
    notice: int = 0
    reached: Mapping[int, Place] = field(default_factory=dict)
    unseen: int = 0
    memberships: Cols | None = None
    notices: Sequence[Notice] = ()

    @property
    def reaches(self) -> Cursor:
        """The cursor when all of it is sent."""
        return Cursor(self.account, self.notice, dict(self.reached))


def assemble(gathered: Gathered, acks: Sequence[Ack], count: int) -> tuple[SyncAnswer, Cursor]:
    """The answer with the first ``count`` parts, and the cursor that goes with it."""
    taken, left = gathered.parts[:count], gathered.parts[count:]
    answer = SyncAnswer(
        a=list(acks),
        y=gathered.memberships,
        c=_changes([part for part in taken if part.group], _listed(taken)),
        p=_pages(gathered.wanted, taken, left),
        n=list(gathered.notices),
        m=_remaining(gathered.parts, left, gathered.unseen),
    )
    return answer, _cursor(gathered, taken, left)


def _listed(parts: Iterable[Part]) -> dict[int, tuple[Cols, Cols]]:
    """Groups that the directory in this very answer tells of: their rows and meetings as a group's page has them."""
    return {
        record.group: (tables.GROUPS.encode([record]), tables.MEETINGS.encode(part.rows.get("x", ())))
        for part in parts
        for record in part.rows.get("d", ())
    }


def _changes(parts: Iterable[Part], listed: Mapping[int, tuple[Cols, Cols]]) -> list[GroupChanges]:
    groups: dict[int, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.group, []).append(part)
    return [
        GroupChanges(
            g=group,
            i=_short(_whole(some), listed),
            gap=any(part.gap for part in some),
            every=any(part.every for part in some),
            **_columns(some),
        )
        for group, some in groups.items()
    ]


def _pages(wanted: Sequence[Wanted], taken: Iterable[Part], left: Iterable[Part]) -> list[Page]:
    inside: list[list[Part]] = [[] for _ in wanted]
    outside: dict[int, int] = {}
    for part in left:
        outside[part.page] = outside.get(part.page, 0) + part.weight
    for part in taken:
        if part.page >= 0:
            inside[part.page].append(part)
    pages = []
    for index, (want, some) in enumerate(zip(wanted, inside, strict=True)):
        cut = index in outside
        rev = want.rev if not cut and not want.more else max((part.rev for part in some), default=0)
        remains = (outside.get(index, 0) + want.beyond) // PACKED
        update = {"i": _whole(some), "more": cut or want.more, "rev": rev, "left": remains} | _columns(some)
        pages.append(want.page.model_copy(update=update))
    return pages


def _whole(parts: Iterable[Part]) -> GroupPage | None:
    return next((part.whole for part in parts if part.whole is not None), None)


def _short(page: GroupPage | None, listed: Mapping[int, tuple[Cols, Cols]]) -> GroupPage | None:
    """A group's page without what the directory in the same answer says just so."""
    if page is not None and listed.get(page.g) == (page.i, page.meetings):
        return page.model_copy(update={"i": None, "meetings": None})
    return page


def _columns(parts: Iterable[Part]) -> dict[str, Any]:
    """Rows of all parts by key as column tables; a row that is there twice (a tombstone) once."""
    rows: dict[str, dict[Any, None]] = {}
    for part in parts:
        for key, some in part.rows.items():
            rows.setdefault(key, {}).update(dict.fromkeys(some))
    return {key: TABLES[key].encode(list(some)) for key, some in rows.items() if some}


def _remaining(gathered: Sequence[Part], left: Sequence[Part], unseen: int) -> Remaining | None:
    """What is left, and what was not even looked at, which is taken to be like the rest."""
    changes = [part for part in left if part.group and part.stream]
    weights = sum(part.weight for part in changes)
    alike = [part.weight for part in gathered if part.group and part.stream]
    items = sum(max(1, sum(map(len, part.rows.values()))) for part in changes) + unseen
    each = sum(alike) // len(alike) if alike else 0
    return Remaining(items=items, bytes=(weights + each * unseen) // PACKED) if items else None


def _cursor(gathered: Gathered, taken: Iterable[Part], left: Iterable[Part]) -> Cursor:
    waiting: dict[int, Stream] = {}
    for part in left:
        waiting[part.group] = Stream(waiting.get(part.group, Stream.NONE) | part.stream)
    sent: dict[tuple[int, Stream], int] = {}
    for part in taken:
        sent[part.group, part.stream] = max(part.reach, sent.get((part.group, part.stream), 0))
    groups: dict[int, Place] = {}
    for group, reached in gathered.reached.items():
        open_streams = waiting.get(group, Stream.NONE)
        before = gathered.before.groups.get(group)
        own = reached.own
        if open_streams & Stream.OWN:
            own = max(before.own if before else 0, sent.get((group, Stream.OWN), 0))
        if before is None:
            if not open_streams & Stream.BOTH:
                groups[group] = replace(reached, own=own)
            continue
        posts, heads = reached.posts, reached.heads
        if open_streams & Stream.POSTS:
            posts = max(before.posts, sent.get((group, Stream.POSTS), 0))
        if open_streams & Stream.HEADS:
            heads = max(before.heads, sent.get((group, Stream.HEADS), 0))
        groups[group] = Place(posts, heads, own)
    return Cursor(gathered.account, gathered.notice, groups)
