"""One's meetings as a calendar file (RFC 5545), for another program: by rule, with what is left out and moved.

The library is loaded only here, when somebody asks for it. A file may be meant for a calendar that others see, so it
can be made without saying whose meetings they are.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import JoinedGroup
from tuigroup.views import agenda
from tuigroup.views.clean import shown, shown_line
from tuigroup.wire import limits
from tuigroup.wire.occurrences import LONGEST, WEEKLY, changes_of, next_of, regular_on, zone_of
from tuigroup.wire.records import MeetingRecord

if TYPE_CHECKING:
    from icalendar import Event

FILE: Final = "meetings.ics"
_PRODUCT: Final = "-//tuigroup//meetings//EN"


def text(t: Translator, store: Store, now: int, group: int = 0, *, plain: bool = False) -> str:
    """The calendar of one's groups, or of one; '' where there are no meetings. ``plain`` names no group, no place."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for joined in agenda.groups(store, group):
        for place, meeting in enumerate(agenda.meetings_of(store, joined.group.group)):
            for event in _events(t, joined, meeting, place, now, plain=plain):
                calendar.add_component(event)
    if not calendar.subcomponents:
        return ""
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())


def write(path: Path, calendar: str) -> None:
    """A new file that only its owner reads; what is there already is left alone. Raises BadInput."""
    kept = N_("Nothing was written.")
    try:
        handle = os.open(path.expanduser(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(calendar)
    except FileExistsError as error:
        raise BadInput(
            N_("There is a file of that name already."), field="file", kept=kept, todo=N_("Please choose another name.")
        ) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise BadInput(
            N_("That file can't be written."), field="file", kept=kept, todo=N_("Please choose another place.")
        ) from error


def _events(
    t: Translator, joined: JoinedGroup, meeting: MeetingRecord, place: int, now: int, *, plain: bool
) -> Sequence[Event]:
    zone = zone_of(meeting.timezone)
    first = next_of(replace(meeting, changes=()), now)
    if zone is None or first is None:
        return ()
    uid = _uid(joined.group.group, meeting, place)
    by_rule = _event(t, joined, meeting, uid, now, plain=plain)
    begins = datetime.fromtimestamp(first.slot * 60, zone).date()
    by_rule.add("dtstart", _wall(meeting, begins))
    by_rule.add("rrule", _recurrence(meeting.rule))
    events = [by_rule]
    for day, change in sorted(changes_of(meeting).items()):
        slot = regular_on(meeting, day)
        if slot is None or day < begins:
            continue
        if change.to is None:
            by_rule.add("exdate", _wall(meeting, day))
            continue
        moved = _event(t, joined, meeting, uid, now, plain=plain)
        moved.add("recurrence-id", _wall(meeting, day))
        moved.add("dtstart", change.to.replace(tzinfo=zone))
        events.append(moved)
    return events


def _event(t: Translator, joined: JoinedGroup, meeting: MeetingRecord, uid: str, now: int, *, plain: bool) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.fromtimestamp(now * 60, UTC))
    event.add("duration", timedelta(minutes=max(1, min(meeting.duration, LONGEST))))
    if plain:
        event.add("summary", t("Meeting"))
        event.add("class", "PRIVATE")
        return event
    name, own = shown_line(joined.group.name, limits.GROUP_NAME), shown_line(meeting.name, limits.TITLE)
    event.add("summary", f"{name}: {own}" if own else name)
    for field, value in (
        ("location", shown_line(meeting.place, limits.PLACE)),
        ("url", shown_line(meeting.url, limits.URL)),
        ("description", shown(meeting.notes, limits.WORD)),
    ):
        if value:
            event.add(field, value)
    return event


def _wall(meeting: MeetingRecord, day: object) -> datetime:
    """That day at the meeting's hour by the group's clock, as it is written, whether the clocks skip it or not."""
    start = meeting.start % LONGEST
    return datetime.fromisoformat(f"{day}T{start // 60:02}:{start % 60:02}").replace(tzinfo=zone_of(meeting.timezone))


def _recurrence(rule: str) -> object:
    from icalendar import vRecur

    return vRecur.from_ical("FREQ=WEEKLY" if rule == WEEKLY else rule)


def _uid(group: int, meeting: MeetingRecord, place: int) -> str:
    """The same each time it is exported, so that a calendar knows it again; nothing of the member."""
    said = (group, meeting.weekday, meeting.start, meeting.timezone, meeting.rule, meeting.since, place)
    return hashlib.blake2b(repr(said).encode(), digest_size=12).hexdigest() + "@tuigroup"
