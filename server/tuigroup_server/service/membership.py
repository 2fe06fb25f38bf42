"""Coming into a group, answering who asks, handing over, leaving; and what the operator does about it.

An account's memberships never meet here but in the account's own hands: whoever comes back under another alias
is somebody new to the group, and their earlier posts are no longer tied to them. (What waits for a decision about them
goes on with them: service.returning.)
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from tuigroup.text import line
from tuigroup.wire import limits
from tuigroup.wire.ops import Agree, AnswerRequest, Credentials, HandOver, Join, Leave, NameModerator
from tuigroup.wire.words import GroupState, Role, Standing
from tuigroup_server import rules
from tuigroup_server.rules import Action
from tuigroup_server.service import (
    audience,
    capacity,
    directory,
    guests,
    invites,
    partners,
    returning,
    texts,
    written_meetings,
)
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Place, Scene, allow
from tuigroup_server.storage import accounts, cases, groups, memberships, notices
from tuigroup_server.storage import invites as invite_rows
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.memberships import MembershipRow


def join(scene: Scene, op: Join) -> Effect:
    alias, skeleton = texts.alias(op.alias)
    place = scene.place(op.g)
    code = invites.hash_code(scene.context, op.code) if op.code else b""
    invite = invite_rows.get(scene.connection, code, op.g, scene.now) if code else None
    allow(Action.JOIN, place.who, place.group, invited=invite is not None)
    if place.mine is not None and not rules.may_return(place.mine.standing):
        raise Refusal("not-allowed", "This group can't be joined again from this account.")
    before = place.mine
    waiting = [] if before is None else cases.waiting_about(scene.connection, op.g, before.member)
    if invite is not None and invite.role == guests.ROLE:
        effect = guests.come_in(scene, place, code)
        returning.tell(scene, place.group, waiting, effect.number)
        return effect
    standing = rules.joining(place.group.access, invite is not None)
    if not standing:
        raise Refusal("invite-needed", "This group is joined with an invitation. Its facilitators give the codes.")
    role = Role.MEMBER.value if invite is None else invite.role
    if rules.needs_room(role) and not capacity.has_room(scene.connection, place.group):
        raise Refusal(
            "group-full",
            "This group is full at the moment. A place may come free later; the directory has other groups until then.",
        )
    if invite is not None:
        invite_rows.use(scene.connection, code)
    asked = texts.word(op.word) if standing == Standing.REQUESTED else ""
    agreed = min(op.agreed, place.group.guidelines_version)
    member = _come_in(
        scene.connection, place, scene.account, alias, skeleton, standing, role, asked, scene.minute, agreed
    )
    accounts.touch(scene.connection, scene.account)
    returning.tell(scene, place.group, waiting, member)
    return Effect(member, minute=scene.minute, group=op.g)


def _come_in(
    connection: Connection,
    place: Place,
    account: int | None,
    alias: str,
    skeleton: str,
    standing: str,
    role: str,
    asked: str,
    minute: int,
    agreed: int,
) -> int:
    """The member number: the earlier one for who returns under the same alias. Raises Refusal ``alias-taken``."""
    group, earlier = place.group, place.mine
    taken = memberships.by_skeleton(connection, group.id, skeleton)
    if taken is not None and (earlier is None or taken.member != earlier.member):
        raise Refusal("alias-taken", "This alias, or one that looks like it, is taken in this group.", field="alias")
    values: dict[str, Any] = {
        "alias": alias,
        "role": role,
        "standing": standing,
        "asked_word": asked,
        "answer_word": "",
        "since_min": minute,
        "agreed": agreed,
        "guest": 0,
    }
    if earlier is not None and taken is not None:
        step = groups.advance(connection, group.id)
        memberships.change(connection, group.id, earlier.member, **values, seq=step.seq)
        member = earlier.member
    else:
        if earlier is not None:
            memberships.change(connection, group.id, earlier.member, account_id=None)
        step = groups.advance(connection, group.id, member=True)
        named = {"group_id": group.id, "member": step.member, "account_id": account, "skeleton": skeleton}
        memberships.add(connection, **values, **named, seq=step.seq)
        member = step.member
    if standing == Standing.ACTIVE:
        directory.members_changed(connection, group, 1)
        if role != Role.MEMBER:
            groups.advance_page(connection, group.id)
            audience.catch_up(connection, group.id, member)
    return member


def agree(scene: Scene, op: Agree) -> Effect:
    """To the guidelines as the member saw them. The group's log says nothing of it: that is nobody else's to know."""
    place = scene.enter(op.g, Action.AGREE)
    version = min(op.version, place.group.guidelines_version)
    if version > place.me.agreed:
        memberships.change(scene.connection, op.g, place.me.member, agreed=version)
        accounts.touch(scene.connection, scene.account)
    return Effect(op.g, minute=scene.minute, group=op.g)


def leave(scene: Scene, op: Leave) -> Effect:
    """Posts stay under the alias. Who asked to join takes the request back with this."""
    place = scene.enter(op.g, Action.LEAVE)
    partners.end_all(scene.connection, place.me)
    written_meetings.without(scene, place.me)
    step = groups.advance(scene.connection, op.g)
    values = {"standing": Standing.LEFT.value, "role": Role.MEMBER.value, "asked_word": "", "seq": step.seq}
    memberships.change(scene.connection, op.g, place.me.member, **values, here_until_min=0)
    accounts.touch(scene.connection, scene.account)
    if place.me.standing == Standing.ACTIVE and not place.me.guest:
        directory.members_changed(scene.connection, place.group, -1)
    if place.me.role != Role.MEMBER:
        groups.advance_page(scene.connection, op.g)
    if place.me.role in rules.RUNNING_ROLES:
        without_facilitator(scene.connection, place.group, scene.now)
    return Effect(place.me.member, minute=scene.minute, group=op.g)


def without_facilitator(connection: Connection, group: GroupRow, now: int) -> None:
    """The operators hear of a group that nobody runs any more; a proposal that nobody makes any more ends."""
    left = memberships.running(connection, group.id)
    if any(row.role == Role.FACILITATOR for row in left) or group.state == GroupState.CLOSED:
        return
    if group.state == GroupState.PROPOSED:
        groups.change(connection, group.id, state=GroupState.CLOSED.value, listed=False)
        return
    others = " Its co-facilitators are still there." if left else ""
    said = f"{group.name} (group {group.id}) has no facilitator any more.{others}"
    notices.add(connection, None, "no-facilitator", said, now=now, group_id=group.id)


def answer_request(scene: Scene, op: AnswerRequest) -> Effect:
    place = scene.enter(op.g, Action.ANSWER_REQUESTS)
    asked = memberships.by_member(scene.connection, op.g, op.member)
    if asked is None:
        raise Refusal("unknown-ref", "There is no such request.")
    standing = Standing.ACTIVE if op.admit else Standing.DECLINED
    if asked.standing == standing:
        return Effect(op.member, minute=scene.minute, group=op.g)
    if asked.standing != Standing.REQUESTED:
        raise Refusal("precondition", "This request was answered or taken back meanwhile.")
    if op.admit and not capacity.has_room(scene.connection, place.group):
        raise Refusal(
            "group-full",
            "No place is free in your group. The request waits: give the group more places, or answer again later.",
        )
    step = groups.advance(scene.connection, op.g)
    values = {"standing": standing.value, "answer_word": texts.word(op.word), "asked_word": "", "seq": step.seq}
    memberships.change(scene.connection, op.g, op.member, **values, since_min=scene.minute)
    if op.admit:
        directory.members_changed(scene.connection, place.group, 1)
        kind, said = "admitted", f"You are in: {place.group.name} has let you in."
    else:
        kind, said = "declined", f"{place.group.name} could not let you in this time."
    if asked.account_id is not None:
        notices.add(scene.connection, asked.account_id, kind, said, now=scene.now, group_id=op.g)
    return Effect(op.member, minute=scene.minute, group=op.g)


def hand_over(scene: Scene, op: HandOver) -> Effect:
    place = scene.enter(op.g, Action.HAND_OVER)
    heir = memberships.by_member(scene.connection, op.g, op.member)
    if heir is None or heir.standing != Standing.ACTIVE or heir.guest:
        raise Refusal("unknown-ref", "This member is not in the group any more.")
    if heir.member == place.me.member:
        raise Refusal("bad-field", "A group is handed over to somebody else.", field="member")
    set_role(scene.connection, heir, Role.FACILITATOR)
    if heir.account_id is not None:
        said = f"You are a facilitator of {place.group.name} now."
        notices.add(scene.connection, heir.account_id, "facilitator", said, now=scene.now, group_id=op.g)
    if op.step_down:
        set_role(scene.connection, place.me, Role.MEMBER)
        accounts.touch(scene.connection, scene.account)
    groups.advance_page(scene.connection, op.g)
    return Effect(op.member, minute=scene.minute, group=op.g)


def moderator(scene: Scene, op: NameModerator) -> Effect:
    """A member looks after what is written from now on, or does not any more."""
    place = scene.enter(op.g, Action.NAME_MODERATORS)
    row = memberships.by_member(scene.connection, op.g, op.member)
    if row is None or row.standing != Standing.ACTIVE or row.guest:
        raise Refusal("unknown-ref", "This member is not in the group any more.")
    if row.role in rules.RUNNING_ROLES:
        raise Refusal("precondition", "This member runs the group, and needs no other role.")
    role = Role.MODERATOR if op.on else Role.MEMBER
    if row.role != role:
        set_role(scene.connection, row, role)
        groups.advance_page(scene.connection, op.g)
        if row.account_id is not None:
            accounts.touch(scene.connection, row.account_id)
            name = place.group.name
            kind, said = "moderator", f"You are a moderator of {name} now: you look after what is written there."
            if not op.on:
                kind = "moderator-no-more"
                said = f"You are a member of {name} like others again. Thank you for looking after it."
            notices.add(scene.connection, row.account_id, kind, said, now=scene.now, group_id=op.g)
    return Effect(op.member, minute=scene.minute, group=op.g)


def credentials(scene: Scene, op: Credentials) -> Effect:
    """Stated by a facilitator; nobody sees them before the operator has confirmed them."""
    place = scene.enter(op.g, Action.STATE_CREDENTIALS)
    said = line(op.text, limits.CREDENTIALS)
    if said != place.me.credentials:
        step = groups.advance(scene.connection, op.g)
        values = {"credentials": said, "professional": bool(said), "confirmed": False, "seq": step.seq}
        memberships.change(scene.connection, op.g, place.me.member, **values)
        if place.me.confirmed:
            groups.advance_page(scene.connection, op.g)
        if said:
            told = f"A facilitator of {place.group.name} (group {op.g}) states credentials that wait for you."
            notices.add(scene.connection, None, "credentials", told, now=scene.now, group_id=op.g)
    return Effect(place.me.member, minute=scene.minute, group=op.g)


def set_role(connection: Connection, row: MembershipRow, role: Role) -> None:
    """Another role for who is in the group; what that lets them see comes with their next exchange."""
    step = groups.advance(connection, row.group_id)
    memberships.change(connection, row.group_id, row.member, role=role.value, seq=step.seq)
    if role != Role.MEMBER and row.role not in rules.RUNNING_ROLES:
        audience.catch_up(connection, row.group_id, row.member)


def seat(connection: Connection, group: GroupRow, account: int | None, alias: str, role: Role, minute: int) -> int:
    """An active membership in a role, without asking anybody; the member number. Raises Refusal."""
    cleaned, skeleton = texts.alias(alias)
    mine = None if account is None else memberships.of_account_in(connection, group.id, account)
    place = Place(group, rules.who(account), mine)
    waiting = [] if mine is None else cases.waiting_about(connection, group.id, mine.member)
    standing = Standing.ACTIVE.value
    agreed = group.guidelines_version
    member = _come_in(connection, place, account, cleaned, skeleton, standing, role.value, "", minute, agreed)
    if waiting:  # nobody decides about themselves
        returning.follow(connection, waiting, member)
    if account is not None:
        accounts.touch(connection, account)
    return member
