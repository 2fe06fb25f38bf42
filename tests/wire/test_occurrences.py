"""When a group meets: by its rule, but for dates left out or moved; over every change of clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tuigroup.wire import limits, occurrences
from tuigroup.wire.occurrences import EVERY_OTHER, Change, ahead, at, between, change_of, monthly, next_of, with_change
from tuigroup.wire.records import MeetingRecord


def minute(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp()) // 60  # type: ignore[arg-type, misc]


def days(day: date) -> int:
    return (day - date(1970, 1, 1)).days


NOW = minute(2027, 1, 1, 12)
TUESDAYS = MeetingRecord(1, 2, 20 * 60 + 30, 60, "Europe/London")


def first(meeting: MeetingRecord, count: int = 4, now: int = NOW) -> list[str]:
    zone = ZoneInfo(meeting.timezone)
    found = [one for _, one in zip(range(count), ahead(meeting, now), strict=False)]
    return [f"{datetime.fromtimestamp(one.start * 60, zone):%Y-%m-%d %H:%M}" for one in found]


def test_every_other_week_counts_from_its_day() -> None:
    other = replace(TUESDAYS, rule=EVERY_OTHER, since=days(date(2026, 12, 15)))
    assert first(other) == ["2027-01-12 20:30", "2027-01-26 20:30", "2027-02-09 20:30", "2027-02-23 20:30"]
    shifted = replace(other, since=days(date(2026, 12, 22)))
    assert first(shifted, 2) == ["2027-01-05 20:30", "2027-01-19 20:30"]
    assert first(replace(other, since=days(date(2026, 12, 11))), 1) == first(other, 1), "the first such day from then"


def test_once_a_month() -> None:
    assert first(replace(TUESDAYS, rule=monthly(1, 2)), 3) == [
        "2027-01-05 20:30", "2027-02-02 20:30", "2027-03-02 20:30",
    ]  # fmt: skip
    assert first(replace(TUESDAYS, rule=monthly(-1, 2)), 2) == ["2027-01-26 20:30", "2027-02-23 20:30"]
    assert first(replace(TUESDAYS, rule=monthly(4, 2)), 14)[-1] == "2028-01-25 20:30", "a year ahead and some more"


def test_a_date_is_left_out_and_another_moved() -> None:
    changed = replace(TUESDAYS, changes=("2027-01-05 Painting.", "2027-01-12>2027-01-13T19:00"))
    assert first(changed, 3) == ["2027-01-13 19:00", "2027-01-19 20:30", "2027-01-26 20:30"]
    moved = next_of(changed, NOW)
    assert moved is not None
    assert moved.slot == minute(2027, 1, 12, 20, 30), "known by when it would have been"
    assert moved.end - moved.start == 60
    assert at(changed, moved.slot) == moved
    assert at(changed, minute(2027, 1, 5, 20, 30)) is None
    assert at(changed, minute(2027, 1, 6, 20, 30)) is None


def test_a_date_can_be_moved_far_and_before_the_one_before() -> None:
    changed = replace(TUESDAYS, changes=("2027-03-02>2027-01-02T10:00", "2027-01-05>2027-03-01T10:00"))
    assert first(changed, 3) == ["2027-01-02 10:00", "2027-01-12 20:30", "2027-01-19 20:30"]
    assert "2027-03-01 10:00" in first(changed, 9)


def test_a_change_of_a_day_that_is_none_changes_nothing() -> None:
    assert first(replace(TUESDAYS, changes=("2027-01-06", "2027-01-07>2027-01-08T10:00"))) == first(TUESDAYS)


def test_a_whole_year_left_out_has_no_next() -> None:
    all_out = tuple(f"{date(2027, 1, 5) + timedelta(days=7 * week)}" for week in range(limits.MEETING_CHANGES))
    assert first(replace(TUESDAYS, changes=all_out), 1) == ["2027-05-25 20:30"]


@pytest.mark.parametrize(
    ("zone", "day", "clock", "starts"),
    [
        ("Europe/London", (2027, 3, 28), 90, (2027, 3, 28, 1, 30)),  # 01:30 is skipped: 02:30 summer time
        ("Europe/London", (2027, 10, 31), 90, (2027, 10, 31, 0, 30)),  # 01:30 comes twice: the first of them
        ("America/New_York", (2027, 3, 14), 150, (2027, 3, 14, 7, 30)),
        ("America/New_York", (2027, 11, 7), 90, (2027, 11, 7, 5, 30)),
        ("Australia/Lord_Howe", (2027, 10, 3), 135, (2027, 10, 2, 15, 45)),  # half an hour is skipped
    ],
)
def test_clocks_that_skip_and_repeat(zone: str, day: tuple[int, int, int], clock: int, starts: tuple[int, ...]) -> None:
    meeting = MeetingRecord(1, 7, clock, 60, zone)
    found = occurrences.regular_on(meeting, date(*day))
    assert found is not None
    assert found.start == minute(*starts)
    assert found in between(meeting, found.start - 60, found.end)
    moved = replace(meeting, changes=(f"{date(*day)}>{date(*day)}T{clock // 60:02}:{clock % 60:02}",))
    assert [one.start for one in between(moved, found.start - 60, found.end)] == [found.start], "moved onto it likewise"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("2027-01-05", Change(date(2027, 1, 5))),
        ("2027-01-05 The hall.", Change(date(2027, 1, 5), None, "The hall.")),
        ("2027-01-05>2027-01-06T19:30", Change(date(2027, 1, 5), datetime(2027, 1, 6, 19, 30))),
        ("2027-01-05>2027-01-06T19:30 Later.", Change(date(2027, 1, 5), datetime(2027, 1, 6, 19, 30), "Later.")),
    ],
)
def test_a_change_there_and_back(text: str, change: Change) -> None:
    assert change_of(text) == change
    assert change.text() == text


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2027-13-01", "2027-02-30", "0001-01-01", "9999-12-31", "2027-01-05>",
             "2027-01-05>2027-01-06T25:00", "2027-01-05>0001-01-01T00:00", "2027-01-05,2027-01-06"]
)  # fmt: skip
def test_what_is_no_change(text: str) -> None:
    assert change_of(text) is None


def test_a_word_is_one_clean_line() -> None:
    found = change_of("2027-01-05 a\x1b[2Jb\nc" + "x" * 500)
    assert found is not None
    assert found.word.isprintable()
    assert len(found.word) == limits.MEETING_WORD


def test_changes_are_put_taken_back_and_dropped_when_past() -> None:
    day = date(2027, 1, 12)
    changed = replace(TUESDAYS, changes=with_change(TUESDAYS, Change(day, None, "Out."), day, NOW))
    assert changed.changes == ("2027-01-12 Out.",)
    assert with_change(changed, None, day, NOW) == ()
    later = with_change(changed, Change(date(2027, 2, 9)), date(2027, 2, 9), NOW + 40 * 1440)
    assert later == ("2027-02-09",)


def test_rules_that_fit() -> None:
    assert occurrences.fits("", 2, 0)
    assert occurrences.fits(EVERY_OTHER, 2, 20_000)
    assert not occurrences.fits(EVERY_OTHER, 2, 0)
    assert occurrences.fits("FREQ=MONTHLY;BYDAY=1TU", 2, 0)
    assert not occurrences.fits("FREQ=MONTHLY;BYDAY=1TU", 3, 0), "of its own day of the week"
    for rule in ("FREQ=SECONDLY", "FREQ=MONTHLY;BYDAY=5TU", "FREQ=WEEKLY;INTERVAL=0", "x" * 40):
        assert not occurrences.fits(rule, 2, 20_000)


RULES = st.sampled_from(["", EVERY_OTHER, *(monthly(place, 3) for place in (1, 2, 3, 4, -1))])


@given(RULES, st.integers(20_000, 22_000), st.integers(NOW, NOW + 900 * 1440))
def test_days_are_those_of_the_library(rule: str, since: int, now: int) -> None:
    meeting = MeetingRecord(1, 3, 600, 60, "UTC", rule=rule, since=since if rule == EVERY_OTHER else 0)
    ours = [one.start for one in between(meeting, now, now + 70 * 1440)]
    anchor = date(1970, 1, 1) + timedelta(days=since)
    anchor += timedelta(days=(2 - anchor.weekday()) % 7)
    begin = datetime(anchor.year, anchor.month, anchor.day, 10) - timedelta(days=14 * 400)
    theirs = rrulestr(rule or "FREQ=WEEKLY;BYDAY=WE", dtstart=begin)
    low, high = (datetime.fromtimestamp(at * 60, UTC).replace(tzinfo=None) for at in (now - 60, now + 70 * 1440))
    expected = [int(one.replace(tzinfo=UTC).timestamp()) // 60 for one in theirs.between(low, high)]
    assert ours == expected
