"""Rows of erasures: memberships whose account is gone, each with the moment from which it goes too."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from tuigroup_server import schema

_table = schema.erasures


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """``due`` is seconds since 1970 UTC, ``posts`` what becomes of them (wire.leaving.PostsFate)."""

    group_id: int
    member: int
    due: int
    posts: str


_COLUMNS = (_table.c.group_id, _table.c.member, _table.c.due, _table.c.posts)


def add(connection: Connection, row: ErasureRow) -> None:
    values = {"group_id": row.group_id, "member": row.member, "due": row.due, "posts": row.posts}
    connection.execute(_table.insert().values(**values))


def due(connection: Connection, now: int, *, lock: bool = False) -> ErasureRow | None:
    """The one whose moment came first, None where none has come; with ``lock`` one that nobody else is at."""
    statement = select(*_COLUMNS).where(_table.c.due <= now).order_by(_table.c.due, _table.c.member).limit(1)
    if lock:
        statement = statement.with_for_update(skip_locked=True)
    row = connection.execute(statement).one_or_none()
    return None if row is None else ErasureRow(*row)


def drop(connection: Connection, row: ErasureRow) -> None:
    where = (_table.c.group_id == row.group_id, _table.c.member == row.member)
    connection.execute(delete(_table).where(*where))
