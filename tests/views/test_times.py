"""Times in words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tuigroup.i18n import ENGLISH
from tuigroup.views.times import ago, exact, greeting, said, stamp, within

LONDON = ZoneInfo("Europe/London")


def minute(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 60


NOW = minute("2026-11-22T19:00")  # a Sunday


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "now"), (5, "5 min"), (125, "2 h"), (47 * 60, "47 h"), (3 * 1440, "3 d"), (15 * 1440, "2 weeks"),
     (130 * 1440, "4 months"), (800 * 1440, "2 years"), (-3, "now")],
)  # fmt: skip
def test_how_long_ago(minutes: int, words: str) -> None:
    assert ago(ENGLISH, NOW - minutes, NOW) == words


def test_a_moment_in_a_sentence() -> None:
    assert said(ENGLISH, minute("2026-11-22T14:05"), NOW, UTC) == "14:05"
    assert said(ENGLISH, minute("2026-11-21T23:59"), NOW, UTC) == "yesterday"
    assert said(ENGLISH, minute("2026-11-17T10:00"), NOW, UTC) == "Tuesday"
    assert said(ENGLISH, minute("2026-03-12T10:00"), NOW, UTC) == "12 March"
    assert said(ENGLISH, minute("2024-03-12T10:00"), NOW, UTC) == "March 2024"


def test_beside_a_post() -> None:
    assert stamp(ENGLISH, minute("2026-11-22T03:40"), NOW, UTC) == "03:40"
    assert stamp(ENGLISH, minute("2026-11-20T03:40"), NOW, UTC) == "Fri 03:40"
    assert stamp(ENGLISH, minute("2025-01-02T03:40"), NOW, UTC) == "2 Jan 2025"
    assert exact(ENGLISH, minute("2026-07-01T12:00"), LONDON) == "Wed 1 Jul 2026, 13:00"


def test_lengths_of_time() -> None:
    assert [within(ENGLISH, n) for n in (50, 130, 120, 1440, 4000)] == [
        "50 min",
        "2 h 10 min",
        "2 h",
        "a day",
        "3 days",
    ]


def test_amounts_of_data() -> None:
    assert [ENGLISH.size(n) for n in (0, 310, 3100, 24_000, 999_400, 1_200_000, 2_000_000_000)] == [
        "0 B", "310 B", "3.1 KB", "24 KB", "999 KB", "1.2 MB", "2.0 GB",
    ]  # fmt: skip


def test_greetings() -> None:
    assert greeting(ENGLISH, NOW, UTC) == "Good evening"
    assert greeting(ENGLISH, minute("2026-11-22T03:00"), UTC) == "A quiet hour"
