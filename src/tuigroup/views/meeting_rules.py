"""How often a meeting is, as somebody fills it in: every week, every other one, once a month. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.views.meetings import rhythm
from tuigroup.wire.occurrences import EVERY_OTHER, WEEKLY, monthly, place_in_month
from tuigroup.wire.ops import MeetingIn
from tuigroup.wire.records import MeetingRecord

EVERY_WEEK: Final = "week"
EVERY_OTHER_WEEK: Final = "other"
_EPOCH: Final = date(1970, 1, 1)
_TYPED: Final = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")


def shown(t: Translator, meeting: MeetingIn) -> str:
    """``every week``, ``every other Tuesday``, ``first Tuesday of the month``."""
    if meeting.rule == WEEKLY:
        return t("every week")
    return rhythm(t, MeetingRecord(0, **meeting.model_dump()), meeting.weekday - 1).rstrip(",")


def since_shown(meeting: MeetingIn) -> str:
    return (_EPOCH + timedelta(days=meeting.since)).isoformat() if meeting.since else ""


def with_rule(meeting: MeetingIn, chosen: str, today: int) -> MeetingIn:
    """Dates that are otherwise go with another rule: they were of the old one. ``today`` is a day since 1970."""
    rule, since = WEEKLY, 0
    if chosen == EVERY_OTHER_WEEK:
        rule, since = EVERY_OTHER, _on(meeting.weekday, meeting.since or today)
    elif chosen != EVERY_WEEK:
        rule = monthly(int(chosen), meeting.weekday)
    return _changed(meeting, rule=rule, since=since)


def on_day(meeting: MeetingIn, weekday: int) -> MeetingIn:
    """On another day of the week, as often as before."""
    place = place_in_month(meeting.rule)
    rule = monthly(place, weekday) if place else meeting.rule
    since = _on(weekday, meeting.since) if meeting.since else 0
    return _changed(meeting, weekday=weekday, rule=rule, since=since)


def counting_from(meeting: MeetingIn, text: str) -> MeetingIn:
    """From a date on, which must be on the meeting's day. Raises BadInput."""
    day = day_of(text)
    if day.weekday() != meeting.weekday - 1:
        raise BadInput(
            N_("That date is on another day of the week."), field="since", kept=N_("Nothing else was changed.")
        )
    return _changed(meeting, since=(day - _EPOCH).days)


def day_of(text: str) -> date:
    """A date out of ``2027-01-05``, ``5.1.2027``, ``5/1/2027`` or ``5 January 2027``. Raises BadInput."""
    for form in _TYPED:
        try:
            found = datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
        if 1971 <= found.year < 2180:
            return found
    raise BadInput(N_("A date is like 2027-01-05."), field="since", kept=N_("Nothing else was changed."))


def moment_of(text: str, usual: datetime) -> datetime:
    """A local date and time out of ``2027-01-06 19:30``, or a time alone on the usual day. Raises BadInput."""
    words = text.split()
    for place in range(len(words)):
        try:
            day = day_of(" ".join(words[:place])) if place else usual.date()
            minutes = start_of(" ".join(words[place:]))
        except BadInput:
            continue
        return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60)
    raise BadInput(
        N_("A date and a time are like 2027-01-06 19:30; a time alone is of the same day."),
        field="to",
        kept=N_("Nothing was changed."),
    )


def start_of(text: str) -> int:
    """Minutes after midnight out of ``20:30``, ``20.30``, ``8:30 pm`` or ``20``. Raises BadInput."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?m?\.?\s*", text.lower())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour < 24 and minute < 60:
            return hour * 60 + minute
    raise BadInput(N_("A time is like 20:30 or 8:30 pm."), field="start", kept=N_("Nothing else was changed."))


def _on(weekday: int, since: int) -> int:
    """The first such day from that one on."""
    return since + (weekday - 1 - (_EPOCH + timedelta(days=since)).weekday()) % 7


def _changed(meeting: MeetingIn, **what: object) -> MeetingIn:
    after = meeting.model_copy(update=what)
    same = (after.rule, after.since, after.weekday) == (meeting.rule, meeting.since, meeting.weekday)
    return after if same else after.model_copy(update={"changes": ()})
