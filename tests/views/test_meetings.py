"""When meetings are, on the reader's clock: over midnight, zones and daylight saving."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuigroup.i18n import ENGLISH
from tuigroup.views import meetings as m
from tuigroup.wire.records import MeetingRecord

LONDON, NEW_YORK, KOLKATA = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")


def minute(year: int, month: int, day: int, hour: int, minutes: int = 0) -> int:
    return int(datetime(year, month, day, hour, minutes, tzinfo=UTC).timestamp()) // 60


NOW = minute(2026, 11, 22, 18, 50)  # a Sunday


def meeting(weekday: int, clock: str, zone: str = "Europe/London", duration: int = 60) -> MeetingRecord:
    hour, minutes = clock.split(":")
    return MeetingRecord(1, weekday, int(hour) * 60 + int(minutes), duration, zone)


def when(of: MeetingRecord, now: int = NOW, zone: ZoneInfo = LONDON) -> str:
    found = m.next_of(of, now)
    assert found is not None
    return f"{m.when_yours(ENGLISH, found, now, zone)}, {m.until(ENGLISH, found, now)}"


def test_today_tomorrow_and_later_on_the_readers_clock() -> None:
    assert when(meeting(7, "21:00")) == "today 21:00, in 2 h 10 min"
    assert when(meeting(1, "03:00")) == "tomorrow 03:00, in 8 h 10 min"
    assert when(meeting(4, "19:30")) == "Thu 19:30, in 4 days"
    assert when(meeting(7, "18:40")) == "now, to 19:40, on now"
    assert when(meeting(7, "17:50")) == "next Sun 17:50, in 7 days"


def test_a_zone_away_it_may_be_another_day() -> None:
    assert when(meeting(7, "16:00", "America/Sao_Paulo")) == "today 19:00 (yours), in 10 min"
    assert when(meeting(1, "10:30", "Australia/Melbourne")) == "today 23:30 (yours), in 4 h 40 min"
    assert when(meeting(7, "21:00", "America/New_York"), zone=KOLKATA) == "today 07:30 (yours), in 7 h 10 min"


def test_a_meeting_over_midnight_still_runs_the_day_after() -> None:
    late = meeting(6, "23:00", duration=120)
    now = minute(2026, 11, 22, 0, 30)
    assert when(late, now) == "now, to 01:00, on now"
    assert when(late, now + 30) == "next Sat 23:00, in 7 days" or when(late, now + 30).startswith("Sat 23:00")
    assert m.own_weekly(ENGLISH, late) == "Saturdays 23:00 to 01:00"


def test_the_groups_wall_clock_stays_over_daylight_saving() -> None:
    weekly = meeting(2, "20:30")
    before, after = minute(2027, 3, 24, 0), minute(2027, 3, 31, 0)
    first, second = m.next_of(weekly, before), m.next_of(weekly, after)
    assert first is not None
    assert second is not None
    assert m.weekly(ENGLISH, first, LONDON) == m.weekly(ENGLISH, second, LONDON) == "Tuesdays 20:30 to 21:30"
    # A reader whose clocks don't change at all gets another hour.
    assert m.weekly(ENGLISH, m.next_of(weekly, minute(2027, 3, 22, 0)) or first, KOLKATA) == "Wednesdays 02:00 to 03:00"
    assert m.weekly(ENGLISH, second, KOLKATA) == "Wednesdays 01:00 to 02:00"


def test_a_change_of_the_readers_hour_is_told_before_it_comes() -> None:
    # America changes its clocks two weeks before Europe.
    weekly = meeting(2, "20:30")
    assert (
        m.shift(ENGLISH, weekly, minute(2027, 3, 3, 12), NEW_YORK)
        == "from 16 March at 16:30 yours, since clocks change"
    )
    assert m.shift(ENGLISH, weekly, minute(2027, 3, 10, 12), LONDON) == ""
    assert m.shift(ENGLISH, weekly, minute(2027, 6, 10, 12), NEW_YORK) == ""


def test_an_hour_that_clocks_skip_or_repeat_still_has_one_meeting() -> None:
    skipped = m.next_of(meeting(7, "01:30"), minute(2027, 3, 27, 12))
    assert skipped is not None
    assert m.weekly(ENGLISH, skipped, LONDON) == "Sundays 02:30 to 03:30"
    repeated = m.next_of(meeting(7, "01:30"), minute(2027, 10, 30, 12))
    assert repeated is not None
    assert repeated.start == minute(2027, 10, 31, 0, 30)


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../../etc/passwd", "/etc/passwd", "Europe", "\x00", "x" * 5000])
def test_an_unknown_zone_has_no_next_meeting_but_keeps_its_words(name: str) -> None:
    of = meeting(2, "20:30", name)
    assert m.next_of(of, NOW) is None
    assert m.next_meeting([of], NOW) is None
    assert m.shift(ENGLISH, of, NOW, LONDON) == ""
    assert m.own_weekly(ENGLISH, of) == "Tuesdays 20:30 to 21:30"


def test_the_first_of_several_and_their_slots() -> None:
    several = [meeting(4, "15:00"), meeting(2, "20:30"), meeting(5, "03:00")]
    first = m.next_meeting(several, NOW)
    assert first is not None
    assert m.when(ENGLISH, first, NOW, LONDON) == "Tue 20:30"
    assert m.slots(m.coming(several, NOW), LONDON) == {(4, "afternoon"), (2, "evening"), (5, "night")}
    assert m.slots(m.coming(several, NOW), ZoneInfo("Asia/Tokyo")) == {(5, "night"), (3, "night"), (5, "afternoon")}


ZONES = st.sampled_from(
    ["UTC", "Europe/London", "America/Halifax", "Pacific/Auckland", "Asia/Kathmandu", "Pacific/Apia"]
)


@given(
    st.integers(-50, 5000), st.integers(-5000, 5000), st.integers(-5, 10_000), ZONES, ZONES,
    st.integers(NOW, NOW + 3 * 366 * 1440),
)  # fmt: skip
def test_the_next_is_always_ahead_and_within_eight_days(
    weekday: int, start: int, duration: int, own: str, reader: str, now: int
) -> None:
    of = MeetingRecord(1, weekday, start, duration, own)
    found = m.next_of(of, now)
    assert found is not None
    assert found.end > now
    assert found.start < now + 8 * 1440
    assert m.when_yours(ENGLISH, found, now, ZoneInfo(reader))
    m.shift(ENGLISH, of, now, ZoneInfo(reader))
