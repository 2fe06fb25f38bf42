"""Merging two machines' records: the same in any order, any grouping, any number of times."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.store.community import a_store
from tuigroup.store import private, ranges
from tuigroup.store.private import merge, tidy

numbers = st.integers(1, 30)
names = numbers.map(str)
minutes = st.integers(0, 5)
spans = st.lists(st.tuples(numbers, st.integers(0, 5)).map(lambda span: (span[0], span[0] + span[1])), max_size=4)
group_parts = st.fixed_dictionaries(
    {},
    optional={
        "r": spans.map(lambda value: ranges.to_text(ranges.union(value))),
        "w": st.dictionaries(names, st.tuples(st.integers(0, 1), minutes).map(list), max_size=3),
        "u": st.dictionaries(names, st.tuples(st.integers(0, 1), minutes).map(list), max_size=3),
        "b": st.dictionaries(st.just("1"), st.tuples(st.integers(0, 1), minutes).map(list), max_size=1),
        "m": st.dictionaries(names, st.tuples(st.integers(0, 1), minutes).map(list), max_size=3),
        "p": st.dictionaries(names, st.tuples(numbers, minutes).map(list), max_size=3),
    },
)
fields = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["reply", "thread", "edit"]),
        "group": numbers, "board": numbers, "target": st.integers(0, 9), "saved_at": minutes,
        "title": st.text(max_size=3), "body": st.text(max_size=3), "note": st.just(""), "intent": st.just(""),
        "quote": st.just(""),
    }
)  # fmt: skip
drafts = st.dictionaries(st.sampled_from("abc"), st.tuples(minutes, st.none() | fields).map(list), max_size=3)
records = st.fixed_dictionaries(
    {}, optional={"g": st.dictionaries(st.sampled_from("12"), group_parts), "v": minutes, "d": drafts}
)
junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["g", "v", "d", "1", "r", "w", "p"]), inner)
    ),
    max_leaves=8,
)


@given(records, records)
def test_the_order_does_not_matter(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert merge(one, other) == merge(other, one)


@given(records, records, records)
def test_the_grouping_does_not_matter(one: dict[str, Any], other: dict[str, Any], third: dict[str, Any]) -> None:
    assert merge(merge(one, other), third) == merge(one, merge(other, third))


@given(records, records)
def test_meeting_again_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    both = merge(one, other)
    assert merge(both, one) == merge(both, other) == merge(both, both) == both


@given(records, records)
def test_stores_that_met_agree(one: dict[str, Any], other: dict[str, Any]) -> None:
    home, library = a_store(), a_store()
    home.marks.merge(one)
    library.marks.merge(other)
    at_home, at_library = home.marks.export(), library.marks.export()
    home.marks.merge(at_library)
    library.marks.merge(at_home)
    assert home.marks.export() == library.marks.export()
    assert home.marks.export() == {name: merge(one, other)[name] for name in ("g", "v")}
    home.close()
    library.close()


@given(junk, records)
def test_anything_else_is_left_out(value: Any, record: dict[str, Any]) -> None:
    given_record = value if isinstance(value, dict) else {"g": value, "v": value, "d": value}
    assert merge(given_record, record) == merge(tidy(given_record), record)


def test_drafts_that_are_none_are_left_out() -> None:
    assert tidy({"d": {"a": 5, "b": [1], "c": [-1, None], "d": [1, {"kind": "poem"}]}})["d"] == {}


@given(st.lists(st.integers(1, 60), max_size=40), st.integers(1, 60))
def test_ranges_are_the_numbers_they_stand_for(numbers: list[int], number: int) -> None:
    found = ranges.add(ranges.EMPTY, numbers)
    assert ranges.holds(found, number) == (number in numbers)
    assert ranges.from_text(ranges.to_text(found)) == found
    assert all(later[0] - earlier[1] > 1 for earlier, later in pairwise(found))


def test_a_year_of_reading_stays_small() -> None:
    """Ten groups read for a year, with a hundred watched threads, fit well into a private record."""
    read = ranges.to_text(ranges.union((n * 40, n * 40 + 37) for n in range(1, 300)))
    record = {"g": {str(g): {"r": read, "w": {str(n): [1, 29_000_000] for n in range(1, 11)}} for g in range(1, 11)}}
    assert len(str(private.tidy(record))) < 64 * 1024
