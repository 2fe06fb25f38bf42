"""Rows of posts, with who wrote them as the group sees them. Counts nothing: the writes keep the counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, update

from tuigroup.wire import limits
from tuigroup_server import schema

_table = schema.posts
_members = schema.memberships

KINDS = ("with_you", "me_too", "thank_you", "this_helped")


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as schema.posts has it."""

    group_id: int
    number: int
    thread: int
    parent: int
    member: int
    body: str
    note: str
    intent: str
    at_min: int
    edited_min: int
    state: str
    with_you: int
    me_too: int
    thank_you: int
    this_helped: int
    seq: int
    review: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """Who wrote it: ``credentials`` only where the operator confirmed them."""

    member: int
    alias: str
    role: str
    credentials: str


_COLUMNS = tuple(_table.c[field.name] for field in fields(PostRow))
AUTHOR = (_members.c.member, _members.c.alias, _members.c.role, _members.c.credentials, _members.c.confirmed)


def author(row: Sequence[Any]) -> AuthorRow:
    """From the columns of AUTHOR."""
    member, alias, role, credentials, confirmed = row
    return AuthorRow(member, alias, role, credentials if confirmed else "")


def get(connection: Connection, group: int, number: int) -> PostRow | None:
    where = (_table.c.group_id == group, _table.c.number == number)
    row = connection.execute(select(*_COLUMNS).where(*where)).one_or_none()
    return None if row is None else PostRow(*row)


def changed(connection: Connection, group: int, after: int, limit: int) -> list[tuple[PostRow, AuthorRow]]:
    """Posts that changed after a sequence of the group's log, in its order."""
    return _run(connection, _with_author(group).where(_table.c.seq > after).order_by(_table.c.seq).limit(limit))


def last_unchanged(connection: Connection, group: int, seq: int) -> int:
    """The highest number that did not change after a sequence, 0 for none: passes by no more than what did."""
    where = (_table.c.group_id == group, _table.c.seq.between(1, seq))
    statement = select(_table.c.number).where(*where).order_by(_table.c.number.desc()).limit(1)
    return connection.execute(statement).scalar_one_or_none() or 0


def of_thread(
    connection: Connection, group: int, thread: int, after: int, limit: int
) -> list[tuple[PostRow, AuthorRow]]:
    """Posts of a thread above a number, oldest first."""
    where = (_table.c.thread == thread, _table.c.number > after)
    return _run(connection, _with_author(group).where(*where).order_by(_table.c.number).limit(limit))


def several(connection: Connection, group: int, numbers: Iterable[int]) -> dict[int, tuple[PostRow, AuthorRow]]:
    """These posts, by number."""
    found = _run(connection, _with_author(group).where(_table.c.number.in_(list(numbers))))
    return {post.number: (post, writer) for post, writer in found}


def answers(
    connection: Connection, group: int, member: int, most_own: int, most: int
) -> list[tuple[PostRow, AuthorRow]]:
    """A member's latest posts and what others answered them, ``most_own`` and ``most`` at the most, oldest first.

    Only what the whole group sees.
    """
    of_member = (_table.c.group_id == group, _table.c.member == member, _table.c.state == "", _table.c.seq > 0)
    own = select(_table.c.number).where(*of_member).order_by(_table.c.number.desc()).limit(most_own)
    numbers = list(connection.execute(own).scalars())
    if not numbers:
        return []
    to_them = (_table.c.parent.in_(numbers), _table.c.member != member, _table.c.state == "")
    found = _run(connection, _with_author(group).where(*to_them).order_by(_table.c.number.desc()).limit(most))
    mine = _run(connection, _with_author(group).where(_table.c.number.in_(numbers)))
    return sorted([*found, *mine], key=lambda row: row[0].number)


