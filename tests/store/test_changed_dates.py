"""Notices of dates that are left out or moved: of one's own groups, and not of what is past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from tests.ui import sample
from tests.ui.meetings_sample import MEETINGS, put
from tests.ui.sample import ANXIETY, ASK, MINUTE
from tests.ui.stubs import NOW
from tuigroup.store import Store
from tuigroup.store.changing import MOVED, OFF, ON, read

MIDWEEK = replace(MEETINGS[1], changes=())


class Clock:
    now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[Store]:
    opened = Store.open(None, clock=clock, random=Random(7).randbytes)
    sample.fill(opened)
    put(opened, MIDWEEK)
    yield opened
    opened.close()


def told(store: Store) -> list[str]:
    return [notice.type for notice in store.notices.all()]


def test_the_last_word_of_a_date_is_told_once(store: Store) -> None:
    put(store, replace(MIDWEEK, changes=("2026-11-25 Painting.",)))
    put(store, replace(MIDWEEK, changes=("2026-11-25 Painting.",)))
    assert told(store) == [OFF]
    notice = store.notices.all()[0]
    assert notice.group == ANXIETY
    assert read(notice.text) == (notice.at, notice.at, "Painting.")
    put(store, replace(MIDWEEK, changes=("2026-11-25>2026-11-26T19:00",)))
    assert told(store) == [MOVED]
    store.notices.dismiss(store.notices.all()[0].id)
    put(store, replace(MIDWEEK, changes=("2026-11-25>2026-11-26T19:00", "2026-12-02")))
    assert told(store) == [OFF], "of the other date only"
    put(store, MIDWEEK)
    assert sorted(told(store)) == [ON, ON]


def test_what_has_passed_is_told_no_more(store: Store, clock: Clock) -> None:
    put(store, replace(MIDWEEK, changes=("2026-11-18",)))
    assert told(store) == []
    put(store, replace(MIDWEEK, changes=("2026-11-18", "2026-11-25")))
    assert told(store) == [OFF]
    clock.now += 4 * 86_400
    assert told(store) == []


def test_nothing_is_told_of_what_one_did_not_know_nor_of_others_groups(store: Store) -> None:
    put(store, replace(MIDWEEK, name="Another", changes=("2026-11-25",)))
    assert told(store) == []
    put(store, replace(MIDWEEK, group=ASK))
    put(store, replace(MIDWEEK, group=ASK, changes=("2026-11-25",)))
    assert told(store) == []
    assert store.groups.meetings_of(ASK)[0].changes == ("2026-11-25",)


def test_a_servers_nonsense_is_a_weekly_meeting(store: Store) -> None:
    odd = replace(MIDWEEK, rule="FREQ=SECONDLY", since=2**60, changes=("nonsense", "2026-11-25\x1b[2J evil"))
    put(store, odd)
    found = store.groups.meetings_of(ANXIETY)[0]
    assert (found.rule, found.since, found.changes) == ("", 0, ())
    assert MINUTE > 0
    for text in ("nonsense", "", "1", f"{2**40} 1", "1 " + "9" * 5000, "-1 5"):
        assert read(text) == (0, 0, "")
