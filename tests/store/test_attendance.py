"""Attendance: the member's own, in the private record, of the latest meetings, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui import meetings_sample
from tests.ui.stubs import NOW
from tuigroup.store import Store, private
from tuigroup.store.forgetting import forget_account


@pytest.fixture
def stores() -> Iterator[tuple[Store, Store]]:
    made = [Store.open(None, clock=lambda: NOW, random=Random(seed).randbytes) for seed in (1, 2)]
    for store in made:
        meetings_sample.fill(store)
    yield made[0], made[1]
    for store in made:
        store.close()


def test_two_machines_know_the_same(stores: tuple[Store, Store]) -> None:
    here, there = stores
    here.attendance.set_coming(2, 1000, True)
    there.attendance.set_there(2, 1000, True)
    there.attendance.set_there(2, 2000, True)
    there.marks.merge(here.marks.export())
    here.marks.merge(there.marks.export())
    for store in stores:
        assert store.attendance.is_coming(2, 1000)
        assert store.attendance.slots(2) == [2000, 1000]
    here.attendance.set_there(2, 2000, False)
    there.marks.merge(here.marks.export())
    assert there.attendance.slots(2) == [1000]
    assert here.marks.export() == there.marks.export()


def test_it_is_bounded(stores: tuple[Store, Store]) -> None:
    here, there = stores
    for slot in range(1, private.MEETINGS + 31):
        here.attendance.set_there(2, slot * 10, True)
        there.attendance.set_there(2, slot * 10 + 5, True)
    assert len(here.attendance.slots(2)) == private.MEETINGS
    assert here.attendance.slots(2)[0] == (private.MEETINGS + 30) * 10
    here.marks.merge(there.marks.export())
    there.marks.merge(here.marks.export())
    assert len(here.attendance.slots(2)) == private.MEETINGS
    assert here.marks.export() == there.marks.export()


marks = st.dictionaries(st.integers(1, 500).map(str), st.tuples(st.integers(0, 1), st.integers(0, 99)).map(list))
records = st.builds(lambda a, i: {"g": {"2": {"a": a, "i": i}}, "v": 0}, marks, marks)


@given(records, records, records)
def test_whichever_way_records_meet(one: dict[str, object], two: dict[str, object], three: dict[str, object]) -> None:
    left = private.merge(private.merge(one, two), three)
    assert left == private.merge(one, private.merge(two, three))
    assert left == private.merge(private.merge(three, one), two)
    assert private.merge(left, left) == left


def test_slips_stay_on_the_machine_and_go_with_the_account(stores: tuple[Store, Store]) -> None:
    here, _ = stores
    for slot in range(1, 60):
        here.attendance.keep_slip(2, slot, f"code {slot}")
    assert here.attendance.slip(2, 59) == "code 59"
    assert here.attendance.slip(2, 1) == "", "the latest only"
    assert "code 59" not in str(here.marks.export())
    forget_account(here)
    assert here.attendance.slip(2, 59) == ""
    assert here.attendance.slots(2) == []


def test_a_time_zone_goes_along_to_the_next_machine(stores: tuple[Store, Store]) -> None:
    here, there = stores
    assert here.marks.zone() == ""
    assert private.ZONE not in here.marks.export()
    here.marks.set_zone("Asia/Kolkata")
    there.marks.merge(here.marks.export())
    assert there.marks.zone() == "Asia/Kolkata"
    there.marks.set_zone("")
    here.marks.merge(there.marks.export())
    assert here.marks.zone() == ""
    here.marks.merge({"g": {}, "v": 0, "z": ["\x1b[2J", 2**50]})
    here.marks.merge({"g": {}, "v": 0, "z": 7})
    assert here.marks.zone() == ""


def test_a_minute_that_no_calendar_has_is_left_out(stores: tuple[Store, Store]) -> None:
    here, _ = stores
    here.marks.merge({"g": {"2": {"i": {str(2**50): [1, 5], "1000": [1, 5]}}}, "v": 0})
    assert here.attendance.slots(2) == [1000]
