"""Rows of responses: one a member a post. The counts stand with the posts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from tuigroup_server import schema

_table = schema.responses


def get(connection: Connection, group: int, number: int, member: int) -> str:
    """The member's response to a post, '' for none."""
    where = (_table.c.group_id == group, _table.c.number == number, _table.c.member == member)
    return connection.execute(select(_table.c.kind).where(*where)).scalar_one_or_none() or ""


def mine(connection: Connection, group: int, member: int, numbers: Iterable[int]) -> dict[int, str]:
    """The member's responses among these posts: number to kind."""
    wanted = list(numbers)
    if not wanted:
        return {}
    where = (_table.c.group_id == group, _table.c.number.in_(wanted), _table.c.member == member)
    return {row[0]: row[1] for row in connection.execute(select(_table.c.number, _table.c.kind).where(*where))}


def of_member(connection: Connection, group: int, member: int) -> dict[int, str]:
    """All responses that a member gave: number to kind."""
    where = (_table.c.group_id == group, _table.c.member == member)
    statement = select(_table.c.number, _table.c.kind).where(*where).order_by(_table.c.number)
    return {row[0]: row[1] for row in connection.execute(statement)}


def put(connection: Connection, group: int, number: int, member: int, kind: str) -> None:
    """The member's response becomes ``kind``; '' takes it back."""
    where = (_table.c.group_id == group, _table.c.number == number, _table.c.member == member)
    if not kind:
        connection.execute(_table.delete().where(*where))
        return
    if connection.execute(update(_table).where(*where).values(kind=kind)).rowcount == 0:
        connection.execute(_table.insert().values(group_id=group, number=number, member=member, kind=kind))


def drop(connection: Connection, group: int, number: int) -> None:
    """All responses to a post are forgotten."""
    connection.execute(_table.delete().where(_table.c.group_id == group, _table.c.number == number))
