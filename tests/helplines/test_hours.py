"""Whether a line is open: said only where its hours say so."""

from __future__ import annotations

from datetime import UTC, datetime

from tuigroup.helplines import load
from tuigroup.helplines.hours import is_open, open_now, readable


def at(hour: int, minute: int = 0) -> int:
    return int(datetime(2026, 11, 22, hour, minute, tzinfo=UTC).timestamp() // 60)


def test_hours_as_the_list_has_them() -> None:
    assert is_open("24/7", at(3)) is True
    assert is_open("Daily 16:00 to 21:00 JST", at(8)) is True
    assert is_open("Daily 16:00 to 21:00 JST", at(13)) is False
    assert is_open("Daily 22:00 to 06:00 UTC", at(23)) is True
    assert is_open("Daily 22:00 to 06:00 UTC", at(12)) is False
    assert is_open("Daily 16:00 to 21:00 JST; longer on the 10th", at(13)) is None
    assert is_open("weekdays, mostly", at(12)) is None


def test_open_lines_of_a_country() -> None:
    countries = {country.code: country for country in load().countries}
    assert open_now(countries["GB"].lines, at(3))
    assert all(
        contact.hours == "24/7" for country in countries.values() for _, contact in open_now(country.lines, at(13))
    )


def test_days_of_the_week_and_clocks_that_change() -> None:
    office = "Mon to Fri 09:00 to 17:00 Europe/Dublin; Sun 22:00 to 02:00 Europe/Dublin"
    assert readable(office)
    assert is_open(office, at(12)) is False, "a Sunday"
    assert is_open(office, at(23)) is True
    assert is_open(office, at(1) + 1440) is True, "Monday at one: still Sunday's"
    assert is_open(office, at(9) + 1440) is True
    assert is_open(office, at(8) + 1440) is False
    july = int(datetime(2026, 7, 6, 8, 30, tzinfo=UTC).timestamp() // 60)
    assert is_open(office, july) is True, "half past nine by the clocks there"
    for said in ("whenever", "daily 25:00 to 26:00 UTC", "daily 09:00 to 17:00 Nowhere/Else", "daily 9 to 5", ""):
        assert not readable(said)
