"""Rows of invitations and of claims to listings. Codes are kept as hashes only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from tuigroup_server import schema

_table = schema.invites
_claims = schema.claims


@dataclass(frozen=True, slots=True)
class InviteRow:
    """``expires`` is seconds since 1970 UTC; ``uses`` are those left."""

    group_id: int
    role: str
    uses: int
    expires: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    id: int
    group_id: int
    account_id: int
    alias: str
    word: str
    state: str


def add(connection: Connection, code_hash: bytes, invite: InviteRow) -> None:
    connection.execute(
        _table.insert().values(
            code_hash=code_hash,
            group_id=invite.group_id,
            role=invite.role,
            uses=invite.uses,
            expires=invite.expires,
        )
    )


def get(connection: Connection, code_hash: bytes, group: int, now: int) -> InviteRow | None:
    """A live invitation to this group, or None."""
    where = (_table.c.code_hash == code_hash, _table.c.group_id == group, _table.c.uses > 0, _table.c.expires > now)
    columns = (_table.c.group_id, _table.c.role, _table.c.uses, _table.c.expires)
    row = connection.execute(select(*columns).where(*where)).one_or_none()
    return None if row is None else InviteRow(*row)


def use(connection: Connection, code_hash: bytes) -> None:
    """One use less."""
    connection.execute(update(_table).where(_table.c.code_hash == code_hash).values(uses=_table.c.uses - 1))


def add_claim(connection: Connection, group: int, account: int, alias: str, word: str, now: int) -> int:
    values = {"group_id": group, "account_id": account, "alias": alias, "word": word, "created": now, "state": "open"}
    key = connection.execute(_claims.insert().values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def claim(connection: Connection, claim_id: int) -> ClaimRow | None:
    columns = (
        _claims.c.id,
        _claims.c.group_id,
        _claims.c.account_id,
        _claims.c.alias,
        _claims.c.word,
        _claims.c.state,
    )
    row = connection.execute(select(*columns).where(_claims.c.id == claim_id)).one_or_none()
    return None if row is None else ClaimRow(*row)


def claims_of(connection: Connection, account: int) -> list[ClaimRow]:
    """Every claim of an account, whatever became of it."""
    columns = (_claims.c.id, _claims.c.group_id, _claims.c.account_id, _claims.c.alias, _claims.c.word, _claims.c.state)
    statement = select(*columns).where(_claims.c.account_id == account).order_by(_claims.c.id)
    return [ClaimRow(*row) for row in connection.execute(statement)]


def open_claims(connection: Connection, account: int) -> list[int]:
    """The groups that an account claims and has no answer about."""
    where = (_claims.c.account_id == account, _claims.c.state == "open")
    return list(connection.execute(select(_claims.c.group_id).where(*where)).scalars())


def settle_claim(connection: Connection, claim_id: int, state: str) -> None:
    connection.execute(update(_claims).where(_claims.c.id == claim_id).values(state=state))
