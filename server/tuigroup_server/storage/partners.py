"""Rows of accountability partners: who asked whom in which thread, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, update

from tuigroup_server import schema

_table = schema.partners


@dataclass(frozen=True, slots=True)
class PartnersRow:
    group_id: int
    thread: int
    asker: int
    asked: int
    stands: int


_COLUMNS = (_table.c.group_id, _table.c.thread, _table.c.asker, _table.c.asked, _table.c.stands)


def add(connection: Connection, row: PartnersRow) -> None:
    connection.execute(
        _table.insert().values(
            group_id=row.group_id, thread=row.thread, asker=row.asker, asked=row.asked, stands=row.stands
        )
    )


def get(connection: Connection, group: int, thread: int) -> PartnersRow | None:
    where = (_table.c.group_id == group, _table.c.thread == thread)
    row = connection.execute(select(*_COLUMNS).where(*where)).one_or_none()
    return None if row is None else PartnersRow(*row)


def of_member(connection: Connection, group: int, member: int) -> list[PartnersRow]:
    """All that a member asked for or was asked, by thread."""
    where = (_table.c.group_id == group, or_(_table.c.asker == member, _table.c.asked == member))
    statement = select(*_COLUMNS).where(*where).order_by(_table.c.thread)
    return [PartnersRow(*row) for row in connection.execute(statement)]


def change(connection: Connection, row: PartnersRow, stands: int) -> None:
    where = (_table.c.group_id == row.group_id, _table.c.thread == row.thread)
    connection.execute(update(_table).where(*where).values(stands=stands))
