"""Rows of threads: a thread's number is its first post's. Heads come with what their first post says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Select, case, select, update

from tuigroup_server import schema
from tuigroup_server.storage.posts import AUTHOR, AuthorRow, author

_table = schema.threads
_posts = schema.posts
_members = schema.memberships
_ENOUGH = 2  # answers with which a thread waits for nobody


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread as schema.threads has it."""

    group_id: int
    number: int
    board: int
    title: str
    posts: int
    last: int
    last_min: int
    locked: bool
    seq: int
    audience: str = ""
    answers: int = 0
    answered_min: int = 0
    pair: int = 0
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A thread with its first post's minute, intent, note, state and author."""

    thread: ThreadRow
    at_min: int
    intent: str
    note: str
    state: str
    author: AuthorRow


_COLUMNS = tuple(_table.c[field.name] for field in fields(ThreadRow))
_FIRST = (_posts.c.at_min, _posts.c.intent, _posts.c.note, _posts.c.state)


def get(connection: Connection, group: int, number: int) -> ThreadRow | None:
    where = (_table.c.group_id == group, _table.c.number == number)
    row = connection.execute(select(*_COLUMNS).where(*where)).one_or_none()
    return None if row is None else ThreadRow(*row)


def heads(connection: Connection, group: int, numbers: Iterable[int]) -> list[HeadRow]:
    """The heads of these threads, by number."""
    return _run(connection, _heads(group).where(_table.c.number.in_(list(numbers))).order_by(_table.c.number))


def changed(connection: Connection, group: int, after: int, limit: int) -> list[HeadRow]:
    """Threads that changed after a sequence of the group's log, in its order."""
    return _run(connection, _heads(group).where(_table.c.seq > after).order_by(_table.c.seq).limit(limit))


def newest_changed(connection: Connection, group: int, after: int, limit: int) -> list[HeadRow]:
    """The last ``limit`` of the threads that changed after a sequence, in its order."""
    found = _run(connection, _heads(group).where(_table.c.seq > after).order_by(_table.c.seq.desc()).limit(limit))
    return found[::-1]


def of_board(connection: Connection, group: int, board: int, before: int, limit: int) -> list[HeadRow]:
    """A board's threads, latest activity first; ``before`` > 0 takes only what was last active before that minute."""
    statement = _heads(group).where(_table.c.board == board)
    if before:
        statement = statement.where(_table.c.last_min < before)
    return _run(connection, statement.order_by(_table.c.last_min.desc(), _table.c.number.desc()).limit(limit))


def of_minute(connection: Connection, group: int, board: int, minute: int) -> list[HeadRow]:
    """A board's threads last active in one minute."""
    where = (_table.c.board == board, _table.c.last_min == minute)
    return _run(connection, _heads(group).where(*where).order_by(_table.c.number.desc()))


def waiting(connection: Connection, group: int, since: int, boards: Iterable[int], limit: int) -> list[HeadRow]:
    """Threads of these boards begun since a minute that have fewer than two answers, the oldest first.

    Not those that are locked, or whose beginning was taken back. Private words are in no such list.
    """
    open_ = (_table.c.answers < 2, _table.c.seq > 0, _table.c.locked.is_(False), _table.c.board.in_(list(boards)))
    statement = _heads(group).where(*open_, _posts.c.at_min >= since, _posts.c.state == "")
    return _run(connection, statement.order_by(_table.c.number).limit(limit))


def openings(connection: Connection, group: int, boards: Iterable[int], limit: int) -> list[tuple[int, int]]:
    """The last threads begun on these boards: (minute begun, minute of the first answer or 0), newest first.

    Without written meetings, which wait for no answer.
    """
    statement = (
        select(_posts.c.at_min, _table.c.answered_min)
        .join(_posts, (_posts.c.group_id == _table.c.group_id) & (_posts.c.number == _table.c.number))
        .where(_table.c.group_id == group, _table.c.seq > 0, _table.c.board.in_(list(boards)), _table.c.meeting == "")
        .order_by(_table.c.number.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in connection.execute(statement)]


def add(connection: Connection, thread: ThreadRow) -> None:
    values = {field.name: getattr(thread, field.name) for field in fields(ThreadRow)}
    connection.execute(_table.insert().values(values))


def change(connection: Connection, group: int, number: int, **values: Any) -> None:
    where = (_table.c.group_id == group, _table.c.number == number)
    connection.execute(update(_table).where(*where).values(**values))


def answered(connection: Connection, group: int, number: int, *, last: int, minute: int, seq: int, other: bool) -> None:
    """A thread got one post more, and this is it; ``other`` says that it is not by who began the thread."""
    values: dict[str, Any] = {"posts": _table.c.posts + 1, "last": last, "last_min": minute, "seq": seq}
    if other:
        values["answers"] = _table.c.answers + 1
        values["answered_min"] = case((_table.c.answered_min == 0, minute), else_=_table.c.answered_min)
    change(connection, group, number, **values)


def unanswered(connection: Connection, thread: ThreadRow, *, seq: int) -> None:
    """One of the answers to a thread was taken back; its head tells so where it waits for others now."""
    told = {"seq": seq} if thread.answers <= _ENOUGH else {}
    change(connection, thread.group_id, thread.number, answers=_table.c.answers - 1, **told)


def answered_again(connection: Connection, thread: ThreadRow, *, seq: int) -> None:
    """An answer that was away is there again."""
    change(connection, thread.group_id, thread.number, answers=_table.c.answers + 1, seq=seq)


def _heads(group: int) -> Select[Any]:
    first = (_posts.c.group_id == _table.c.group_id) & (_posts.c.number == _table.c.number)
    wrote = (_members.c.group_id == _posts.c.group_id) & (_members.c.member == _posts.c.member)
    return (
        select(*_COLUMNS, *_FIRST, *AUTHOR).join(_posts, first).join(_members, wrote).where(_table.c.group_id == group)
    )


def _run(connection: Connection, statement: Select[Any]) -> list[HeadRow]:
    wide = len(_COLUMNS)
    found = []
    for row in connection.execute(statement):
        at_min, intent, note, state = row[wide : wide + len(_FIRST)]
        writer = author(row[wide + len(_FIRST) :])
        found.append(HeadRow(ThreadRow(*row[:wide]), at_min, intent, note, state, writer))
    return found
