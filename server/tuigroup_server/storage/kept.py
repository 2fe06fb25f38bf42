"""What posts say that are kept back or hidden, and where posts go that were held before anybody read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from tuigroup_server import schema

_kept = schema.kept_back
_first = schema.held_first


@dataclass(frozen=True, slots=True)
class Kept:
    """``title`` is that of the thread that a post began, '' for an answer."""

    number: int
    title: str
    body: str
    note: str
    intent: str


@dataclass(frozen=True, slots=True)
class First:
    """A post that waits to be published: on a board, or as an answer to ``parent``."""

    number: int
    board: int
    parent: int
    published: bool


def put(connection: Connection, group: int, kept: Kept) -> None:
    values = {"number": kept.number, "title": kept.title, "body": kept.body, "note": kept.note, "intent": kept.intent}
    connection.execute(_kept.insert().values(group_id=group, **values))


def several(connection: Connection, group: int, numbers: Iterable[int]) -> dict[int, Kept]:
    wanted = list(numbers)
    if not wanted:
        return {}
    columns = (_kept.c.number, _kept.c.title, _kept.c.body, _kept.c.note, _kept.c.intent)
    rows = connection.execute(select(*columns).where(_kept.c.group_id == group, _kept.c.number.in_(wanted)))
    return {row[0]: Kept(*row) for row in rows}


def of_member(connection: Connection, group: int, member: int, limit: int) -> list[int]:
    """Numbers of a member's posts of which something is kept here."""
    posts = schema.posts
    same = (posts.c.group_id == _kept.c.group_id) & (posts.c.number == _kept.c.number)
    statement = select(_kept.c.number).join(posts, same).where(_kept.c.group_id == group, posts.c.member == member)
    return list(connection.execute(statement.order_by(_kept.c.number).limit(limit)).scalars())


def drop(connection: Connection, group: int, number: int) -> None:
    connection.execute(_kept.delete().where(_kept.c.group_id == group, _kept.c.number == number))


def hold_first(connection: Connection, group: int, first: First) -> None:
    values = {"number": first.number, "board": first.board, "parent": first.parent, "published": first.published}
    connection.execute(_first.insert().values(group_id=group, **values))


def first(connection: Connection, group: int, number: int) -> First | None:
    columns = (_first.c.number, _first.c.board, _first.c.parent, _first.c.published)
    where = (_first.c.group_id == group, _first.c.number == number)
    row = connection.execute(select(*columns).where(*where)).one_or_none()
    return None if row is None else First(*row)


def published(connection: Connection, group: int, number: int) -> None:
    where = (_first.c.group_id == group, _first.c.number == number)
    connection.execute(update(_first).where(*where).values(published=True))
