"""Weeks in words and as a chart: fair to few days, never wider than there is room, readable without colour."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from tests.ui.sample import MINUTE
from tests.ui.stubs import NOW
from tuigroup.i18n import ENGLISH as T
from tuigroup.i18n import translator
from tuigroup.store import Store
from tuigroup.store.private_journal import DAY
from tuigroup.text import width
from tuigroup.views import check_ins, weeks
from tuigroup.views.lines import plain

TODAY = MINUTE // DAY  # a Sunday


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, clock=lambda: NOW, random=Random(7).randbytes)
    yield opened
    opened.close()


def moods(store: Store, *values: int, until: int = TODAY) -> None:
    """A check-in a day, the last one on day ``until``."""
    for back, value in enumerate(reversed(values)):
        store.check_ins.add((until - back) * DAY + 600, value)


def test_few_check_ins_are_told_one_by_one(store: Store) -> None:
    assert weeks.sentence(T, store, TODAY) == "There are no check-ins of the last four weeks."
    moods(store, 2, 4)
    assert weeks.sentence(T, store, TODAY) == "In the last four weeks: yesterday low, today all right."


@pytest.mark.parametrize(
    ("values", "how"),
    [
        ([4, 4, 4], "all right"),
        ([4, 4, 4, 1], "mostly all right"),
        ([1, 2, 3, 4, 5, 4], "between low and all right"),
        ([1, 3, 3, 3, 5, 5, 1, 4], "between so-so and all right"),
    ],
)
def test_what_most_days_were_like(values: list[int], how: str) -> None:
    assert weeks.mostly(T, values) == how


def test_four_weeks_beside_the_four_before(store: Store) -> None:
    moods(store, *[2] * 10, until=TODAY - 30)
    moods(store, *[4] * 10)
    assert weeks.sentence(T, store, TODAY).endswith("all right. The four weeks before were harder.")
    for back in range(10):
        store.check_ins.add((TODAY - back) * DAY + 900, 1)
    assert weeks.sentence(T, store, TODAY).endswith("The four weeks before were easier.")


def test_the_day_stands_for_its_last_check_in(store: Store) -> None:
    store.check_ins.add(TODAY * DAY + 60, 1)
    store.check_ins.add(TODAY * DAY + 900, 4)
    assert store.check_ins.moods(TODAY) == {TODAY: 4}


@pytest.mark.parametrize("room", [34, 60, 76])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_chart_fits_its_room(store: Store, room: int, language: str) -> None:
    t = translator(language)
    moods(store, *[1, 2, 3, 4, 5] * 12)
    goal = store.goals.add("a goal whose name is longer than any narrow screen has room for, truly", 7, TODAY)
    for back in range(60):
        store.goals.tick(goal, TODAY - back, True)
    drawn = [plain(of) for of in weeks.chart(t, store, TODAY, room)]
    assert all(width(of) <= room + 1 for of in drawn)
    for step in range(5, 0, -1):
        assert drawn[5 - step][:10].strip() == check_ins.mood(t, step)
    count = max(1, min(8, (room - 10) // 8))
    assert sum(of[10:].count("o") for of in drawn[:5]) == count * 7
    assert drawn[-1].count("x") == count * 7


def test_a_week_with_nothing_is_left_out(store: Store) -> None:
    moods(store, 3, until=TODAY - 21)
    assert [began for began, _ in weeks.week_rows(T, store, TODAY)] == ["26 Oct"]
