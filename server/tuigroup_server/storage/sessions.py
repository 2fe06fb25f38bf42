"""Rows of sessions: the hash of a token, never a token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, select, update

from tuigroup_server import schema
from tuigroup_server.storage import moved

_table = schema.sessions


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Times are seconds since 1970 UTC. ``idle`` is after how many without use it ends, None for the usual.

    ``operator`` and ``leaving`` are of the account: whether it runs the server, whether it is to be erased.
    """

    token_hash: bytes
    account_id: int
    used: int
    expires: int
    idle: int | None
    operator: bool
    leaving: bool


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """How a session came about: through a door or not, by a key or not. ``idle`` as in SessionRow."""

    door_id: int | None = None
    idle: int | None = None
    key_id: int | None = None


DIRECT: Final = OpenedBy()


def add(
    connection: Connection, token_hash: bytes, account_id: int, *, now: int, expires: int, by: OpenedBy = DIRECT
) -> None:
    values = {"token_hash": token_hash, "account_id": account_id, "created": now, "used": now, "expires": expires}
    connection.execute(_table.insert().values(**values, door_id=by.door_id, idle=by.idle, key_id=by.key_id))


def find(connection: Connection, token_hash: bytes, *, now: int) -> SessionRow | None:
    """The session of a token and whether its account is an operator; None when there is none or it has ended."""
    accounts = schema.accounts
    row = _table.c
    columns = (
        row.token_hash,
        row.account_id,
        row.used,
        row.expires,
        row.idle,
        accounts.c.operator,
        accounts.c.leaving > 0,
    )
    statement = (
        select(*columns)
        .join(accounts, accounts.c.id == _table.c.account_id)
        .where(_table.c.token_hash == token_hash, _table.c.expires > now)
    )
    found = connection.execute(statement).one_or_none()
    return None if found is None else SessionRow(*found)


def touch(connection: Connection, token_hash: bytes, *, now: int, expires: int) -> None:
    connection.execute(update(_table).where(_table.c.token_hash == token_hash).values(used=now, expires=expires))


def end(connection: Connection, token_hash: bytes) -> None:
    connection.execute(delete(_table).where(_table.c.token_hash == token_hash))
    moved.note(connection, moved.session(token_hash))


def end_all(connection: Connection, account_id: int, *, but: bytes | None = None) -> None:
    """End every session of the account, except the one named."""
    _end(connection, _table.c.account_id == account_id, but)


def end_of_door(connection: Connection, door_id: int) -> int:
    """End every session that was opened through the door; how many there were."""
    return _end(connection, _table.c.door_id == door_id)


def end_of_key(connection: Connection, account_id: int, key_id: int, *, but: bytes | None = None) -> None:
    """End what was opened by one of the account's keys. The session named stays, and is of no key any more."""
    mine = (_table.c.account_id == account_id) & (_table.c.key_id == key_id)
    _end(connection, mine, but)
    connection.execute(update(_table).where(mine).values(key_id=None))


def keep_without_keys(connection: Connection, account_id: int) -> None:
    """The account's sessions stay when its keys go."""
    connection.execute(update(_table).where(_table.c.account_id == account_id).values(key_id=None))


def _end(connection: Connection, which: ColumnElement[bool], but: bytes | None = None) -> int:
    statement = delete(_table).where(which)
    if but is not None:
        statement = statement.where(_table.c.token_hash != but)
    ended = list(connection.execute(statement.returning(_table.c.token_hash)).scalars())
    for token_hash in ended:
        moved.note(connection, moved.session(token_hash))
    return len(ended)


def purge(connection: Connection, *, now: int) -> None:
    """Forget the sessions that have ended by themselves."""
    connection.execute(delete(_table).where(_table.c.expires <= now))
