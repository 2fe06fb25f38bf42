"""Rows of doors: the hash of a secret, never a secret."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from tuigroup_server import schema

_table = schema.doors


@dataclass(frozen=True, slots=True)
class DoorRow:
    """Times are seconds since 1970 UTC; ``used`` is a day's start, 0 for never, ``revoked`` None for a live door."""

    id: int
    name: str
    kind: str
    secret_hash: bytes
    created: int
    used: int
    revoked: int | None


_columns = (
    _table.c.id,
    _table.c.name,
    _table.c.kind,
    _table.c.secret_hash,
    _table.c.created,
    _table.c.used,
    _table.c.revoked,
)


def add(connection: Connection, name: str, kind: str, secret_hash: bytes, *, now: int) -> None:
    """The name must be free: look first, in the same transaction."""
    values = {"name": name, "kind": kind, "secret_hash": secret_hash, "created": now, "used": 0}
    connection.execute(_table.insert().values(**values))


def renew(connection: Connection, door_id: int, kind: str, secret_hash: bytes, *, now: int) -> None:
    """A revoked door's name is a door's again, with another secret."""
    values = {"kind": kind, "secret_hash": secret_hash, "created": now, "used": 0, "revoked": None}
    connection.execute(update(_table).where(_table.c.id == door_id).values(**values))


def by_name(connection: Connection, name: str, *, hold: bool = False) -> DoorRow | None:
    """``hold`` keeps who would revoke it waiting until the commit."""
    statement = select(*_columns).where(_table.c.name == name)
    row = connection.execute(statement.with_for_update(read=True) if hold else statement).one_or_none()
    return None if row is None else DoorRow(*row)


def with_sessions(connection: Connection, *, now: int) -> list[tuple[DoorRow, int]]:
    """Every door by name, and how many sessions are open through it."""
    sessions = schema.sessions
    opened = (
        select(func.count())
        .where(sessions.c.door_id == _table.c.id, sessions.c.expires > now)
        .correlate(_table)
        .scalar_subquery()
    )
    rows = connection.execute(select(*_columns, opened).order_by(_table.c.name))
    return [(DoorRow(*row[:-1]), int(row[-1])) for row in rows]


def use(connection: Connection, door_id: int, day: int) -> None:
    """It was used on the day that begins then."""
    connection.execute(update(_table).where(_table.c.id == door_id).values(used=day))


def revoke(connection: Connection, door_id: int, *, now: int) -> None:
    connection.execute(update(_table).where(_table.c.id == door_id).values(revoked=now))
