"""Wanted pages: a thread, a board, the directory, a group, the library, a search. Each asks the rules for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection

from tuigroup.wire.sync import (
    AnyWant,
    Page,
    WantBoard,
    WantCases,
    WantDecisions,
    WantDirectory,
    WantGroup,
    WantLibrary,
    WantOffers,
    WantSearch,
    WantThread,
    WantWaiting,
)
from tuigroup.wire.words import Standing
from tuigroup_server import rules
from tuigroup_server.rules import Action
from tuigroup_server.service import audience, boards, decided, offers, records
from tuigroup_server.service.changes import POST_WEIGHT, head_records, latest_heads, post_records
from tuigroup_server.service.parts import Part, Rank, Wanted
from tuigroup_server.service.scene import standing
from tuigroup_server.storage import directory, groups, meetings, memberships, posts, resources, search, server, threads
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.memberships import MembershipRow

THREAD: Final = 400  # posts read at once
BOARD: Final = 40
DIRECTORY: Final = 200
LIBRARY: Final = 500
HITS: Final = 50
FOUND_GROUPS: Final = 50
WAITING: Final = 60
WAITING_DAYS: Final = 60  # after that nobody waits any more


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wants, and from which view of the database, at which minute. ``account`` None is a guest."""

    connection: Connection
    account: int | None
    minute: int = 0


Found = list[tuple[Wanted, list[Part]]]


def gather(asking: Asking, wants: Sequence[AnyWant]) -> tuple[list[Wanted], list[Part]]:
    """The pages in the order asked, and what could stand in them."""
    wanted: list[Wanted] = []
    parts: list[Part] = []
    for want in wants:
        for page, some in _WANTS[type(want)](asking, want):
            parts += [_at(part, len(wanted)) for part in some]
            wanted.append(page)
    return wanted, parts


def _at(part: Part, page: int, *, rev: int | None = None) -> Part:
    return replace(part, page=page, rev=part.rev if rev is None else rev)


def enter(asking: Asking, group: int, action: Action) -> tuple[GroupRow | None, MembershipRow | None, str]:
    """The group and the asker's membership, or why not as a key of wire.problems."""
    row = groups.by_id(asking.connection, group)
    if row is None:
        return None, None, "not-found" if asking.account is not None else _guest(action)
    mine = None
    if asking.account is not None:
        mine = memberships.of_account_in(asking.connection, group, asking.account)
    who = standing(asking.account, mine)
    # A guest who asks for what only members see learns nothing of whether the group is there.
    key = rules.refusal(action, who, row.state, row.listed)
    return row, mine, _guest(action) if key and asking.account is None else key


def _guest(action: Action) -> str:
    return "not-found" if action is Action.SEE_PAGE else "not-signed-in"


def _thread(asking: Asking, want: WantThread) -> Found:
    page: dict[str, Any] = {"w": want.w, "g": want.g, "n": want.n}
    _group, mine, key = enter(asking, want.g, Action.READ)
    if mine is not None and mine.guest == want.n and standing(asking.account, mine) is rules.Who.SPEAKER:
        key = ""
    head = None if key or mine is None else audience.head(asking.connection, mine, want.n)
    if head is None or mine is None:
        return _no(page, key or "not-found")
    rows = posts.of_thread(asking.connection, want.g, want.n, want.after, THREAD)
    parts: list[Part] = []
    for record in post_records(asking.connection, mine, rows):
        said: dict[str, list[Any]] = {"p": [record]}
        if not want.after and not parts:
            said["h"] = head_records(asking.connection, mine, [head])
        parts.append(Part(Rank.OPEN_THREAD, POST_WEIGHT + len(record.body), said))
    weight = sum(part.weight for part in parts)
    more = head.thread.posts > len(rows) and len(rows) == THREAD
    beyond = weight * (head.thread.posts - len(rows)) // len(rows) if more else 0
    return [(Wanted(Page(**page), more=len(rows) == THREAD, beyond=beyond), parts)]