def by_member(connection: Connection, group: int, member: int, after: int, limit: int) -> list[PostRow]:
    """What a member wrote above a number, in its order; private words and what was taken back among it."""
    where = (_table.c.group_id == group, _table.c.member == member, _table.c.number > after)
    statement = select(*_COLUMNS).where(*where).order_by(_table.c.number).limit(limit)
    return [PostRow(*row) for row in connection.execute(statement)]


def said_by(connection: Connection, group: int, member: int, limit: int) -> list[PostRow]:
    """Posts of a member that still say something."""
    where = (_table.c.group_id == group, _table.c.member == member, _table.c.state != "removed")
    statement = select(*_COLUMNS).where(*where).order_by(_table.c.number).limit(limit)
    return [PostRow(*row) for row in connection.execute(statement)]


def add(connection: Connection, post: PostRow) -> None:
    connection.execute(_table.insert().values({field.name: getattr(post, field.name) for field in fields(PostRow)}))


def change(connection: Connection, group: int, number: int, **values: Any) -> None:
    where = (_table.c.group_id == group, _table.c.number == number)
    connection.execute(update(_table).where(*where).values(**values))


def count_response(connection: Connection, group: int, number: int, kind: str, by: int) -> None:
    """One response of a kind more or less; nothing goes below zero."""
    column = _table.c[kind]
    where: tuple[ColumnElement[bool], ...] = (_table.c.group_id == group, _table.c.number == number, column + by >= 0)
    connection.execute(update(_table).where(*where).values({kind: column + by}))


def of_audience(connection: Connection, group: int, audience: str) -> list[int]:
    """Numbers of all posts in threads with this audience, in their order."""
    threads = schema.threads
    mine = (threads.c.group_id == _table.c.group_id) & (threads.c.number == _table.c.thread)
    where = (threads.c.group_id == group, threads.c.audience == audience)
    return list(
        connection.execute(
            select(_table.c.number).join(threads, mine).where(*where).order_by(_table.c.number)
        ).scalars()
    )


def turns(connection: Connection, group: int, thread: int, member: int) -> list[int]:
    """The marks of all turns that a member wrote in a written meeting."""
    where = (_table.c.group_id == group, _table.c.thread == thread, _table.c.member == member, _table.c.turn > 0)
    return list(connection.execute(select(_table.c.turn).where(*where)).scalars())


def seen_before(connection: Connection, group: int, member: int) -> bool:
    """Whether the whole group has something to read by this member."""
    where = (_table.c.group_id == group, _table.c.member == member, _table.c.seq > 0, _table.c.state == "")
    return connection.execute(select(_table.c.number).where(*where).limit(1)).first() is not None


def named(connection: Connection, group: int, member: int) -> bool:
    """Whether the whole group can read this member's alias at a post, be it one that was taken back."""
    where = (_table.c.group_id == group, _table.c.member == member, _table.c.seq > 0)
    return connection.execute(select(_table.c.number).where(*where).limit(1)).first() is not None


def minute_from(connection: Connection, group: int, number: int) -> int | None:
    """The minute of the first post with this number or, where that was never given, a higher one."""
    where = (_table.c.group_id == group, _table.c.number.between(number, limits.APART - 1))
    statement = select(_table.c.at_min).where(*where).order_by(_table.c.number).limit(1)
    return connection.execute(statement).scalar_one_or_none()


def count_from(connection: Connection, group: int, number: int) -> int:
    """How many posts of the group's log have this number or a higher one."""
    where = (_table.c.group_id == group, _table.c.number.between(number, limits.APART - 1))
    return connection.execute(select(func.count()).where(*where)).scalar_one()


def _with_author(group: int) -> Select[Any]:
    on = (_members.c.group_id == _table.c.group_id) & (_members.c.member == _table.c.member)
    return select(*_COLUMNS, *AUTHOR).join(_members, on).where(_table.c.group_id == group)


def _run(connection: Connection, statement: Select[Any]) -> list[tuple[PostRow, AuthorRow]]:
    width = len(_COLUMNS)
    return [(PostRow(*row[:width]), author(row[width:])) for row in connection.execute(statement)]
