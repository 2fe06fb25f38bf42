"""Meetings of the sample community around a Sunday evening: one in two hours, one left out, one far away, one moved."""

from __future__ import annotations

from dataclasses import replace

from tests.ui import sample
from tests.ui.sample import ANXIETY, GRIEF, NIGHT
from tuigroup.store import Store
from tuigroup.wire.occurrences import EVERY_OTHER
from tuigroup.wire.records import MeetingRecord, MembershipRecord
from tuigroup.wire.words import Role

SOON = MeetingRecord(NIGHT, 7, 19 * 60 + 30, 60, "Europe/London", "Sunday circle", online=True)
MEETINGS = (
    SOON,
    MeetingRecord(
        ANXIETY, 3, 19 * 60 + 30, 60, "Europe/London", "Midweek", "the back room", online=True,
        changes=("2026-11-25 The hall is being painted.", "2026-12-02>2026-12-03T18:00"),
    ),
    MeetingRecord(GRIEF, 2, 16 * 60, 90, "America/Sao_Paulo", rule=EVERY_OTHER, since=20780),
)  # fmt: skip


def fill(store: Store, *, runs: bool = False) -> None:
    """With ``runs`` the reader runs the group with the changed dates."""
    sample.fill(store)
    put(store, *MEETINGS)
    if runs:
        mine = [MembershipRecord(g, sample.ME, "old_bicycle") for g in (NIGHT, GRIEF)]
        role = MembershipRecord(ANXIETY, sample.ME, "old_bicycle", Role.CO_FACILITATOR)
        store.groups.put_memberships([role, *mine])


def put(store: Store, *meetings: MeetingRecord) -> None:
    """These are the meetings of their groups, as a page from the server says."""
    for group in {meeting.group for meeting in meetings}:
        page = store.groups.page(group)
        assert page is not None
        store.groups.put_page(replace(page, meetings=tuple(one for one in meetings if one.group == group)))
