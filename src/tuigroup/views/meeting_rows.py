"""Meetings as they are sent and as they are kept: one into the other, what waits to be sent, a date changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.wire import limits
from tuigroup.wire.occurrences import Change, fits, with_change
from tuigroup.wire.records import MeetingRecord

if TYPE_CHECKING:
    from tuigroup.actions import groups
    from tuigroup.wire import ops
else:  # the page for today reads the dates of meetings, and changes none
    groups = Late("tuigroup.actions.groups")
    ops = Late("tuigroup.wire.ops")


def meeting_in(meeting: MeetingRecord) -> ops.MeetingIn:
    """A meeting as it is sent."""
    return ops.MeetingIn(
        weekday=(meeting.weekday - 1) % 7 + 1,
        start=meeting.start % 1440,
        duration=max(5, min(meeting.duration, 1440)),
        timezone=meeting.timezone[:64],
        name=meeting.name[: limits.TITLE],
        place=meeting.place[: limits.PLACE],
        url=meeting.url[: limits.URL],
        online=meeting.online,
        notes=meeting.notes[: limits.WORD],
        rule=meeting.rule if fits(meeting.rule, meeting.weekday, meeting.since) else "",
        since=meeting.since,
        changes=meeting.changes[: limits.MEETING_CHANGES],
    )


def record(meeting: ops.MeetingIn, group: int = 0) -> MeetingRecord:
    """The same as a row to show."""
    return MeetingRecord(group, **meeting.model_dump())


def pending_meetings(store: Store, group: int) -> list[MeetingRecord] | None:
    """The meetings of a group as they will be once what waits is sent; None where nothing of that kind waits."""
    found: list[ops.MeetingIn] | None = None
    for row in store.outbox.waiting(group):
        if isinstance(row.op, ops.SetUp) and row.state != "refused" and row.op.settings.meetings is not None:
            found = row.op.settings.meetings
    return None if found is None else [record(meeting, group) for meeting in found]


def change_date(store: Store, group: int, meeting: MeetingRecord, day: date, change: Change | None) -> None:
    """Leave a date of a meeting out, move it, or (None) hold it as usual: to the outbox. Raises BadInput."""
    waiting = pending_meetings(store, group)
    held = store.groups.meetings_of(group) if waiting is None else waiting
    changes = with_change(meeting, change, day, store.now_min())
    if len(changes) > limits.MEETING_CHANGES:
        raise BadInput(
            N_("At most {count} dates of one meeting can be otherwise at a time.", count=limits.MEETING_CHANGES),
            kept=N_("Nothing was changed."),
        )
    after = [replace(one, changes=changes) if one == meeting else one for one in held]
    groups.set_up(store, group, ops.GroupSettings(meetings=[meeting_in(one) for one in after]))
