"""When a group meets: by a rule, but for the dates that were left out or moved. Pure; both sides reckon by this alone.

A meeting is told by its group's wall clock: weekday, minutes after local midnight, IANA zone. The rule is a small part
of RFC 5545's: '' is every week, ``FREQ=WEEKLY;INTERVAL=2`` every other one counted from the day ``since``,
``FREQ=MONTHLY;BYDAY=1TU`` the first Tuesday of a month (1 to 4, or -1 for the last).

A local time that the clocks skip is moved on by as much as they skip; of one that they repeat the first is meant. RFC
5545 has it so too, so that whoever reads an exported calendar meets at the same moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from tuigroup.text import line
from tuigroup.wire import limits
from tuigroup.wire.records import MeetingRecord

LONGEST: Final = 24 * 60
WEEKLY: Final = ""
EVERY_OTHER: Final = "FREQ=WEEKLY;INTERVAL=2"
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Not compiled before somebody meets once a month, or on another date: most never do.
_MONTHLY: Final = r"FREQ=MONTHLY;BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)"
_CHANGE: Final = r"(?s)(\d{4}-\d\d-\d\d)(?:>(\d{4}-\d\d-\d\d)T(\d\d):(\d\d))?(?: (.*))?"
_YEARS: Final = range(1971, 2200)
_HORIZONS: Final = (8, 45, 200, 400)  # days to look ahead, as far as it takes
_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Change:
    """One date of a meeting that is otherwise: left out (``to`` None) or moved to another local time.

    ``day`` is where the rule has it, ``word`` the facilitators' word about it.
    """

    day: date
    to: datetime | None = None
    word: str = ""

    def text(self) -> str:
        """As it is kept and sent: ``2027-01-05``, ``2027-01-05>2027-01-06T19:30 The hall is being painted.``"""
        moved = f">{self.to:%Y-%m-%dT%H:%M}" if self.to is not None else ""
        return f"{self.day.isoformat()}{moved}" + (f" {self.word}" if self.word else "")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting that happens: ``start`` and ``end`` in minutes since 1970 UTC.

    ``slot`` is the start that the rule gives it, by which it is known also where it was moved (RECURRENCE-ID).
    """

    start: int
    end: int
    meeting: MeetingRecord
    slot: int = 0
    change: Change | None = None

    def running(self, now: int) -> bool:
        return self.start <= now < self.end