def _board(asking: Asking, want: WantBoard) -> Found:
    page: dict[str, Any] = {"w": want.w, "g": want.g, "n": want.d}
    _group, mine, key = enter(asking, want.g, Action.READ)
    if mine is not None and standing(asking.account, mine) is rules.Who.SPEAKER:
        own = audience.head(asking.connection, mine, mine.guest)
        only = [] if own is None else [Part(Rank.PAGES, 100, {"h": head_records(asking.connection, mine, [own])})]
        return [(Wanted(Page(**page)), only)]
    if key or mine is None:
        return _no(page, key or "not-found")
    heads = latest_heads(asking.connection, want.g, want.d, want.before, BOARD)
    by_minute: dict[int, list[Any]] = {}
    for record in head_records(asking.connection, mine, heads):
        by_minute.setdefault(record.last_at, []).append(record)
    parts = [Part(Rank.PAGES, 100 * len(some), {"h": some}) for some in by_minute.values()]
    last = heads[-1].thread.last_min if heads else 0
    more = bool(heads) and bool(latest_heads(asking.connection, want.g, want.d, last, 1))
    return [(Wanted(Page(**page), more=more), parts)]


def _page(asking: Asking, want: WantGroup) -> Found:
    page: dict[str, Any] = {"w": want.w, "g": want.g}
    row, mine, key = enter(asking, want.g, Action.SEE_PAGE)
    if key or row is None:
        return _no(page, key)
    weight = 600 + len(row.welcome) + len(row.guidelines)
    inside = standing(asking.account, mine) in rules.INSIDE
    runs = standing(asking.account, mine) in rules.RUNNING
    guest = mine.guest if mine is not None and standing(asking.account, mine) is rules.Who.SPEAKER else 0
    whole = records.page(asking.connection, row, inside=inside, runs=runs, guest=guest)
    return [(Wanted(Page(**page)), [Part(Rank.PAGES, weight, whole=whole)])]


def _waiting(asking: Asking, want: WantWaiting) -> Found:
    """Whoever is in the group may look: what is in it are heads of its boards."""
    page: dict[str, Any] = {"w": want.w, "g": want.g}
    _row, _mine, key = enter(asking, want.g, Action.READ)
    if key:
        return _no(page, key)
    open_boards = boards.open_to_all(asking.connection, want.g)
    since = asking.minute - WAITING_DAYS * 24 * 60
    heads = threads.waiting(asking.connection, want.g, since, open_boards, WAITING)
    parts = [Part(Rank.PAGES, 100, {"h": [records.head(head)]}) for head in heads]
    return [(Wanted(Page(**page)), parts)]


def _cases(asking: Asking, want: WantCases) -> Found:
    page: dict[str, Any] = {"w": want.w, "g": want.g}
    row, mine, key = enter(asking, want.g, Action.SEE_CASES)
    if key or row is None or mine is None:
        return _no(page, key)
    return [(Wanted(Page(**page, k=decided.cases_for(asking.connection, row, mine, asking.minute))), [])]


def _decisions(asking: Asking, want: WantDecisions) -> Found:
    page: dict[str, Any] = {"w": want.w, "g": want.g}
    _row, mine, key = enter(asking, want.g, Action.SEE_DECISIONS)
    if key or mine is None:
        return _no(page, key)
    return [(Wanted(Page(**page, z=decided.about(asking.connection, mine))), [])]


def _directory(asking: Asking, want: WantDirectory) -> Found:
    page = Page(w=want.w)
    if words := want.q.split()[:8]:
        found = directory.find(asking.connection, words, listings=want.listings, limit=FOUND_GROUPS)
        return [(Wanted(page), [_at(part, -1, rev=0) for part in _groups(asking, found)])]
    found = directory.changed(asking.connection, want.since, listings=want.listings, limit=DIRECTORY)
    rev = server.number(asking.connection, server.DIRECTORY_SEQ)
    parts, more = _groups(asking, found), len(found) == DIRECTORY
    # What changes takes the next number, so that there are not more than there are numbers left.
    beyond = (rev - found[-1].rev) * 250 if more else 0
    return [(Wanted(page, more=more, rev=rev, beyond=beyond), parts)]


