"""What the operator does from the command line: make groups and look at them, invite, make facilitators.

Every function is one transaction. Groups are named by number or slug. What can't be done is BadInput or a
Refusal with a sentence, and changes nothing.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.errors import BadInput
from tuigroup.wire.accounts import NewAccount, SignedIn
from tuigroup.wire.ops import GroupSettings
from tuigroup.wire.words import GroupState, Role, Standing
from tuigroup_server.service import accounts as account_service
from tuigroup_server.service import groups as group_service
from tuigroup_server.service import membership
from tuigroup_server.service.context import Context
from tuigroup_server.service.invites import hash_code, new_code
from tuigroup_server.storage import accounts, groups, invites, memberships, notices
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.invites import InviteRow
from tuigroup_server.storage.memberships import MembershipRow

DAY: Final = 86_400
INVITE_USES: Final = (1, 1000)
INVITE_DAYS: Final = (1, 366)
_SAME: Final = "Nothing was changed."
_CALLED: Final = {Role.FACILITATOR: "facilitator", Role.CO_FACILITATOR: "co-facilitator"}


def first(context: Context, account: NewAccount) -> SignedIn:
    """The operator's account of a new server. Raises BadInput when there is one already."""
    with context.database.read() as connection:
        if accounts.operators(connection):
            raise BadInput("There is a tuigroup server in this folder already.", kept=_SAME)
    return account_service.create(context, account, operator=True)


def new_group(context: Context, settings: GroupSettings) -> GroupRow:
    """A hosted group, open at once, without anybody in it yet."""
    with context.database.write() as connection:
        return group_service.make(connection, settings, GroupState.OPEN, now=context.now())


def invite(context: Context, group: str, *, role: Role = Role.MEMBER, uses: int = 1, days: int = 14) -> str:
    """A new code for a group that can be joined; it is shown once."""
    _within(uses, INVITE_USES, "uses")
    _within(days, INVITE_DAYS, "days")
    code = new_code(context.random)
    with context.database.write() as connection:
        row = find(connection, group)
        if row.state not in (GroupState.OPEN, GroupState.PROPOSED):
            raise BadInput(f"{row.name} can't be joined: it is {state_word(row)}.", field="group", kept=_SAME)
        expires = context.now() + days * DAY
        invites.add(connection, hash_code(context, code), InviteRow(row.id, role.value, uses, expires))
    return code


def add_facilitator(
    context: Context, group: str, account_name: str, alias: str, *, role: Role = Role.FACILITATOR
) -> MembershipRow:
    """Make an account run a group, as the member it is there or as a new one under ``alias``; it is told."""
    if role not in _CALLED:
        raise BadInput("Only facilitators and co-facilitators run a group.", field="role")
    with context.database.write() as connection:
        row = find(connection, group)
        if row.state == GroupState.LISTING:
            raise BadInput(f"{row.name} is a listing.", todo="It becomes a group by a claim; see confirm-claim.")
        if row.state == GroupState.CLOSED:
            raise BadInput(f"{row.name} is closed.", kept=_SAME, todo="A new group is made with new-group.")
        account = accounts.by_name(connection, account_name)
        if account is None:
            raise BadInput("Nobody has this sign-in name here.", field="name", kept=_SAME)
        member = run(connection, context, row, account.id, alias, role)
        told = f"You are a {_CALLED[role]} of {row.name} now."
        notices.add(connection, account.id, _CALLED[role], told, now=context.now(), group_id=row.id)
        found = memberships.by_member(connection, row.id, member)
        assert found is not None
        return found


def overview(context: Context) -> list[tuple[GroupRow, list[MembershipRow]]]:
    """Every hosted group, proposed and closed ones too, by number, with who runs it."""
    with context.database.read() as connection:
        return [(row, memberships.running(connection, row.id)) for row in groups.hosted(connection)]


def find(connection: Connection, named: str) -> GroupRow:
    """The group of a number or slug. Raises BadInput."""
    row = groups.by_id(connection, int(named), lock=True) if named.isdecimal() and len(named) < 16 else None
    if row is None and (slug := groups.by_slug(connection, named)) is not None:
        row = groups.by_id(connection, slug.id, lock=True)
    if row is None:
        raise BadInput("There is no group of this number or slug.", field="group", kept=_SAME)
    return row


def run(connection: Connection, context: Context, group: GroupRow, account: int, alias: str, role: Role) -> int:
    """The account runs the group, in the caller's transaction; its member number."""
    found = memberships.of_account_in(connection, group.id, account)
    if found is not None and found.standing == Standing.ENDED:
        raise BadInput("This account's membership was ended by the group's facilitators.", kept=_SAME)
    if found is not None and found.standing == Standing.ACTIVE:
        membership.set_role(connection, found, role)
        groups.advance_page(connection, group.id)
        accounts.touch(connection, account)
        return found.member
    if found is not None and not alias:
        alias = found.alias
    return membership.seat(connection, group, account, alias, role, context.now_min())


def state_word(row: GroupRow) -> str:
    return {"listing": "a listing"}.get(row.state, row.state)


def _within(value: int, bounds: tuple[int, int], field: str) -> None:
    if not bounds[0] <= value <= bounds[1]:
        raise BadInput(f"{field} must be between {bounds[0]} and {bounds[1]}.", field=field)
