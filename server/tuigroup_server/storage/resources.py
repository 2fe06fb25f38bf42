"""Rows of the library. A body is read only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import Connection, select, update

from tuigroup_server import schema
from tuigroup_server.storage import server

_table = schema.resources


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A resource without its body. ``size`` and ``packed`` are bytes, ``minutes`` reading time."""

    slug: str
    rev: int
    kind: str
    title: str
    topics: list[str]
    language: str
    source: str
    licence: str
    reviewed: str
    size: int
    packed: int
    minutes: int
    sections: list[str]
    removed: bool
    given: str = ""


_COLUMNS = tuple(_table.c[field.name] for field in fields(ResourceRow))


def changed(connection: Connection, after: int, limit: int) -> list[ResourceRow]:
    """Resources with a revision above ``after``, in its order; removed ones only when ``after`` is above 0."""
    statement = select(*_COLUMNS).where(_table.c.rev > after).order_by(_table.c.rev).limit(limit)
    if not after:
        statement = statement.where(_table.c.removed.is_(False))
    return [ResourceRow(*row) for row in connection.execute(statement)]


def tell_anew(connection: Connection, gap: int) -> None:
    """As storage.directory.tell_anew, of the library."""
    before = server.number(connection, server.LIBRARY_SEQ)
    server.next_number(connection, server.LIBRARY_SEQ, before + gap)
    connection.execute(update(_table).values(rev=_table.c.rev + before + gap))


def get(connection: Connection, slug: str) -> tuple[ResourceRow, str] | None:
    """A resource and its text, removed ones too."""
    row = connection.execute(select(*_COLUMNS, _table.c.body).where(_table.c.slug == slug)).one_or_none()
    return None if row is None else (ResourceRow(*row[:-1]), row[-1])


def put(connection: Connection, row: ResourceRow, body: str) -> int:
    """Make or replace a resource; its new revision, whatever ``row`` has for one."""
    values = {field.name: getattr(row, field.name) for field in fields(ResourceRow)}
    values |= {"rev": server.next_number(connection, server.LIBRARY_SEQ), "body": body}
    if connection.execute(update(_table).where(_table.c.slug == row.slug).values(**values)).rowcount == 0:
        connection.execute(_table.insert().values(**values))
    return int(values["rev"])


def withdraw(connection: Connection, slug: str) -> None:
    """Take out what somebody gave: nothing of it stays but the name that tells other machines that it is gone."""
    emptied = {"title": "", "topics": [], "source": "", "licence": "", "reviewed": "", "sections": [], "given": ""}
    sizes = dict.fromkeys(("size", "packed", "minutes"), 0)
    if remove(connection, slug):
        connection.execute(update(_table).where(_table.c.slug == slug).values(**emptied, **sizes))


def unname(connection: Connection, slug: str, given: str) -> None:
    """Who gave it is named no more."""
    values = {"source": "", "given": given, "rev": server.next_number(connection, server.LIBRARY_SEQ)}
    connection.execute(update(_table).where(_table.c.slug == slug, _table.c.removed.is_(False)).values(**values))


def remove(connection: Connection, slug: str) -> bool:
    """Take a resource out of the library; False when it is not there."""
    where = (_table.c.slug == slug, _table.c.removed.is_(False))
    if connection.execute(select(_table.c.slug).where(*where)).one_or_none() is None:
        return False
    values = {"removed": True, "body": "", "rev": server.next_number(connection, server.LIBRARY_SEQ)}
    connection.execute(update(_table).where(*where).values(**values))
    return True
