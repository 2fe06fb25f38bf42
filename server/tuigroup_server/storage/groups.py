"""Rows of groups and their boards. A group's log moves on here, and only here: ``advance``.

Which change deserves a number, and who may make it, is the service's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from tuigroup_server import schema
from tuigroup_server.storage import moved, server

_table = schema.groups
_boards = schema.boards


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group whole, as schema.groups has it."""

    id: int
    slug: str
    state: str
    name: str
    about: str
    welcome: str
    guidelines: str
    guidelines_version: int
    kind: str
    format: str
    access: str
    listed: bool
    language: str
    timezone: str
    country: str
    place: str
    url: str
    topics: list[str]
    created: int
    seq: int
    next_number: int
    next_member: int
    page_seq: int
    rev: int
    members: int
    members_told: int
    posts_week: int
    first_reply_min: int
    answered_day: int
    waits: list[int]
    duty_seq: int
    hold_first: bool
    plan: str
    capacity: int
    no_room: bool
    quiet_from: int
    quiet_until: int
    source: str
    source_slug: str
    updated_min: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    board: int
    purpose: str
    title: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What ``advance`` gave: the log's new sequence, and the post and member numbers taken (0 when not asked)."""

    seq: int
    number: int = 0
    member: int = 0


COLUMNS = tuple(_table.c[field.name] for field in fields(GroupRow))


def by_id(connection: Connection, group: int, *, lock: bool = False) -> GroupRow | None:
    """``lock`` keeps other writers of this group waiting until the commit, on engines that have more than one."""
    return _one(connection, _table.c.id == group, lock)


def by_slug(connection: Connection, slug: str) -> GroupRow | None:
    return _one(connection, _table.c.slug == slug)


def _one(connection: Connection, where: ColumnElement[bool], lock: bool = False) -> GroupRow | None:
    statement = select(*COLUMNS).where(where)
    row = connection.execute(statement.with_for_update(key_share=True) if lock else statement).one_or_none()
    return None if row is None else GroupRow(*row)


def lock(connection: Connection, groups: Iterable[int]) -> None:
    """Keep other writers of these groups waiting until the commit. Always in one order, so that no two wait in a ring.

    Where there is one writer, nothing is asked.
    """
    if connection.dialect.name != "sqlite":
        statement = select(_table.c.id).where(_table.c.id.in_(list(groups))).order_by(_table.c.id)
        connection.execute(statement.with_for_update(key_share=True)).all()


def add(connection: Connection, **values: Any) -> int:
    """The new group's number. ``values`` are columns; the slug must be free."""
    beyond = server.number(connection, server.FIRST_NUMBER)
    numbers = {"seq": beyond, "next_number": beyond + 1, "next_member": beyond + 1} if beyond else {}
    key = connection.execute(_table.insert().values(**numbers | values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def change(connection: Connection, group: int, **values: Any) -> None:
    connection.execute(update(_table).where(_table.c.id == group).values(**values))


def advance(connection: Connection, group: int, *, number: bool = False, member: bool = False) -> Step:
    """The log's next sequence in the caller's write transaction, with the next post or member number if asked."""
    values: dict[str, Any] = {"seq": _table.c.seq + 1}
    if number:
        values["next_number"] = _table.c.next_number + 1
    if member:
        values["next_member"] = _table.c.next_member + 1
    taken = (_table.c.seq, _table.c.next_number, _table.c.next_member)
    row = connection.execute(update(_table).where(_table.c.id == group).values(**values).returning(*taken)).one()
    moved.note(connection, moved.group(group))
    return Step(row[0], row[1] - 1 if number else 0, row[2] - 1 if member else 0)


def leave_out(connection: Connection, gap: int) -> int:
    """No group gives the next ``gap`` places, post and member numbers; of how many groups."""
    values = {column: _table.c[column] + gap for column in ("seq", "next_number", "next_member")}
    return connection.execute(update(_table).values(**values)).rowcount


def advance_page(connection: Connection, group: int) -> int:
    """The group's page changed: the sequence of that."""
    step = advance(connection, group)
    change(connection, group, page_seq=step.seq)
    return step.seq


def count_members(connection: Connection, group: int, by: int) -> None:
    connection.execute(update(_table).where(_table.c.id == group).values(members=_table.c.members + by))


def proposals_of(connection: Connection, account: int) -> int:
    """How many groups this account proposed that are not open yet."""
    memberships = schema.memberships
    statement = (
        select(_table.c.id)
        .join(memberships, memberships.c.group_id == _table.c.id)
        .where(memberships.c.account_id == account, memberships.c.standing == "active", _table.c.state == "proposed")
    )
    return len(connection.execute(statement).all())


def in_state(connection: Connection, state: str) -> list[GroupRow]:
    """Groups in a state, by number."""
    statement = select(*COLUMNS).where(_table.c.state == state).order_by(_table.c.id)
    return [GroupRow(*row) for row in connection.execute(statement)]


def hosted(connection: Connection) -> list[GroupRow]:
    """Every group but listings, by number."""
    statement = select(*COLUMNS).where(_table.c.state != "listing").order_by(_table.c.id)
    return [GroupRow(*row) for row in connection.execute(statement)]


def boards(connection: Connection, group: int) -> list[BoardRow]:
    statement = (
        select(_boards.c.board, _boards.c.purpose, _boards.c.title, _boards.c.closed)
        .where(_boards.c.group_id == group)
        .order_by(_boards.c.board)
    )
    return [BoardRow(*row) for row in connection.execute(statement)]


def add_board(connection: Connection, group: int, board: BoardRow) -> None:
    connection.execute(_boards.insert().values(group_id=group, **asdict(board)))


def change_board(connection: Connection, group: int, board: BoardRow) -> None:
    where = (_boards.c.group_id == group, _boards.c.board == board.board)
    connection.execute(update(_boards).where(*where).values(title=board.title, closed=board.closed))


def is_closed(connection: Connection, group: int, board: int) -> bool:
    """Whether a board is closed; False for one that is not there."""
    where = (_boards.c.group_id == group, _boards.c.board == board)
    return bool(connection.execute(select(_boards.c.closed).where(*where)).scalar())
