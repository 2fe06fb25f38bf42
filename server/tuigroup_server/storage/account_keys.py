"""Rows of public keys for SSH: what a key is known by is a keyed hash, never the key or its fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from tuigroup_server import schema

_table = schema.account_keys


@dataclass(frozen=True, slots=True)
class AccountKeyRow:
    """Times are seconds since 1970 UTC; ``used`` is the start of a day, None for a key that was not used yet."""

    id: int
    kind: str
    label: str
    created: int
    used: int | None


_columns = (_table.c.id, _table.c.kind, _table.c.label, _table.c.created, _table.c.used)


def add(connection: Connection, account_id: int, key_hash: bytes, kind: str, label: str, *, now: int) -> int:
    values = {"account_id": account_id, "key_hash": key_hash, "kind": kind, "label": label, "created": now}
    key = connection.execute(_table.insert().values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def find(connection: Connection, account_id: int, key_hash: bytes) -> AccountKeyRow | None:
    where = (_table.c.account_id == account_id, _table.c.key_hash == key_hash)
    row = connection.execute(select(*_columns).where(*where)).one_or_none()
    return None if row is None else AccountKeyRow(*row)


def named(connection: Connection, name: str, key_hash: bytes) -> tuple[AccountKeyRow, int] | None:
    """The key of the account with this sign-in name, and the account; one look-up, whether or not either is there."""
    accounts = schema.accounts
    statement = (
        select(*_columns, _table.c.account_id)
        .join(accounts, accounts.c.id == _table.c.account_id)
        .where(accounts.c.name == name, _table.c.key_hash == key_hash)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else (AccountKeyRow(*row[:-1]), int(row[-1]))


def owned_by_another(connection: Connection, account_id: int, key_hash: bytes) -> bool:
    """Whether the key was proven to belong to another account."""
    where = (_table.c.key_hash == key_hash, _table.c.account_id != account_id, _table.c.used.is_not(None))
    return connection.execute(select(_table.c.id).where(*where)).first() is not None


def of_account(connection: Connection, account_id: int) -> list[AccountKeyRow]:
    """In the order in which they were added."""
    statement = select(*_columns).where(_table.c.account_id == account_id).order_by(_table.c.id)
    return [AccountKeyRow(*row) for row in connection.execute(statement)]


def count(connection: Connection, account_id: int) -> int:
    statement = select(func.count()).select_from(_table).where(_table.c.account_id == account_id)
    return int(connection.execute(statement).scalar_one())


def use(connection: Connection, key_id: int, day: int) -> None:
    """It was used on the day that begins then."""
    connection.execute(update(_table).where(_table.c.id == key_id).values(used=day))


def remove(connection: Connection, account_id: int, key_id: int) -> bool:
    """Whether there was one. End its sessions first (storage.sessions)."""
    where = (_table.c.account_id == account_id, _table.c.id == key_id)
    return bool(connection.execute(delete(_table).where(*where)).rowcount)


def remove_all(connection: Connection, account_id: int) -> None:
    connection.execute(delete(_table).where(_table.c.account_id == account_id))
