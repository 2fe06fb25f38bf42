"""What the operator decides about: credentials that are stated, groups that are proposed, listings that are claimed.

Every function is one transaction, and whoever it concerns is told. What can't be done is BadInput with a sentence,
and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from tuigroup import text
from tuigroup.errors import BadInput
from tuigroup.wire.words import GroupState, Role, Standing
from tuigroup_server import rules
from tuigroup_server.service import boards, directory
from tuigroup_server.service.context import Context
from tuigroup_server.service.operators import find, run, state_word
from tuigroup_server.storage import groups, invites, memberships, notices, operators
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.notices import NoticeRow
from tuigroup_server.storage.operators import OpenClaim, Unconfirmed

_SAME: Final = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits for the operator."""

    proposals: list[GroupRow]
    claims: list[OpenClaim]
    credentials: list[Unconfirmed]
    unled: list[GroupRow]  # open groups without a facilitator

    @property
    def anything(self) -> bool:
        return bool(self.proposals or self.claims or self.credentials or self.unled)


def waiting(context: Context) -> Waiting:
    with context.database.read() as connection:
        return Waiting(
            groups.in_state(connection, GroupState.PROPOSED),
            operators.open_claims(connection),
            operators.unconfirmed(connection),
            operators.unled(connection),
        )


def notices_to_operators(context: Context, after: int = 0) -> list[NoticeRow]:
    """Oldest first, those with a number above ``after``."""
    with context.database.read() as connection:
        return notices.of_operators(connection, after_id=after)


def confirm_credentials(context: Context, group: str, alias: str) -> str:
    """From now on everybody sees them, and the facilitator knows; the credentials confirmed."""
    with context.database.write() as connection:
        row = find(connection, group)
        found = memberships.by_skeleton(connection, row.id, text.skeleton(alias))
        if found is None or found.standing != Standing.ACTIVE or found.role not in rules.RUNNING_ROLES:
            raise BadInput("Nobody of this alias runs this group.", field="alias", kept=_SAME)
        if not found.credentials:
            raise BadInput("This facilitator has not stated any credentials yet.", field="alias", kept=_SAME)
        told = f"The operator confirmed your credentials. {row.name} sees them now."
        _settle_credentials(connection, context, found, confirmed=True, told=told)
        return found.credentials


def withdraw_credentials(context: Context, group: str, alias: str) -> str:
    """Nobody sees them any more, whether their holder still runs the group or not; the credentials withdrawn."""
    with context.database.write() as connection:
        row = find(connection, group)
        found = memberships.by_skeleton(connection, row.id, text.skeleton(alias))
        if found is None or not found.confirmed:
            raise BadInput("Nobody of this alias has confirmed credentials in this group.", field="alias", kept=_SAME)
        told = f"The operator no longer confirms your credentials. {row.name} does not see them any more."
        _settle_credentials(connection, context, found, confirmed=False, told=told)
        return found.credentials


def _settle_credentials(
    connection: Connection, context: Context, found: MembershipRow, *, confirmed: bool, told: str
) -> None:
    seq = groups.advance_page(connection, found.group_id)
    memberships.change(connection, found.group_id, found.member, confirmed=confirmed, professional=confirmed, seq=seq)
    if found.account_id is not None:
        kind = "confirmed" if confirmed else "unconfirmed"
        notices.add(connection, found.account_id, kind, told, now=context.now(), group_id=found.group_id)


def open_group(context: Context, group: str) -> GroupRow:
    """A proposed group opens; who proposed it runs it and is told."""
    return _settle_proposal(context, group, GroupState.OPEN, "group-opened", "{name} is open. You run it.")


def decline_group(context: Context, group: str) -> GroupRow:
    """A proposed group is closed unseen; who proposed it is told, and may propose another."""
    return _settle_proposal(context, group, GroupState.CLOSED, "group-declined", "{name} could not be opened here.")


def _settle_proposal(context: Context, group: str, state: GroupState, kind: str, told: str) -> GroupRow:
    with context.database.write() as connection:
        row = find(connection, group)
        if row.state != GroupState.PROPOSED:
            raise BadInput(f"{row.name} is {state_word(row)} already.", field="group", kept=_SAME)
        settled = replace(row, state=state.value, listed=row.listed and state is GroupState.OPEN)
        _become(connection, settled)
        for member in memberships.running(connection, row.id):
            if member.account_id is not None:
                said = told.format(name=row.name)
                notices.add(connection, member.account_id, kind, said, now=context.now(), group_id=row.id)
        return settled


def confirm_claim(context: Context, claim_id: int) -> GroupRow:
    """A listing becomes a hosted group, run by who claimed it; whoever else claimed it is told."""
    with context.database.write() as connection:
        claim, row = _claimed(connection, claim_id)
        if not groups.boards(connection, row.id):
            boards.make(connection, row.id)
        hosted = replace(row, state=GroupState.OPEN.value)
        _become(connection, hosted)
        run(connection, context, hosted, claim.account_id, claim.alias, Role.FACILITATOR)
        _settle(connection, context, claim, "confirmed", f"{row.name} is yours to run: your claim is confirmed.")
        for other in operators.claims_of(connection, row.id):
            told = f"{row.name} is run by somebody else. You can join it and talk to them."
            _settle(connection, context, other, "declined", told)
        return hosted


def decline_claim(context: Context, claim_id: int) -> GroupRow:
    """The listing stays a listing; the claimant is told."""
    with context.database.write() as connection:
        claim, row = _claimed(connection, claim_id)
        _settle(connection, context, claim, "declined", f"Your claim to {row.name} could not be confirmed.")
        return row


def _become(connection: Connection, row: GroupRow) -> None:
    """The group is in this state from now on, and shown or not, in the caller's transaction."""
    groups.change(connection, row.id, state=row.state, listed=row.listed)
    groups.advance_page(connection, row.id)
    directory.shown_changed(connection, row)


def _claimed(connection: Connection, claim_id: int) -> tuple[OpenClaim, GroupRow]:
    """An open claim and its listing. Raises BadInput."""
    said = invites.claim(connection, claim_id)
    row = None if said is None else groups.by_id(connection, said.group_id, lock=True)
    # Looked for once nobody else can settle it.
    claim = next((one for one in operators.open_claims(connection) if one.id == claim_id), None)
    if claim is None or row is None:
        raise BadInput("There is no open claim of this number.", kept=_SAME, todo="See tuigroup-server claims.")
    return claim, row


def _settle(connection: Connection, context: Context, claim: OpenClaim, state: str, told: str) -> None:
    invites.settle_claim(connection, claim.id, state)
    now, group = context.now(), claim.group_id
    notices.add(connection, claim.account_id, f"claim-{state}", told, now=now, group_id=group)
