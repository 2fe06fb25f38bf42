"""Rows of accounts. Names and hashes only; what a name may be and what a hash means is the service's."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Connection, delete, select, update

from tuigroup_server import schema
from tuigroup_server.storage import moved

_table = schema.accounts


@dataclass(frozen=True, slots=True)
class AccountRow:
    """``seq`` rises whenever a membership of the account changes or a notice arrives for it.

    ``leaving`` is the second from which it is erased, 0 for one that stays, and ``leaving_posts`` what becomes of its
    posts then.
    """

    id: int
    name: str
    secret_hash: bytes
    recovery_hash: bytes
    wrapped: str
    recovery_wrapped: str
    operator: bool
    created: int
    seq: int
    leaving: int
    leaving_posts: str


def add(
    connection: Connection,
    *,
    name: str,
    secret_hash: bytes,
    recovery_hash: bytes,
    wrapped: str,
    recovery_wrapped: str,
    operator: bool,
    created: int,
) -> int:
    """The new account's id. The name must be free: look first, in the same transaction."""
    result = connection.execute(
        _table.insert().values(
            name=name,
            secret_hash=secret_hash,
            recovery_hash=recovery_hash,
            wrapped=wrapped,
            recovery_wrapped=recovery_wrapped,
            operator=operator,
            created=created,
            seq=0,
        )
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def by_name(connection: Connection, name: str, *, lock: bool = False) -> AccountRow | None:
    """``lock`` keeps other writers of this account waiting until the commit."""
    return _one(connection, _table.c.name == name, lock)


def by_id(connection: Connection, account_id: int, *, lock: bool = False) -> AccountRow | None:
    """``lock`` as with ``by_name``."""
    return _one(connection, _table.c.id == account_id, lock)


def operators(connection: Connection) -> list[int]:
    """The ids of all operators."""
    return list(connection.execute(select(_table.c.id).where(_table.c.operator).order_by(_table.c.id)).scalars())


def set_secret(connection: Connection, account_id: int, secret_hash: bytes, wrapped: str) -> None:
    connection.execute(update(_table).where(_table.c.id == account_id).values(secret_hash=secret_hash, wrapped=wrapped))


def set_recovery(connection: Connection, account_id: int, recovery_hash: bytes, recovery_wrapped: str) -> None:
    values = {"recovery_hash": recovery_hash, "recovery_wrapped": recovery_wrapped}
    connection.execute(update(_table).where(_table.c.id == account_id).values(**values))


def set_leaving(connection: Connection, account_id: int, leaving: int, posts: str) -> None:
    """``leaving`` 0 and ``posts`` '' for one that stays after all."""
    connection.execute(update(_table).where(_table.c.id == account_id).values(leaving=leaving, leaving_posts=posts))


def left(connection: Connection, now: int, limit: int) -> list[int]:
    """Accounts whose time to think again is over."""
    statement = select(_table.c.id).where(_table.c.leaving > 0, _table.c.leaving <= now).order_by(_table.c.leaving)
    return list(connection.execute(statement.limit(limit)).scalars())


def drop(connection: Connection, account_id: int) -> None:
    """With everything that hangs on it; its memberships stay, and belong to nobody."""
    connection.execute(delete(_table).where(_table.c.id == account_id))


def seq(connection: Connection, account_id: int) -> int:
    """The account's sequence as it stands, 0 for nobody."""
    found = connection.execute(select(_table.c.seq).where(_table.c.id == account_id)).scalar_one_or_none()
    return found or 0


def touch(connection: Connection, account_id: int) -> int:
    """Something of the account changed: its next sequence, taken in the caller's write transaction."""
    statement = update(_table).where(_table.c.id == account_id).values(seq=_table.c.seq + 1).returning(_table.c.seq)
    moved.note(connection, moved.account(account_id))
    return int(connection.execute(statement).scalar_one())


def _one(connection: Connection, where: ColumnElement[bool], lock: bool) -> AccountRow | None:
    statement = select(*(_table.c[field.name] for field in fields(AccountRow))).where(where)
    row = connection.execute(statement.with_for_update(key_share=True) if lock else statement).one_or_none()
    return None if row is None else AccountRow(*row)
