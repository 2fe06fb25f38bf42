"""Rows of private records: bytes that only the member's own client can read."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from tuigroup_server import schema

_table = schema.private_records


def get(connection: Connection, account_id: int) -> tuple[int, bytes]:
    """Version and sealed bytes; (0, b"") when there is none."""
    statement = select(_table.c.version, _table.c.sealed).where(_table.c.account_id == account_id)
    row = connection.execute(statement).one_or_none()
    return (0, b"") if row is None else (row.version, row.sealed)


def put(connection: Connection, account_id: int, *, follows: int, sealed: bytes) -> bool:
    """Write version ``follows + 1``; False, and nothing written, when the record stands at another version."""
    if follows == 0:
        if get(connection, account_id)[0] != 0:
            return False
        connection.execute(_table.insert().values(account_id=account_id, version=1, sealed=sealed))
        return True
    statement = (
        update(_table)
        .where(_table.c.account_id == account_id, _table.c.version == follows)
        .values(version=follows + 1, sealed=sealed)
    )
    return connection.execute(statement).rowcount == 1
