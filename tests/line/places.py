"""Ways to a place of the line mode, and what has to be in the store there."""

from __future__ import annotations

from tests.line.desk import Desk
from tests.ui import sample
from tests.ui.sample import NIGHT
from tuigroup.line.group import Group
from tuigroup.line.thread import Thread
from tuigroup.store import Store
from tuigroup.wire.records import JoinRequestRecord, MemberRecord, MembershipRecord, ResourceRecord
from tuigroup.wire.words import ResourceKind, Role


async def thread(desk: Desk) -> str:
    """In the thread of the night group, at its first unread post."""
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, 1))
    return desk.heard


async def group(desk: Desk, number: int = NIGHT) -> str:
    """On a group's page."""
    if not desk.shell.stack:
        await desk.begin()
    await desk.shell.go(Group(desk.shell, number))
    return desk.heard


def facilitate(store: Store) -> None:
    store.groups.put_memberships([MembershipRecord(NIGHT, sample.ME, "old_bicycle", Role.FACILITATOR)])
    store.groups.put_join_requests(NIGHT, [JoinRequestRecord(9, "fern", sample.MINUTE - 60, "I would like to come.")])
    store.groups.put_members(NIGHT, [MemberRecord(2, "heron"), MemberRecord(3, "tealeaf")])


def reading(store: Store, *, here: bool = True) -> None:
    store.resources.put_heads(
        [ResourceRecord("tea", 1, ResourceKind.ARTICLE, "Tea at night", ("sleep",), packed=900, minutes=3,
                        sections=("First", "Second"))], 1
    )  # fmt: skip
    if here:
        store.resources.put_body("tea", "## First\n\nPut the kettle on.\n\n## Second\n\nWait.\n")
