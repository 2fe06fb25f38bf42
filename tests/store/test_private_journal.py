"""Check-ins and goals in the private record: the same in any order, nothing lost, and never more than fits."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tuigroup.store import private_journal as shape
from tuigroup.store.private_journal import bounded, folded, merge, tidy, unfolded

TODAY = 20_500
ids = st.sampled_from("abcdef")
days = st.integers(TODAY - 3, TODAY)
entries = {
    "a": {"k": "c", "a": TODAY * shape.DAY, "m": 2, "n": "a note", "h": []},
    "b": {"k": "c", "a": (TODAY - 1) * shape.DAY, "m": 5, "n": "", "h": ["tea"]},
    "c": {"k": "g", "o": "e", "a": TODAY, "w": "walk"},
    "d": {"k": "s", "o": "e", "a": TODAY, "w": "shoes by the door"},
    "f": {"k": "s", "o": "g", "a": TODAY, "w": "a goal's that is not here"},
}  # an id stands for one entry, for good
names = st.one_of(st.builds("{}:{}".format, st.sampled_from("nsd"), ids), st.builds("t:{}:{}".format, ids, days))
parts = st.fixed_dictionaries(
    {},
    optional={
        "e": st.sets(st.sampled_from(sorted(entries))).map(lambda found: {id: entries[id] for id in found}),
        "x": st.dictionaries(ids, days, max_size=2),
        "m": st.dictionaries(names, st.tuples(st.integers(0, 3), st.integers(0, 5)).map(list), max_size=4),
        "f": st.dictionaries(st.sampled_from(["2929", "2930"]), st.text("12.x", min_size=7, max_size=7), max_size=2),
        "r": st.dictionaries(ids, st.sampled_from(["1-3", "2-9", "20"]), max_size=2),
    },
)


@given(parts, parts)
def test_the_order_does_not_matter(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert merge(one, other) == merge(other, one)


@given(parts, parts, parts)
def test_the_grouping_does_not_matter(one: dict[str, Any], other: dict[str, Any], third: dict[str, Any]) -> None:
    assert merge(merge(one, other), third) == merge(one, merge(other, third))


@given(parts, parts)
def test_meeting_again_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    both = merge(one, other)
    assert merge(both, one) == merge(both, other) == merge(both, both) == both


@given(parts, parts)
def test_what_nobody_erased_is_there(one: dict[str, Any], other: dict[str, Any]) -> None:
    both = merge(one, other)
    gone = {*one.get("x", {}), *other.get("x", {})}
    for part in (one, other):
        for id, entry in part.get("e", {}).items():
            assert id in both.get("e", {}) or id in gone or entry.get("o") in gone


@given(st.dictionaries(st.sampled_from([*"exmfr", "z"]), st.none() | st.integers() | st.dictionaries(ids, st.text())))
def test_anything_else_is_left_out(value: dict[str, Any]) -> None:
    assert merge(value, {}) == merge(tidy(value), {})
    assert tidy({"e": {"a": {"k": "c", "a": 1, "m": 9, "n": "", "h": []}}})["e"] == {}
    assert tidy({"m": {"t:a": [1, 1], "t:a:x": [1, 1], "n:a": [1], "d:a": [1, 2]}})["m"] == {"d:a": [1, 2]}


def test_entries_of_a_later_program_stay_as_they_are() -> None:
    later = {"e": {"a": {"k": "poem", "lines": [1, 2]}, "b": _check_in(TODAY, 3) | {"weather": "rain"}}}
    assert merge(later, {})["e"] == later["e"]
    assert bounded(later, TODAY)["e"] == later["e"]


def test_weeks_fold_and_unfold() -> None:
    moods = {TODAY: 5, TODAY - 1: 1, TODAY - 30: 3}
    assert unfolded(folded(moods)) == moods
    assert unfolded(merge({"f": folded(moods)}, {"f": folded({TODAY: 0})})["f"]) == {TODAY - 1: 1, TODAY - 30: 3}


def test_what_is_older_goes_along_folded() -> None:
    whole = {"e": {str(day): _check_in(TODAY - day, 1 + day % 5, "a note") for day in range(400)}}
    found = bounded(whole, TODAY)
    assert len(found["e"]) == shape.FULL_DAYS
    moods = {TODAY - day: 1 + day % 5 for day in range(400)}
    full = {entry["a"] // shape.DAY: entry["m"] for entry in found["e"].values()}
    assert {**unfolded(found["f"]), **full} == moods
    assert bounded(merge(found, {}), TODAY) == found, "folding again folds nothing more"


def test_days_of_goals_fold_into_spans_and_goals_of_long_ago_stay_at_home() -> None:
    marks = {f"t:g:{TODAY - day}": [1, (TODAY - day) * shape.DAY] for day in range(300)}
    whole = {
        "e": {
            "w": {"k": "g", "o": "g", "a": TODAY - 300, "w": "walk"},
            "v": {"k": "g", "o": "h", "a": TODAY - 400, "w": "run"},
        },
        "m": {**marks, "s:h": [3, (TODAY - 390) * shape.DAY], "n:h": [2, 5], "d:nowhere": [1, 5]},
        "r": {"h": "1-3"},
    }
    found = bounded(whole, TODAY)
    assert list(found["e"]) == ["w"]
    assert found["r"] == {"g": f"{TODAY - 299}-{TODAY - shape.FULL_DAYS}"}
    assert len(found["m"]) == shape.FULL_DAYS


def test_however_much_is_written_it_stays_small() -> None:
    """Ten years of a long note a day, and a dozen goals ticked off every day."""
    whole = {
        "e": {str(day): _check_in(TODAY - day, 3, "x" * 600) for day in range(3650)}
        | {f"w{goal}": {"k": "g", "o": f"g{goal}", "a": 1, "w": "walk"} for goal in range(12)},
        "m": {f"t:g{goal}:{TODAY - day}": [1, 29_000_000] for goal in range(12) for day in range(3650)},
        "x": {f"x{number}": TODAY - number % 300 for number in range(5000)},
    }
    assert len(json.dumps(bounded(whole, TODAY))) < 160 * 1024


def _check_in(day: int, mood: int, note: str = "") -> dict[str, Any]:
    return {"k": "c", "a": day * shape.DAY + 600, "m": mood, "n": note, "h": ["walking"]}
