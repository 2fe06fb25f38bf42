"""Rows of posts that are offered for the library, by their group and post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from tuigroup_server import schema

_table = schema.offers


@dataclass(frozen=True, slots=True)
class OfferRow:
    """As schema.offers has it."""

    group_id: int
    post: int
    member: int
    stands: str
    named: bool
    licence: str
    slug: str
    word: str
    at_min: int


_COLUMNS = tuple(_table.c[field.name] for field in fields(OfferRow))


def get(connection: Connection, group: int, post: int) -> OfferRow | None:
    found = _rows(connection, _table.c.group_id == group, _table.c.post == post)
    return found[0] if found else None


def put(connection: Connection, row: OfferRow) -> None:
    """Make or replace an offer."""
    values = {field.name: getattr(row, field.name) for field in fields(OfferRow)}
    where = (_table.c.group_id == row.group_id, _table.c.post == row.post)
    if connection.execute(update(_table).where(*where).values(**values)).rowcount == 0:
        connection.execute(_table.insert().values(**values))


def of_member(connection: Connection, group: int, member: int) -> list[OfferRow]:
    return _rows(connection, _table.c.group_id == group, _table.c.member == member)


def standing(connection: Connection, group: int, how: Iterable[str]) -> list[OfferRow]:
    """Those of a group that stand in one of these ways, the oldest first."""
    return _rows(connection, _table.c.group_id == group, _table.c.stands.in_(list(how)))


def drop(connection: Connection, row: OfferRow) -> None:
    where = (_table.c.group_id == row.group_id, _table.c.post == row.post)
    connection.execute(delete(_table).where(*where))


def _rows(connection: Connection, *where: ColumnElement[bool]) -> list[OfferRow]:
    statement: Any = select(*_COLUMNS).where(*where).order_by(_table.c.at_min, _table.c.post)
    return [OfferRow(*row) for row in connection.execute(statement)]
