"""Putting somebody out of a group, for some days or for good; and the end of a suspension, which comes by itself."""

from __future__ import annotations

from functools import partial
from typing import Final

from sqlalchemy import Connection

from tuigroup.wire.cases import Act
from tuigroup.wire.words import Role, Standing
from tuigroup_server.service import capacity, caselog, directory, written_meetings
from tuigroup_server.service.context import Context
from tuigroup_server.service.records import SUSPENDED
from tuigroup_server.service.scene import Scene
from tuigroup_server.storage import accounts, cases, groups, memberships
from tuigroup_server.storage.memberships import MembershipRow

AT_ONCE: Final = 100


def put_out(scene: Scene, row: MembershipRow, standing: str, until: int) -> None:
    """From now on they read nothing of the group; the word with it is theirs to read."""
    written_meetings.without(scene, row)
    seq = groups.advance(scene.connection, row.group_id).seq
    values = {"standing": standing, "until_min": until, "role": Role.MEMBER.value, "here_until_min": 0, "seq": seq}
    away = standing == SUSPENDED and (row.standing == Standing.LEFT or row.away)
    memberships.change(scene.connection, row.group_id, row.member, **values, answer_word=row.answer_word, away=away)
    group = groups.by_id(scene.connection, row.group_id)
    assert group is not None
    if row.standing == Standing.ACTIVE and not row.guest:
        directory.members_changed(scene.connection, group, -1)
    elif group.capacity:
        capacity.settle(scene.connection, group.id)  # who was suspended had a place
    if row.account_id is not None:
        accounts.touch(scene.connection, row.account_id)


def end_due(context: Context) -> int:
    """Whose suspension is over is in the group again, or may join again where they had left; how many.

    One look-up when there is nobody.
    """
    minute = context.now_min()
    with context.database.read() as connection:
        due = memberships.suspended_until(connection, minute, AT_ONCE)
    for group, member in due:
        context.database.transact(partial(_end, context, minute, group, member))
    return len(due)


def _end(context: Context, minute: int, group: int, member: int, connection: Connection) -> None:
    found = groups.by_id(connection, group, lock=True)
    row = memberships.by_member(connection, group, member)
    if row is not None and row.guest:
        memberships.change(connection, group, member, standing=Standing.ENDED.value, until_min=0)
        return  # their session has gone on without them
    if found is None or row is None or row.standing != SUSPENDED or row.until_min > minute:
        return
    seq = groups.advance(connection, group).seq
    standing = Standing.LEFT if row.away else Standing.ACTIVE
    back = {"standing": standing.value, "until_min": 0, "answer_word": "", "away": False, "seq": seq}
    memberships.change(connection, group, member, **back)
    if not row.away:
        directory.members_changed(connection, found, 1)
    scene = Scene(context, connection, 0, False, context.now())
    about = [case for case in cases.about(connection, group, [member]) if case.post]
    if about:
        caselog.step(scene, about[-1], Act.RETURN)
    kind, what = ("may-return", "You can join again.") if row.away else ("returned", "You are in again.")
    caselog.tell_member(scene, found, member, kind, f"Your suspension from {found.name} is over. {what}")
