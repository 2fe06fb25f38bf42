"""Rows of operations: what became of each key of an outbox, and what waits to be published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from tuigroup_server import schema

_table = schema.operations


@dataclass(frozen=True, slots=True)
class OperationRow:
    """``due`` (seconds since 1970 UTC) and ``body`` are None unless the operation waits to be published."""

    account_id: int
    key: str
    fingerprint: bytes
    ack: dict[str, Any]
    created: int
    due: int | None
    body: dict[str, Any] | None


_COLUMNS = (
    _table.c.account_id,
    _table.c.key,
    _table.c.fingerprint,
    _table.c.ack,
    _table.c.created,
    _table.c.due,
    _table.c.body,
)


def get(connection: Connection, account: int, key: str) -> OperationRow | None:
    where = (_table.c.account_id == account, _table.c.key == key)
    row = connection.execute(select(*_COLUMNS).where(*where)).one_or_none()
    return None if row is None else OperationRow(*row)


def add(connection: Connection, row: OperationRow) -> None:
    connection.execute(
        _table.insert().values(
            account_id=row.account_id,
            key=row.key,
            fingerprint=row.fingerprint,
            ack=row.ack,
            created=row.created,
            due=row.due,
            body=row.body,
        )
    )


def change(connection: Connection, account: int, key: str, **values: Any) -> None:
    where = (_table.c.account_id == account, _table.c.key == key)
    connection.execute(update(_table).where(*where).values(**values))


def drop(connection: Connection, account: int, key: str) -> None:
    connection.execute(_table.delete().where(_table.c.account_id == account, _table.c.key == key))


def waiting_of(connection: Connection, account: int) -> list[OperationRow]:
    """What of an account waits to be published."""
    statement = select(*_COLUMNS).where(_table.c.account_id == account, _table.c.due.is_not(None))
    return [OperationRow(*row) for row in connection.execute(statement.order_by(_table.c.due, _table.c.key))]


def due(connection: Connection, now: int, limit: int, *, lock: bool = False) -> list[OperationRow]:
    """What is to be published by now, in the order in which it was promised.

    With ``lock`` nobody else publishes these meanwhile, and what somebody else is at is waited for and left out.
    """
    statement = select(*_COLUMNS).where(_table.c.due <= now).order_by(_table.c.due, _table.c.key).limit(limit)
    if lock:
        statement = statement.with_for_update()
    return [OperationRow(*row) for row in connection.execute(statement)]
