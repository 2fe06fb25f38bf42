"""What only the operator reads: claims and credentials that wait, and groups that nobody runs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, select

from tuigroup_server import schema
from tuigroup_server.storage.groups import COLUMNS, GroupRow


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim nobody answered yet. ``created`` is seconds since 1970 UTC."""

    id: int
    group_id: int
    group: str
    alias: str
    word: str
    created: int
    account_id: int


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Credentials as a facilitator states them, not shown to anybody else yet."""

    group_id: int
    group: str
    alias: str
    credentials: str


def open_claims(connection: Connection) -> list[OpenClaim]:
    """Claims to listings that wait, oldest first."""
    return _claims(connection, schema.groups.c.state == "listing")


def claims_of(connection: Connection, group: int) -> list[OpenClaim]:
    """Open claims to one group, whatever it is by now."""
    return _claims(connection, schema.groups.c.id == group)


def _claims(connection: Connection, where: ColumnElement[bool]) -> list[OpenClaim]:
    claims, groups = schema.claims, schema.groups
    columns = (
        claims.c.id,
        groups.c.id,
        groups.c.name,
        claims.c.alias,
        claims.c.word,
        claims.c.created,
        claims.c.account_id,
    )
    statement = (
        select(*columns)
        .join(groups, groups.c.id == claims.c.group_id)
        .where(claims.c.state == "open", where)
        .order_by(claims.c.id)
    )
    return [OpenClaim(*row) for row in connection.execute(statement)]


def unconfirmed(connection: Connection) -> list[Unconfirmed]:
    """By group and member."""
    members, groups = schema.memberships, schema.groups
    statement = (
        select(groups.c.id, groups.c.name, members.c.alias, members.c.credentials)
        .join(groups, groups.c.id == members.c.group_id)
        .where(members.c.credentials != "", members.c.confirmed.is_(False), members.c.standing == "active")
        .order_by(groups.c.id, members.c.member)
    )
    return [Unconfirmed(*row) for row in connection.execute(statement)]


def unled(connection: Connection) -> list[GroupRow]:
    """Open groups that have no facilitator, by number."""
    members, groups = schema.memberships, schema.groups
    led = exists().where(
        members.c.group_id == groups.c.id, members.c.standing == "active", members.c.role == "facilitator"
    )
    statement = select(*COLUMNS).where(groups.c.state == "open", ~led).order_by(groups.c.id)
    return [GroupRow(*row) for row in connection.execute(statement)]
