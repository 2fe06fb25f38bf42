"""Rows of guest sessions, and of posts without a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from tuigroup_server import schema

_table = schema.guest_sessions
_unnamed = schema.unnamed


@dataclass(frozen=True, slots=True)
class SessionRow:
    """As schema.guest_sessions has it."""

    group_id: int
    thread: int
    member: int
    start_min: int
    until_min: int
    closed: bool
    licence: str
    slug: str
    code: str


_COLUMNS = tuple(_table.c[field.name] for field in fields(SessionRow))


def add(connection: Connection, row: SessionRow) -> None:
    connection.execute(_table.insert().values({field.name: getattr(row, field.name) for field in fields(SessionRow)}))


def get(connection: Connection, group: int, thread: int) -> SessionRow | None:
    found = _rows(connection, _table.c.group_id == group, _table.c.thread == thread)
    return found[0] if found else None


def of_group(connection: Connection, group: int, since: int) -> list[SessionRow]:
    """Those of a group that were not over by a minute, in their order."""
    return _rows(connection, _table.c.group_id == group, _table.c.until_min > since)


def of_guest(connection: Connection, group: int, member: int) -> list[SessionRow]:
    return _rows(connection, _table.c.group_id == group, _table.c.member == member)


def over(connection: Connection, minute: int) -> list[SessionRow]:
    """Those whose time is over and that are not closed yet."""
    return _rows(connection, _table.c.until_min <= minute, _table.c.closed.is_(False))


def change(connection: Connection, row: SessionRow, **values: Any) -> None:
    where = (_table.c.group_id == row.group_id, _table.c.thread == row.thread)
    connection.execute(update(_table).where(*where).values(**values))


def _rows(connection: Connection, *where: ColumnElement[bool]) -> list[SessionRow]:
    statement = select(*_COLUMNS).where(*where).order_by(_table.c.start_min, _table.c.thread)
    return [SessionRow(*row) for row in connection.execute(statement)]


# Posts without a name


def hide_name(connection: Connection, group: int, number: int, member: int) -> None:
    connection.execute(_unnamed.insert().values(group_id=group, number=number, member=member))


def own_unnamed(connection: Connection, group: int, member: int, numbers: Iterable[int] | None = None) -> set[int]:
    """Which of these posts (None: of all) are a member's own without a name."""
    statement = select(_unnamed.c.number).where(_unnamed.c.group_id == group, _unnamed.c.member == member)
    if numbers is not None:
        statement = statement.where(_unnamed.c.number.in_(list(numbers)))
    return set(connection.execute(statement).scalars())


def forget_names(connection: Connection, group: int, member: int) -> None:
    """Nobody can tell any more whose they are, the server neither."""
    connection.execute(delete(_unnamed).where(_unnamed.c.group_id == group, _unnamed.c.member == member))