def _groups(asking: Asking, rows: Sequence[GroupRow]) -> list[Part]:
    held = meetings.of_groups(asking.connection, [row.id for row in rows if directory.shown(row)])
    parts = []
    for row in rows:
        said: dict[str, list[Any]] = {"d": [records.shown(row)], "x": [*map(records.meeting, held.get(row.id, ()))]}
        parts.append(Part(Rank.DIRECTORY, 150 + len(row.about), said, rev=row.rev))
    return parts


def _library(asking: Asking, want: WantLibrary) -> Found:
    rows = resources.changed(asking.connection, want.since, LIBRARY)
    rev = server.number(asking.connection, server.LIBRARY_SEQ)
    parts = [Part(Rank.LIBRARY, 200, {"l": [records.resource(row)]}, rev=row.rev) for row in rows]
    more = len(rows) == LIBRARY
    beyond = (rev - rows[-1].rev) * 200 if more else 0
    return [(Wanted(Page(w=want.w), more=more, rev=rev, beyond=beyond), parts)]


def _search(asking: Asking, want: WantSearch) -> Found:
    """Posts say no group of their own, so each group with hits is a page, the one with the best hit first."""
    if asking.account is None:
        return _no({"w": want.w, "g": want.g}, "not-signed-in")
    if want.g:
        _group, mine, key = enter(asking, want.g, Action.SEARCH)
        if key or mine is None:
            return _no({"w": want.w, "g": want.g}, key)
        joined = [mine]
    else:
        every = memberships.of_account(asking.connection, asking.account)
        joined = [row.membership for row in every if standing(asking.account, row.membership) in rules.INSIDE]
    hits = [
        (rank, number, mine)
        for mine in joined
        for number, rank in search.find(asking.connection, mine.group_id, want.q, HITS)
    ]
    best: dict[int, tuple[MembershipRow, list[int]]] = {}
    for _rank, number, mine in sorted(hits, key=lambda hit: hit[:2])[:HITS]:
        best.setdefault(mine.group_id, (mine, []))[1].append(number)
    found = [_hits(asking, mine, numbers) for mine, numbers in best.values()]
    return found or [(Wanted(Page(w=want.w, g=want.g)), [])]


def _hits(asking: Asking, mine: MembershipRow, numbers: Sequence[int]) -> tuple[Wanted, list[Part]]:
    there = posts.several(asking.connection, mine.group_id, numbers)
    rows = [there[number] for number in numbers if number in there]
    wanted = {post.thread for post, _writer in rows}
    heads = head_records(asking.connection, mine, threads.heads(asking.connection, mine.group_id, wanted))
    threads_of = {head.number: head for head in heads}
    parts = []
    for (post, _writer), record in zip(rows, post_records(asking.connection, mine, rows), strict=True):
        said: dict[str, list[Any]] = {"p": [record], "h": [threads_of[post.thread]]}
        parts.append(Part(Rank.PAGES, POST_WEIGHT * 2 + len(record.body), said))
    return Wanted(Page(w="q", g=mine.group_id)), parts


def _offers(asking: Asking, want: WantOffers) -> Found:
    """Also for who was in the group once: what they gave is theirs to take out."""
    page: dict[str, Any] = {"w": want.w, "g": want.g}
    _row, mine, key = enter(asking, want.g, Action.SEE_GIVEN)
    if mine is None or (key and mine.standing != Standing.LEFT):
        return _no(page, key or "not-a-member")
    runs = standing(asking.account, mine) in rules.RUNNING
    return [(Wanted(Page(**page, o=offers.told(asking.connection, mine, runs=runs))), [])]


def _no(page: Mapping[str, Any], key: str) -> Found:
    return [(Wanted(Page(**page, e=key)), [])]


_WANTS: Final[Mapping[type[Any], Callable[[Asking, Any], Found]]] = {
    WantThread: _thread,
    WantBoard: _board,
    WantGroup: _page,
    WantDirectory: _directory,
    WantLibrary: _library,
    WantSearch: _search,
    WantWaiting: _waiting,
    WantCases: _cases,
    WantDecisions: _decisions,
    WantOffers: _offers,
}
