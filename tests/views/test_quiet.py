"""Quiet hours: whether they are now, when they end, by the group's clock, also where it is put forward or back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.ui.groups_sample import GROUPS, page
from tuigroup.errors import BadInput
from tuigroup.i18n import ENGLISH
from tuigroup.store.rows import GroupDetail
from tuigroup.views import group_settings as s
from tuigroup.views import quiet

NIGHT = page(GROUPS[0])  # by the clock of London
WHOLE = 22 * 60, 7 * 60


def minute(text: str, zone: str = "Europe/London", fold: int = 0) -> int:
    when = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return int(when.timestamp()) // 60


def with_hours(*hours: int, zone: str = "Europe/London") -> GroupDetail:
    return replace(NIGHT, group=replace(NIGHT.group, timezone=zone), quiet=hours)


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        (WHOLE, "2026-11-22 21:59", ""),
        (WHOLE, "2026-11-22 22:00", "2026-11-23 07:00"),
        (WHOLE, "2026-11-23 06:59", "2026-11-23 07:00"),
        (WHOLE, "2026-11-23 07:00", ""),
        ((13 * 60, 15 * 60), "2026-11-23 14:00", "2026-11-23 15:00"),
        ((13 * 60, 15 * 60), "2026-11-23 15:00", ""),
        ((22 * 60, 0), "2026-12-31 23:59", "2027-01-01 00:00"),
        ((), "2026-11-22 23:00", ""),
        (WHOLE, "2026-10-24 23:00", "2026-10-25 07:00"),  # an hour longer that night
        (WHOLE, "2027-03-27 23:00", "2027-03-28 07:00"),  # and one shorter
    ],
)
def test_when_they_end(hours: tuple[int, ...], now: str, end: str) -> None:
    assert quiet.ends(with_hours(*hours), minute(now)) == (minute(end) if end else 0)


def test_they_end_later_than_now_also_in_the_hour_that_comes_twice() -> None:
    hours = with_hours(0, 90)  # until 01:30, which there is twice
    assert quiet.ends(hours, minute("2026-10-25 01:10", fold=1)) == minute("2026-10-25 01:30", fold=1)
    assert quiet.ends(hours, minute("2026-10-25 01:10")) == minute("2026-10-25 01:30")


def test_it_is_the_groups_clock_that_counts_and_ones_own_that_is_said() -> None:
    detail, now = with_hours(*WHOLE, zone="America/Chicago"), minute("2026-11-22 23:00", "America/Chicago")
    said = quiet.before_posting(ENGLISH, detail, now, ZoneInfo("Europe/London"), "F1")
    assert said == (
        "Quiet hours here: people usually don't read now, and are back at 13:00. You can post all the same. "
        "Help now (F1) is there at any hour."
    )
    assert quiet.before_posting(ENGLISH, detail, now + 12 * 60, UTC, "F1") == ""
    assert quiet.before_posting(ENGLISH, None, now, UTC) == ""


def test_a_zone_that_nobody_knows_is_taken_for_utc() -> None:
    now = int(datetime(2026, 11, 22, 23, 0, tzinfo=UTC).timestamp()) // 60
    assert quiet.ends(with_hours(*WHOLE, zone="Nowhere/Else"), now) == now + 8 * 60


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00 to 07:00", [1320, 420]),
        ("10 pm - 7 am", [1320, 420]),
        ("22-7", [1320, 420]),
        ("22:00 a 7:00", [1320, 420]),
        ("", []),
    ],
)
def test_hours_as_people_write_them(text: str, hours: list[int]) -> None:
    found = s.with_value(s.of(NIGHT), "quiet", text)
    assert found.quiet == hours
    assert s.with_value(found, "quiet", s.raw(found, "quiet")).quiet == hours
    assert s.shown(ENGLISH, found, "quiet") == ("22:00 to 07:00" if hours else "none")


@pytest.mark.parametrize("text", ["at night", "22:00", "22:00 to 22:00", "25:00 to 07:00", "22 to 7 to 9"])
def test_what_is_no_hours_is_said(text: str) -> None:
    with pytest.raises(BadInput):
        s.with_value(s.of(NIGHT), "quiet", text)
