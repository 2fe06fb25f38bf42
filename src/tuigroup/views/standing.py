"""How one stands to a group, from what the store holds now: joining, leaving, claiming, and who asks to join."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import OutboxRow
from tuigroup.text import skeleton
from tuigroup.views import group_words
from tuigroup.views.boards import runs
from tuigroup.views.clean import shown_line
from tuigroup.views.group_page import Page
from tuigroup.views.needs import Link
from tuigroup.wire import limits
from tuigroup.wire.ops import (
    AnswerRequest,
    Claim,
    Edit,
    HandOver,
    Join,
    Leave,
    NameModerator,
    Remove,
    Respond,
    Writes,
)
from tuigroup.wire.records import GroupRecord, JoinRequestRecord, MembershipRecord
from tuigroup.wire.words import Access, GroupState, Role, Standing

Standings = Join | Leave
Post = Writes | Edit | Remove | Respond

ALIAS_HINT: Final = N_(
    "A name for this group only: 2 to 20 letters, digits, dots or dashes. Nobody can link it to "
    "your aliases in other groups."
)
FULL: Final = N_(
    "No place is free here, as far as is known. You can try all the same: one may have come free meanwhile."
)
LEAVING: Final = N_(
    "You can come back, under another alias too. Only if a report about you waits then, those who run the group are "
    "told which alias is yours, and what they decide holds."
)
COMING_BACK: Final = N_(
    "You were here as {alias}. Under another alias you are somebody new here. Only if a report about you waits now, "
    "those who run the group are told which alias is yours, and what they decide holds."
)
WORD_HINT: Final = N_("What should the facilitators know? Only they read it. A line is enough; none is fine too.")


def can_come(record: GroupRecord, mine: MembershipRecord | None) -> bool:
    """Whether somebody can come with the code of a guest session."""
    out = mine is None or mine.standing not in (Standing.ACTIVE, Standing.ENDED)
    return out and record.state is GroupState.OPEN


def coming_back(t: Translator, store: Store, group: int) -> str:
    """What another alias means for who was in the group before; '' for everybody else."""
    mine = store.groups.membership(group)
    if mine is None or mine.standing is not Standing.LEFT or mine.guest:
        return ""
    return t(COMING_BACK, alias=shown_line(mine.alias, limits.ALIAS * 2))


def can_join(group: GroupRecord, membership: MembershipRecord | None) -> bool:
    """Whether joining is offered: not in a listing, not twice, not where it has closed."""
    if group.state is not GroupState.OPEN:
        return False
    return membership is None or membership.standing in (Standing.LEFT, Standing.DECLINED)


def answers_requests(store: Store, group: int) -> bool:
    """Whether the member runs the group and there are requests to answer: in an open group only where some are left."""
    record = store.groups.get(group)
    if record is None or record.state is GroupState.CLOSED or not runs(store.groups.membership(group)):
        return False
    return record.access is Access.REQUEST or bool(store.groups.join_requests(group))


def page_of(t: Translator, store: Store, status: Link, group: GroupRecord, now: int, zone: tzinfo | None) -> Page:
    """The page of a group from what the store holds now."""
    groups = store.groups
    mine = [row for row in store.outbox.rows() if row.group == group.group and not isinstance(row.op, Post)]
    unsent = [row for row in mine if row.state != "refused"]
    refused = [refusal(t, row) for row in mine if row.state == "refused"]
    return Page(
        group,
        groups.page(group.group),
        groups.meetings_of(group.group),
        groups.membership(group.group),
        now,
        zone,
        t,
        waiting=any(isinstance(row.op, Standings) for row in unsent),
        unsent=list(dict.fromkeys(row.label for row in unsent if not isinstance(row.op, Standings))),
        refused=list(dict.fromkeys(refused)),
        line=t(status.sentence) if status.state in ("offline", "paused") else "",
    )


def refusal(t: Translator, row: OutboxRow) -> str:
    """What did not come about, and why."""
    if isinstance(row.op, Join):
        return t("You have not joined yet. {detail}", detail=t(row.detail)).strip()
    return t("{label}: that was not taken. {detail}", label=row.label, detail=t(row.detail)).strip()


def joining(store: Store, group: int) -> OutboxRow | None:
    """The joining of that group that waits to be sent."""
    rows = store.outbox.rows()
    return next(
        (row for row in rows if row.group == group and isinstance(row.op, Join) and row.state != "refused"), None
    )


def decided(store: Store, group: int) -> bool:
    """Whether there may be something to read about oneself: one is in the group, or was put out of it."""
    mine = store.groups.membership(group)
    told = bool(store.casebook.decisions(group).cases)
    return told or (mine is not None and mine.standing is Standing.ENDED)


def claimed(store: Store, group: int) -> bool:
    return any(isinstance(row.op, Claim) and row.group == group for row in store.outbox.rows())


def handing(store: Store, group: int, member: int) -> bool:
    """Whether asking that member to run the group waits to be sent."""
    return any(
        isinstance(row.op, HandOver) and row.group == group and row.op.member == member for row in store.outbox.rows()
    )


def naming(store: Store, group: int, member: int) -> bool:
    """Whether making that member a moderator, or a member again, waits to be sent."""
    ops = [row.op for row in store.outbox.rows() if row.group == group]
    return any(isinstance(op, NameModerator) and op.member == member for op in ops)


def asking(store: Store, group: int) -> tuple[list[JoinRequestRecord], list[JoinRequestRecord]]:
    """Those who wait for an answer, and those answered here whose answer is still on its way."""
    found = store.groups.join_requests(group)
    unsent = {row.op.member for row in store.outbox.rows() if isinstance(row.op, AnswerRequest) and row.group == group}
    waiting = [one for one in found if one.standing is Standing.REQUESTED]
    return waiting, [one for one in found if one.standing is not Standing.REQUESTED and one.member in unsent]


def used_elsewhere(t: Translator, store: Store, group: int, alias: str) -> str:
    """The name of another group in which one has this alias or one like it, '' where there is none."""
    for mine in store.groups.memberships():
        standing = mine.standing in (Standing.ACTIVE, Standing.REQUESTED)
        if standing and mine.group != group and alias and skeleton(mine.alias) == skeleton(alias):
            other = store.groups.get(mine.group)
            return group_words.name(other) if other is not None else t("another group")
    return ""


def leaving_told(t: Translator, store: Store, group: int) -> str:
    """What a facilitator has to know before leaving."""
    detail = store.groups.page(group)
    if detail is None:
        return t("If nobody else runs it, the operator is told that somebody is needed.")
    alone = sum(one.role is not Role.MODERATOR for one in detail.facilitators) < 2
    return t("You run it alone, so the operator is told that somebody is needed.") if alone else ""
