"""Rows of wished content notes. Which topic a member wished is written nowhere: only that they were heard."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from tuigroup_server import schema

_wishes = schema.wishes
_wishers = schema.wishers


def hear(connection: Connection, group: int, number: int, member: int) -> bool:
    """Whether this is the first that a member wishes of a post. The caller keeps other writers of the group away."""
    where = (_wishers.c.group_id == group, _wishers.c.number == number, _wishers.c.member == member)
    if connection.execute(select(_wishers.c.member).where(*where)).first() is not None:
        return False
    connection.execute(_wishers.insert().values(group_id=group, number=number, member=member))
    return True


def add(connection: Connection, group: int, number: int, topic: str) -> bool:
    """Whether this topic is new for the post."""
    where = (_wishes.c.group_id == group, _wishes.c.number == number, _wishes.c.topic == topic)
    if connection.execute(select(_wishes.c.topic).where(*where)).first() is not None:
        return False
    connection.execute(_wishes.insert().values(group_id=group, number=number, topic=topic))
    return True


def of_posts(connection: Connection, group: int, numbers: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Topics by post, each in the alphabet's order: not in that of the wishes."""
    asked = list(numbers)
    if not asked:
        return {}
    where = (_wishes.c.group_id == group, _wishes.c.number.in_(asked))
    statement = select(_wishes.c.number, _wishes.c.topic).where(*where).order_by(_wishes.c.number, _wishes.c.topic)
    found: dict[int, tuple[str, ...]] = {}
    for number, topic in connection.execute(statement):
        found[number] = (*found.get(number, ()), topic)
    return found


def posts(connection: Connection, group: int) -> list[int]:
    """Posts of a group of which something is wished."""
    statement = select(_wishes.c.number).distinct().where(_wishes.c.group_id == group).order_by(_wishes.c.number)
    return list(connection.execute(statement).scalars())


def drop(connection: Connection, group: int, number: int) -> bool:
    """What was wished was seen, or its post is gone; whether anything was. Who was heard is not heard again."""
    where = (_wishes.c.group_id == group, _wishes.c.number == number)
    return bool(connection.execute(delete(_wishes).where(*where)).rowcount)


def of_member(connection: Connection, group: int, member: int) -> list[int]:
    """Posts of which a member wished something."""
    where = (_wishers.c.group_id == group, _wishers.c.member == member)
    return list(connection.execute(select(_wishers.c.number).where(*where).order_by(_wishers.c.number)).scalars())


def forget(connection: Connection, group: int, member: int) -> None:
    """That a member was heard; what is wished stays, or it would show whose wish it was."""
    connection.execute(delete(_wishers).where(_wishers.c.group_id == group, _wishers.c.member == member))
