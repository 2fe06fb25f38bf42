"""The calendar file: another program meets at the same moments, dates left out and moved included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from tests.ui import sample
from tests.ui.meetings_sample import MEETINGS, put
from tests.ui.sample import ANXIETY, MINUTE, NIGHT
from tests.ui.stubs import NOW
from tuigroup.errors import BadInput
from tuigroup.i18n import ENGLISH
from tuigroup.store import Store
from tuigroup.views import calendar
from tuigroup.wire.occurrences import between, monthly
from tuigroup.wire.records import MeetingRecord


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, clock=lambda: NOW, random=Random(7).randbytes)
    sample.fill(opened)
    yield opened
    opened.close()


def made(store: Store, *meetings: MeetingRecord, plain: bool = False) -> tuple[str, list[Any]]:
    put(store, *meetings)
    text = calendar.text(ENGLISH, store, MINUTE, meetings[0].group, plain=plain)
    return text, list(Calendar.from_ical(text).walk("VEVENT"))


def theirs(events: list[Any], last: datetime) -> list[int]:
    """Starts in minutes, as RFC 5545 has them, reckoned from the file alone."""
    found: dict[datetime, datetime] = {}
    for event in (event for event in events if "RECURRENCE-ID" not in event):
        start = event["DTSTART"].dt
        zone, plain = start.tzinfo, start.replace(tzinfo=None)
        out = event.get("EXDATE", [])
        left = {one.dt for some in (out if isinstance(out, list) else [out]) for one in some.dts}
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=plain)
        for one in rule.between(plain, last.replace(tzinfo=None), inc=True):
            if one.replace(tzinfo=zone) not in left:
                found[one] = one.replace(tzinfo=zone)
    for event in (event for event in events if "RECURRENCE-ID" in event):
        found[event["RECURRENCE-ID"].dt.replace(tzinfo=None)] = event["DTSTART"].dt
    return sorted(int(one.timestamp()) // 60 for one in found.values())


@pytest.mark.parametrize(
    "meeting",
    [
        MEETINGS[0],
        MEETINGS[1],
        replace(MEETINGS[0], rule=monthly(-1, 7)),
        replace(MEETINGS[0], start=90),  # an hour that London's clocks skip and repeat
        replace(MEETINGS[0], timezone="UTC"),
        replace(MEETINGS[2], group=NIGHT),
    ],
)
def test_others_meet_at_the_same_moments(store: Store, meeting: MeetingRecord) -> None:
    _text, events = made(store, meeting)
    last = datetime.fromtimestamp(NOW, UTC) + timedelta(days=360)
    ours = [one.start for one in between(meeting, MINUTE, int(last.timestamp()) // 60)]
    found = [one for one in theirs(events, last) if MINUTE < one < ours[-1] + 1]
    assert found == ours
    assert all(event["DURATION"].dt == timedelta(minutes=meeting.duration) for event in events)


def test_what_it_says_of_the_group(store: Store) -> None:
    text, events = made(store, replace(MEETINGS[1], url="https://example.org/a,b;c", notes="One\\two"))
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "BEGIN:VTIMEZONE" in text
    assert events[0]["SUMMARY"] == "Living With Anxiety: Midweek"
    assert events[0]["LOCATION"] == "the back room"
    assert events[0]["URL"] == "https://example.org/a,b;c"
    assert events[0]["DESCRIPTION"] == "One\\two"
    assert text == made(store, replace(MEETINGS[1], url="https://example.org/a,b;c", notes="One\\two"))[0]


def test_it_need_not_name_anything(store: Store) -> None:
    text, events = made(store, MEETINGS[1], plain=True)
    assert {str(event["SUMMARY"]) for event in events} == {"Meeting"}
    for name in ("Anxiety", "Midweek", "back room", "painted"):
        assert name not in text


def test_text_of_strangers_makes_no_lines_of_its_own(store: Store) -> None:
    evil = "x\r\nATTENDEE:mailto:a@example.org\x1b[2J"
    text, events = made(store, replace(MEETINGS[0], name=evil, place=evil, url=evil, notes=evil))
    assert len(events) == 1
    assert not [line for line in text.split("\r\n") if line.startswith("ATTENDEE")]
    assert "\x1b" not in text


def test_no_meetings_no_calendar(store: Store) -> None:
    put(store, MEETINGS[0])
    store.marks.take_break(NIGHT, True)
    store.marks.take_break(ANXIETY, True)
    assert calendar.text(ENGLISH, store, MINUTE) == ""


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    calendar.write(file, "BEGIN\r\n")
    assert file.read_bytes() == b"BEGIN\r\n"
    assert file.stat().st_mode & 0o777 == 0o600, "it may name groups"
    with pytest.raises(BadInput, match="file of that name already"):
        calendar.write(file, "other")
    with pytest.raises(BadInput, match="can't be written"):
        calendar.write(tmp_path / "nowhere" / "x.ics", "other")
    with pytest.raises(BadInput, match="can't be written"):
        calendar.write(Path("a\x00b"), "other")
