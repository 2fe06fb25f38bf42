"""The directory's view of groups: what changed since one of its revisions, and finding by words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, String, bindparam, cast, func, or_, select, update

from tuigroup_server import schema
from tuigroup_server.storage import groups, server
from tuigroup_server.storage.groups import COLUMNS, GroupRow

_table = schema.groups


def bump(connection: Connection, group: int) -> None:
    """What the directory shows of a group changed: it takes the directory's next revision.

    Nothing happens for a group that the directory never showed: not even a number may hint that it is there.
    """
    row = groups.by_id(connection, group)
    if row is not None and (shown(row) or row.rev):
        groups.change(connection, group, rev=server.next_number(connection, server.DIRECTORY_SEQ))


def bump_all(connection: Connection, numbers: Sequence[int]) -> None:
    """These groups take the directory's next revisions, in this order, whatever they are."""
    if not numbers:
        return
    last = server.next_number(connection, server.DIRECTORY_SEQ, len(numbers))
    first = last - len(numbers) + 1
    statement = update(_table).where(_table.c.id == bindparam("group")).values(rev=bindparam("revision"))
    rows = [{"group": number, "revision": revision} for revision, number in enumerate(numbers, first)]
    connection.execute(statement, rows)


def tell_anew(connection: Connection, gap: int) -> None:
    """Whatever revision somebody has, also of up to ``gap`` that were lost, all that was ever shown comes again."""
    before = server.number(connection, server.DIRECTORY_SEQ)
    server.next_number(connection, server.DIRECTORY_SEQ, before + gap)
    connection.execute(update(_table).where(_table.c.rev > 0).values(rev=_table.c.rev + before + gap))


def changed(connection: Connection, after: int, *, listings: bool, limit: int) -> list[GroupRow]:
    """Groups with a revision above ``after``, in its order.

    A group that is no longer shown comes too when ``after`` is above 0, for who may have seen it before.
    """
    where = [_table.c.rev > after, _of_kind(listings)]
    if not after:
        where.append(_shown())
    statement = select(*COLUMNS).where(*where).order_by(_table.c.rev).limit(limit)
    return [GroupRow(*row) for row in connection.execute(statement)]


def find(connection: Connection, words: list[str], *, listings: bool | None, limit: int) -> list[GroupRow]:
    """Shown groups that hold every word in name, topics or place. ``listings`` None looks among all."""
    where = [_shown(), *_holding(words)]
    if listings is not None:
        where.append(_of_kind(listings))
    statement = select(*COLUMNS).where(*where).order_by(_table.c.members_told.desc(), _table.c.id).limit(limit)
    return [GroupRow(*row) for row in connection.execute(statement)]


def browse(
    connection: Connection,
    words: list[str],
    *,
    listings: bool,
    topic: str,
    exact: Mapping[str, str],
    after: int,
    limit: int,
) -> list[GroupRow]:
    """Shown groups by number, above ``after``; ``exact`` holds columns and the value they must have."""
    where = [_shown(), _of_kind(listings), _table.c.id > after, *_holding(words)]
    where += [_table.c[name] == value for name, value in exact.items()]
    if topic:
        where.append(cast(_table.c.topics, String).like(f'%"{_escaped(topic)}"%', escape="\\"))
    statement = select(*COLUMNS).where(*where).order_by(_table.c.id).limit(limit)
    return [GroupRow(*row) for row in connection.execute(statement)]


def _holding(words: list[str]) -> list[ColumnElement[bool]]:
    """Every word somewhere in name, place, topics or what it says of itself."""
    fields = (_table.c.name, _table.c.place, _table.c.about, cast(_table.c.topics, String))
    return [
        or_(*(func.lower(field).like(f"%{_escaped(word.lower())}%", escape="\\") for field in fields)) for word in words
    ]


def shown(group: GroupRow) -> bool:
    """Whether the directory shows the group to everybody."""
    return group.listed and group.state != "proposed"


def _shown() -> ColumnElement[bool]:
    return _table.c.listed.is_(True) & (_table.c.state != "proposed")


def _of_kind(listings: bool) -> ColumnElement[bool]:
    return _table.c.state == "listing" if listings else _table.c.state != "listing"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