def zone_of(name: str) -> tzinfo | None:
    """The zone of that IANA name; None where nobody knows it. The name may be anything."""
    if name in ("UTC", "Etc/UTC"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return None


# Rules and changes, as text


def monthly(place: int, weekday: int) -> str:
    """The rule of the first (1) to fourth, or last (-1), such day of a month; ``weekday`` is ISO."""
    return f"FREQ=MONTHLY;BYDAY={place}{DAYS[weekday - 1]}"


def place_in_month(rule: str) -> int:
    """1 to 4 or -1; 0 where the rule is not monthly."""
    found = re.fullmatch(_MONTHLY, rule)
    return int(found[1]) if found else 0


def fits(rule: str, weekday: int, since: int) -> bool:
    """Whether a rule is one of ours and goes with the day of the week; every other week needs a day to count from."""
    if rule in (WEEKLY, EVERY_OTHER):
        return rule == WEEKLY or since > 0
    found = re.fullmatch(_MONTHLY, rule)
    return found is not None and DAYS[weekday - 1] == found[2]


def change_of(text: str) -> Change | None:
    """A change out of its text, None where that is none."""
    found = re.fullmatch(_CHANGE, text)
    if not found:
        return None
    try:
        day, to = date.fromisoformat(found[1]), None
        if found[2]:
            to = datetime.fromisoformat(f"{found[2]}T{found[3]}:{found[4]}")
    except ValueError:
        return None
    if day.year not in _YEARS or (to is not None and to.year not in _YEARS):
        return None
    return Change(day, to, line(found[5] or "", limits.MEETING_WORD))


def changes_of(meeting: MeetingRecord) -> dict[date, Change]:
    """The changes of a meeting by the day that they change; of two of one day the later one counts."""
    found = (change_of(text) for text in meeting.changes[: limits.MEETING_CHANGES])
    return {change.day: change for change in found if change is not None}


# When


def next_of(meeting: MeetingRecord, now: int) -> Occurrence | None:
    """The one that runs now or comes next; None where the zone is unknown, or none comes in a year."""
    return next(ahead(meeting, now), None)


def ahead(meeting: MeetingRecord, now: int) -> Iterator[Occurrence]:
    """What runs now and what comes in the year from now, in order."""
    since = now
    for days in _HORIZONS:
        until = now + days * _DAY
        yield from (one for one in between(meeting, since, until) if since == now or one.start >= since)
        since = until


def between(meeting: MeetingRecord, first: int, last: int) -> list[Occurrence]:
    """Those that end after the minute ``first`` and begin before ``last``, in order."""
    zone = zone_of(meeting.timezone)
    if zone is None:
        return []
    changes = changes_of(meeting)
    begin, end = _local_day(first, zone) - timedelta(days=2), _local_day(last, zone) + timedelta(days=1)
    found = [_regular(meeting, zone, day) for day in _days(meeting, begin, end) if day not in changes]
    for change in changes.values():
        if change.to is not None and begin <= change.to.date() <= end and _is_day(meeting, change.day):
            found.append(_moved(meeting, zone, change, change.to))
    return sorted((one for one in found if one.end > first and one.start < last), key=lambda one: one.start)


def at(meeting: MeetingRecord, slot: int) -> Occurrence | None:
    """What became of the one that the rule has at this minute; None where it was left out or never was."""
    found = regular_at(meeting, slot)
    if found is None:
        return None
    change = changes_of(meeting).get(day_of(found))
    zone = zone_of(meeting.timezone)
    if change is None or zone is None:
        return found
    return None if change.to is None else _moved(meeting, zone, change, change.to)


def regular_at(meeting: MeetingRecord, slot: int) -> Occurrence | None:
    """The one that the rule alone has at this minute."""
    zone = zone_of(meeting.timezone)
    if zone is None:
        return None
    day = _local_day(slot, zone)
    found = [_regular(meeting, zone, one) for one in _days(meeting, day, day)]
    return next((one for one in found if one.slot == slot), None)


def regular_on(meeting: MeetingRecord, day: date) -> Occurrence | None:
    """The one that the rule alone has on this day, by the group's clock."""
    zone = zone_of(meeting.timezone)
    return _regular(meeting, zone, day) if zone is not None and _is_day(meeting, day) else None


def day_of(occurrence: Occurrence) -> date:
    """The day, by the group's clock, on which the rule has it."""
    return _local_day(occurrence.slot, zone_of(occurrence.meeting.timezone) or UTC)


def held_on(occurrence: Occurrence) -> date:
    """The day, by the group's clock, on which it is held."""
    return _local_day(occurrence.start, zone_of(occurrence.meeting.timezone) or UTC)


def with_change(meeting: MeetingRecord, change: Change | None, day: date, now: int) -> tuple[str, ...]:
    """The changes of a meeting with this one for that day, or none any more; what is long past is dropped."""
    kept: Mapping[date, Change] = {**changes_of(meeting), **({day: change} if change is not None else {})}
    old = _local_day(now, UTC) - timedelta(days=7)
    days = sorted(one for one, found in kept.items() if (found.to.date() if found.to else one) >= old or one >= old)
    return tuple(kept[one].text() for one in days if change is not None or one != day)


def _local_day(minute: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(minute * 60, zone).date()


def _moment(day: date, minutes: int, zone: tzinfo) -> int:
    return int(datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone).timestamp()) // 60


def _length(meeting: MeetingRecord) -> int:
    return max(1, min(meeting.duration, LONGEST))


def _regular(meeting: MeetingRecord, zone: tzinfo, day: date) -> Occurrence:
    start = _moment(day, meeting.start % LONGEST, zone)
    return Occurrence(start, start + _length(meeting), meeting, start)


def _moved(meeting: MeetingRecord, zone: tzinfo, change: Change, to: datetime) -> Occurrence:
    start = _moment(to.date(), to.hour * 60 + to.minute, zone)
    slot = _moment(change.day, meeting.start % LONGEST, zone)
    return Occurrence(start, start + _length(meeting), meeting, slot, change)


def _is_day(meeting: MeetingRecord, day: date) -> bool:
    return any(True for _ in _days(meeting, day, day))


def _days(meeting: MeetingRecord, first: date, last: date) -> Iterable[date]:
    """The days from ``first`` to ``last`` on which the rule has it."""
    weekday = (meeting.weekday - 1) % 7
    step = 1
    if meeting.rule == EVERY_OTHER and meeting.since > 0:
        step = 2
    elif meeting.rule != WEEKLY and re.fullmatch(_MONTHLY, meeting.rule):
        return _by_rule(meeting.rule, first, last)
    anchor = date(1970, 1, 1) + timedelta(days=min(meeting.since, 80_000) if step > 1 else 0)
    anchor += timedelta(days=(weekday - anchor.weekday()) % 7)
    rest = (anchor - first).days % (7 * step)
    return (first + timedelta(days=days) for days in range(rest, (last - first).days + 1, 7 * step))


def _by_rule(rule: str, first: date, last: date) -> list[date]:
    from dateutil import rrule  # only where somebody meets otherwise than every so many weeks

    begin, end = (datetime(day.year, day.month, day.day) for day in (first, last))
    found = rrule.rrulestr(rule, dtstart=begin - timedelta(days=62))
    return [moment.date() for moment in found.between(begin, end, inc=True)]
