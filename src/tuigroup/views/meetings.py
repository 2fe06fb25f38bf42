"""When meetings are, in the reader's own time: over midnight, over zones, over daylight saving.

Pure: minutes since 1970 in UTC come in, occurrences and words go out. A meeting is told by its group's wall
clock; the reader's comes from the occurrence itself, never from an offset kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time, tzinfo
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.views.clean import shown_line
from tuigroup.views.times import clock, every, local, within
from tuigroup.wire.occurrences import (
    EVERY_OTHER,
    LONGEST,
    Occurrence,
    ahead,
    between,
    next_of,
    place_in_month,
    zone_of,
)
from tuigroup.wire.records import MeetingRecord

NIGHT, MORNING, AFTERNOON, EVENING = "night", "morning", "afternoon", "evening"
PARTS: Final = (NIGHT, MORNING, AFTERNOON, EVENING)
PART_WORDS: Final = {
    NIGHT: N_("night"), MORNING: N_("morning"), AFTERNOON: N_("afternoon"), EVENING: N_("evening"),
}  # fmt: skip
PART_HOURS: Final = {NIGHT: (0, 6), MORNING: (6, 12), AFTERNOON: (12, 18), EVENING: (18, 24)}
_PLACES: Final = {1: N_("first"), 2: N_("second"), 3: N_("third"), 4: N_("fourth"), -1: N_("last")}
SHIFT_WEEKS: Final = 5  # how far ahead a change of the reader's hour is told

Slot = tuple[int, str]  # ISO weekday and part of the day, both the reader's


def zone_words(name: str) -> str:
    """A zone as people say it: ``London``, ``Sao Paulo``, ``UTC``."""
    return shown_line(name, 64).rsplit("/", 1)[-1].replace("_", " ")[:40].strip() or "UTC"


def next_meeting(meetings: Iterable[MeetingRecord], now: int) -> Occurrence | None:
    """The one of them that runs now or comes first."""
    return min(coming(meetings, now), key=lambda occurrence: occurrence.start, default=None)


def coming(meetings: Iterable[MeetingRecord], now: int) -> list[Occurrence]:
    """The next one of each of them whose zone is known."""
    return [found for meeting in meetings if (found := next_of(meeting, now)) is not None]


def other_clock(occurrence: Occurrence, zone: tzinfo | None) -> bool:
    """Whether the reader's clock shows another time than the group's."""
    own = zone_of(occurrence.meeting.timezone)
    return own is not None and local(occurrence.start, zone).utcoffset() != local(occurrence.start, own).utcoffset()


def when(t: Translator, occurrence: Occurrence, now: int, zone: tzinfo | None) -> str:
    """``today 21:00``, ``tomorrow 03:00``, ``Thu 19:30``, or ``now, to 22:00``; the reader's time."""
    if occurrence.running(now):
        return t("now, to {time}", time=clock(t, occurrence.end, zone))
    start = local(occurrence.start, zone)
    days = (start.date() - local(now, zone).date()).days
    if days == 0:
        return t("today {time}", time=t.time(start))
    if days == 1:
        return t("tomorrow {time}", time=t.time(start))
    said = t.date(start, "{wday} {time}")
    return t("next {when}", when=said) if days >= 7 else said


def when_yours(t: Translator, occurrence: Occurrence, now: int, zone: tzinfo | None) -> str:
    """The same, with ``(yours)`` where the group's clock shows another time."""
    said = when(t, occurrence, now, zone)
    return t("{when} (yours)", when=said) if other_clock(occurrence, zone) else said


def until(t: Translator, occurrence: Occurrence, now: int) -> str:
    """``in 2 h 10 min``, ``in 38 h``, ``in 3 days``, ``on now``: what is tomorrow is not in two days."""
    left = occurrence.start - now
    hours = t("{hours} h", hours=round(left / 60))
    soon = hours if 1440 <= left < 2880 else within(t, left)
    return t("on now") if occurrence.running(now) else t("in {time}", time=soon)


def rhythm(t: Translator, meeting: MeetingRecord, weekday: int) -> str:
    """``Tuesdays``, ``every other Tuesday``, ``first Tuesday of the month``; ``weekday`` 0 for Monday.

    Where that is another day than the group's, a month's is said by the month alone: ``Wednesday, once a month``.
    """
    place = place_in_month(meeting.rule)
    if meeting.rule == EVERY_OTHER:
        return t("every other {day}", day=t.weekday(weekday))
    if place and weekday == (meeting.weekday - 1) % 7:
        return t("{place} {day} of the month", place=t(_PLACES[place]), day=t.weekday(weekday))
    if place:
        return t("{day}, once a month,", day=t.weekday(weekday))
    return every(t, weekday)


def weekly(t: Translator, occurrence: Occurrence, zone: tzinfo | None) -> str:
    """``Tuesdays 20:30 to 21:30`` by the clock of ``zone``."""
    start = local(occurrence.start, zone)
    return t(
        "{days} {start} to {end}",
        days=rhythm(t, occurrence.meeting, start.weekday()),
        start=t.time(start),
        end=clock(t, occurrence.end, zone),
    )


def own_weekly(t: Translator, meeting: MeetingRecord) -> str:
    """The same by the group's own clock; works where the zone is unknown."""
    start = meeting.start % LONGEST
    end = (start + max(1, min(meeting.duration, LONGEST))) % LONGEST
    return t(
        "{days} {start} to {end}",
        days=rhythm(t, meeting, (meeting.weekday - 1) % 7),
        start=t.time(time(start // 60, start % 60)),
        end=t.time(time(end // 60, end % 60)),
    )


def usual(meeting: MeetingRecord, now: int) -> Occurrence | None:
    """The next one that is as the rule has it: by it is told at what hour a meeting usually is."""
    return next((one for one in ahead(meeting, now) if one.change is None), None)


def shift(t: Translator, meeting: MeetingRecord, now: int, zone: tzinfo | None) -> str:
    """Where clocks change soon: ``from 29 March at 22:00 yours``. '' where the reader's hour stays."""
    first = usual(meeting, now)
    if first is None:
        return ""
    hour = clock(t, first.start, zone)
    last = first.start + SHIFT_WEEKS * 7 * 24 * 60
    for later in between(meeting, first.end, last + 1):
        if later.change is None and (then := clock(t, later.start, zone)) != hour:
            day = local(later.start, zone)
            return t("from {date} at {hour} yours, since clocks change", date=t.date(day), hour=then)
    return ""


def part_of(hour: int) -> str:
    """The part of the day an hour (0 to 23) belongs to."""
    return PARTS[hour // 6]


def slots(occurrences: Iterable[Occurrence], zone: tzinfo | None) -> frozenset[Slot]:
    """Weekdays and parts of the day on which these begin, by the reader's clock."""
    starts = (local(occurrence.start, zone) for occurrence in occurrences)
    return frozenset((start.isoweekday(), part_of(start.hour)) for start in starts)


__all__ = ["LONGEST", "Occurrence", "next_of", "zone_of"]
