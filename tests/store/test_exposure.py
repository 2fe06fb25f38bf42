"""What a facilitator opened in a shift: counted once, begun anew after a pause or an end, the same on all machines."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuigroup.store import Store, private, private_shift
from tuigroup.store.private_shift import PART, PAUSE, merge, tidy


class Clock:
    now = 1_795_374_000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, minutes: int) -> None:
        self.now += minutes * 60


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[Store]:
    opened = Store.open(None, clock=clock, random=Random(7).randbytes)
    yield opened
    opened.close()


def test_a_thing_counts_once_a_shift_and_the_limit_is_told_once(store: Store) -> None:
    store.exposure.set_limit(2)
    assert [store.exposure.note(1, post) for post in (5, 5, 6, 6, 7)] == [False, False, True, False, False]
    assert store.exposure.count() == 3


def test_some_hours_of_pause_begin_another_shift(store: Store, clock: Clock) -> None:
    store.exposure.note(1, 5)
    clock.forward(PAUSE - 1)
    store.exposure.note(2, 5)
    assert (store.exposure.count(), store.exposure.since()) == (2, store.now_min() - PAUSE + 1)
    clock.forward(PAUSE)
    assert (store.exposure.count(), store.exposure.since()) == (0, 0)
    store.exposure.note(1, 5)
    assert store.exposure.count() == 1


def test_a_shift_is_ended_and_the_same_minute_begins_another(store: Store) -> None:
    store.exposure.note(1, 5)
    store.exposure.end()
    assert store.exposure.count() == 0
    store.exposure.note(1, 5)
    assert store.exposure.count() == 1
    assert store.marks.dirty(), "it goes along in the private record"


def test_nothing_of_it_is_ever_to_be_sent(store: Store) -> None:
    store.exposure.set_limit(1)
    store.exposure.note(1, 5)
    store.exposure.end()
    assert store.outbox.rows() == []
    assert private.beyond({**store.marks.export(), **store.exposure.export()}) == {}


minutes = st.integers(0, 60)
shifts = st.fixed_dictionaries(
    {
        "o": st.dictionaries(st.sampled_from(["1.1", "1.2", "2.1", "rubbish"]), minutes),
        "e": minutes,
        "l": st.none() | st.lists(minutes, max_size=3),
    }
)


@given(shifts, shifts, shifts)
def test_however_machines_meet_they_agree(one: dict[str, Any], two: dict[str, Any], three: dict[str, Any]) -> None:
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    assert merge(one, one) == tidy(one) == tidy(tidy(one))


def test_only_so_many_things_are_kept() -> None:
    whole = merge({"o": {f"1.{post}": post for post in range(1, 300)}}, {})
    assert len(whole["o"]) == private_shift.MOST
    assert min(whole["o"].values()) == 300 - private_shift.MOST


def test_another_machine_knows_the_shift_and_its_limit(store: Store, clock: Clock) -> None:
    other = Store.open(None, clock=clock, random=Random(8).randbytes)
    store.exposure.set_limit(3)
    store.exposure.note(1, 5)
    other.exposure.note(1, 5)
    other.exposure.note(1, 6)
    other.exposure.merge(store.exposure.export())
    assert (other.exposure.count(), other.exposure.limit()) == (2, 3)
    store.exposure.merge({PART: "damaged"})
    assert store.exposure.count() == 1
    other.close()
