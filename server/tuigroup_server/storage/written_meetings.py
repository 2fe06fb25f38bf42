"""Rows of written meetings that are not over."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from tuigroup_server import schema

_table = schema.written_meetings


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """As schema.written_meetings has it."""

    group_id: int
    thread: int
    member: int
    closing: str
    due_min: int


_COLUMNS = (_table.c.group_id, _table.c.thread, _table.c.member, _table.c.closing, _table.c.due_min)


def add(connection: Connection, row: WrittenRow) -> None:
    values = {"thread": row.thread, "member": row.member, "closing": row.closing, "due_min": row.due_min}
    connection.execute(_table.insert().values(group_id=row.group_id, **values))


def get(connection: Connection, group: int, thread: int) -> WrittenRow | None:
    where = (_table.c.group_id == group, _table.c.thread == thread)
    row = connection.execute(select(*_COLUMNS).where(*where)).one_or_none()
    return None if row is None else WrittenRow(*row)


def of_group(connection: Connection, group: int) -> list[WrittenRow]:
    statement = select(*_COLUMNS).where(_table.c.group_id == group).order_by(_table.c.thread)
    return [WrittenRow(*row) for row in connection.execute(statement)]


def count(connection: Connection, group: int) -> int:
    statement = select(func.count()).select_from(_table).where(_table.c.group_id == group)
    return int(connection.execute(statement).scalar_one())


def due(connection: Connection, minute: int, limit: int) -> list[WrittenRow]:
    """Those in which the clock has something to change."""
    statement = select(*_COLUMNS).where(_table.c.due_min <= minute).order_by(_table.c.due_min).limit(limit)
    return [WrittenRow(*row) for row in connection.execute(statement)]


def change(connection: Connection, row: WrittenRow, *, closing: str, due_min: int) -> None:
    where = (_table.c.group_id == row.group_id, _table.c.thread == row.thread)
    connection.execute(update(_table).where(*where).values(closing=closing, due_min=due_min))


def drop(connection: Connection, row: WrittenRow) -> None:
    connection.execute(_table.delete().where(_table.c.group_id == row.group_id, _table.c.thread == row.thread))
