"""Whether a line is open: said only where its hours say so."""

from __future__ import annotations

from datetime import UTC, datetime

from tuigroup.helplines import load
from tuigroup.helplines.hours import is_open, open_now


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
    assert open_now(countries["GB"], at(3))
    assert all(contact.hours == "24/7" for country in countries.values() for _, contact in open_now(country, at(13)))
