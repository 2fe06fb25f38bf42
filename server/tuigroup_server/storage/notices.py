"""Words of the server to one account, or (``account_id`` None) to the operators."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from tuigroup_server import schema
from tuigroup_server.storage import accounts

_table = schema.notices


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """``created`` is seconds since 1970 UTC; ``group_id`` is 0 when the notice is about no group."""

    id: int
    type: str
    group_id: int
    detail: str
    created: int
    seq: int


def add(connection: Connection, account_id: int | None, type: str, detail: str, *, now: int, group_id: int = 0) -> int:
    """Leave a notice; its id. An account's sequence rises with it, and for None those of all operators."""
    if account_id is None:
        for operator in accounts.operators(connection):
            accounts.touch(connection, operator)
        seq = 0
    else:
        seq = accounts.touch(connection, account_id)
    result = connection.execute(
        _table.insert().values(
            account_id=account_id, type=type, group_id=group_id or None, detail=detail, created=now, seq=seq
        )
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def of_account(connection: Connection, account_id: int, *, after_seq: int = 0) -> list[NoticeRow]:
    """The account's own notices with a sequence above ``after_seq``, oldest first."""
    where = (_table.c.account_id == account_id, _table.c.seq > after_seq)
    return _rows(connection, *where)


def of_operators(connection: Connection, *, after_id: int = 0) -> list[NoticeRow]:
    """Notices to the operators with an id above ``after_id``, oldest first."""
    return _rows(connection, _table.c.account_id.is_(None), _table.c.id > after_id)


def _rows(connection: Connection, *where: ColumnElement[bool]) -> list[NoticeRow]:
    columns = (_table.c.id, _table.c.type, _table.c.group_id, _table.c.detail, _table.c.created, _table.c.seq)
    statement = select(*columns).where(*where).order_by(_table.c.id)
    return [
        NoticeRow(row.id, row.type, row.group_id or 0, row.detail, row.created, row.seq)
        for row in connection.execute(statement)
    ]
