"""Rows of memberships: accounts inside groups. ``account_id`` may go to the service, never into an answer."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from tuigroup_server import rules, schema

_table = schema.memberships
_groups = schema.groups


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A membership whole, as schema.memberships has it."""

    group_id: int
    member: int
    account_id: int | None
    alias: str
    skeleton: str
    role: str
    standing: str
    professional: bool
    credentials: str
    confirmed: bool
    asked_word: str
    answer_word: str
    since_min: int
    seq: int
    private_seq: int
    here_until_min: int
    gone: str
    until_min: int
    guest: int
    agreed: int
    away: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A membership with how far its group's log has come."""

    membership: MembershipRow
    seq: int
    page_seq: int
    duty_seq: int
    access: str


_COLUMNS = tuple(_table.c[field.name] for field in fields(MembershipRow))


def of_account(connection: Connection, account: int) -> list[Joined]:
    """All memberships of an account, by group: for the account itself and for nobody else."""
    statement = (
        select(*_COLUMNS, _groups.c.seq.label("log"), _groups.c.page_seq, _groups.c.duty_seq, _groups.c.access)
        .join(_groups, _groups.c.id == _table.c.group_id)
        .where(_table.c.account_id == account)
        .order_by(_table.c.group_id)
    )
    return [Joined(MembershipRow(*row[:-4]), *row[-4:]) for row in connection.execute(statement)]


def of_account_in(connection: Connection, group: int, account: int) -> MembershipRow | None:
    return _one(connection, _table.c.group_id == group, _table.c.account_id == account)


def by_member(connection: Connection, group: int, member: int) -> MembershipRow | None:
    return _one(connection, _table.c.group_id == group, _table.c.member == member)


def by_skeleton(connection: Connection, group: int, skeleton: str) -> MembershipRow | None:
    """Who has, or had, an alias that looks like this in the group."""
    return _one(connection, _table.c.group_id == group, _table.c.skeleton == skeleton)


def running(connection: Connection, group: int) -> list[MembershipRow]:
    """Who runs the group now, by member number."""
    return _rows(connection, group, _table.c.standing == "active", _table.c.role.in_(rules.RUNNING_ROLES))


def looking_after(connection: Connection, group: int) -> list[MembershipRow]:
    """Who runs the group or moderates it now, by member number."""
    return _rows(connection, group, _table.c.standing == "active", _table.c.role != "member")


def active(connection: Connection, group: int, limit: int) -> list[MembershipRow]:
    """Active members, by member number, at most ``limit``."""
    return _rows(connection, group, _table.c.standing == "active", _table.c.guest == 0, limit=limit)


def asking(connection: Connection, group: int, limit: int) -> list[MembershipRow]:
    """Who waits for an answer, by member number, at most ``limit``."""
    return _rows(connection, group, _table.c.standing == "requested", limit=limit)


def places_taken(connection: Connection, group: int) -> int:
    """How many have a place in the group: its members, and who is suspended and comes back."""
    where = (_table.c.group_id == group, _table.c.standing.in_(("active", "suspended")), _table.c.guest == 0)
    return connection.execute(select(func.count()).select_from(_table).where(*where)).scalar_one()


def changed(connection: Connection, group: int, after: int, limit: int) -> list[MembershipRow]:
    """Memberships that changed after a sequence of the group's log."""
    return _rows(connection, group, _table.c.seq > after, _table.c.guest == 0, limit=limit)


def former(connection: Connection, group: int, after: int) -> list[MembershipRow]:
    """Whose account was erased, and that after a sequence of the group's log."""
    return _rows(connection, group, _table.c.seq > after, _table.c.gone != "")


def suspended_until(connection: Connection, minute: int, limit: int) -> list[tuple[int, int]]:
    """Suspensions that end by a minute: (group, member)."""
    where = (_table.c.standing == "suspended", _table.c.until_min <= minute)
    statement = select(_table.c.group_id, _table.c.member).where(*where).order_by(_table.c.group_id).limit(limit)
    return [(row[0], row[1]) for row in connection.execute(statement)]


def add(connection: Connection, **values: Any) -> None:
    connection.execute(_table.insert().values(**values))


def change(connection: Connection, group: int, member: int, **values: Any) -> None:
    where = (_table.c.group_id == group, _table.c.member == member)
    connection.execute(update(_table).where(*where).values(**values))


def _one(connection: Connection, *where: ColumnElement[bool]) -> MembershipRow | None:
    row = connection.execute(select(*_COLUMNS).where(*where)).one_or_none()
    return None if row is None else MembershipRow(*row)


def _rows(
    connection: Connection, group: int, *where: ColumnElement[bool], limit: int | None = None
) -> list[MembershipRow]:
    statement = select(*_COLUMNS).where(_table.c.group_id == group, *where).order_by(_table.c.member).limit(limit)
    return [MembershipRow(*row) for row in connection.execute(statement)]
