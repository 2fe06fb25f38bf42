"""Column tables: what goes up comes down the same, and nothing else comes down at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.strategies import TABLES, anything
from tuigroup.errors import MalformedWire
from tuigroup.wire import tables
from tuigroup.wire.columns import MAX_ROWS, Column, Columns
from tuigroup.wire.records import Author, GroupRecord, MeetingRecord, PostRecord
from tuigroup.wire.words import Role


@dataclass(frozen=True)
class Step:
    """A row of a table that the shipped ones do not need: numbers that may all be missing."""

    number: int
    at: int


STEPS = Columns(Step, (Column("i", "number", "delta"), Column("t", "at", "delta", default=7)))


@pytest.mark.parametrize("name", sorted(TABLES))
@given(data=st.data())
def test_every_table_survives_the_wire(name: str, data: st.DataObject) -> None:
    table, rows = TABLES[name]
    sent = data.draw(st.lists(rows, max_size=8))
    assert table.decode(json.loads(json.dumps(table.encode(sent)))) == sent


@pytest.mark.parametrize("name", sorted(TABLES))
@given(data=st.data())
def test_rows_alike_survive_and_are_said_once(name: str, data: st.DataObject) -> None:
    table, rows = TABLES[name]
    row = data.draw(rows)
    assert table.decode(table.encode([row] * 9)) == [row] * 9


@pytest.mark.parametrize("name", sorted(TABLES))
@given(data=st.data())
def test_a_changed_column_gives_rows_or_one_malformed(name: str, data: st.DataObject) -> None:
    table, rows = TABLES[name]
    packed = table.encode(data.draw(st.lists(rows, min_size=1, max_size=4)))
    packed[data.draw(st.sampled_from(["n", *(column.key for column in table.columns)]))] = data.draw(anything)
    try:
        decoded = table.decode(packed)
    except MalformedWire:
        return
    assert all(isinstance(row, table.record) for row in decoded)


@given(anything)
def test_any_value_gives_rows_or_one_malformed(value: Any) -> None:
    for table, _ in TABLES.values():
        try:
            table.decode(value)
        except MalformedWire:
            continue


def post(number: int, **changed: Any) -> PostRecord:
    values: dict[str, Any] = {"thread": 1, "parent": 0, "author": Author(1, "heron"), "at": 100, "body": "hello"}
    return PostRecord(number=number, **{**values, **changed})


def test_what_is_rare_is_sparse_and_what_is_usual_is_left_out() -> None:
    packed = tables.POSTS.encode([post(1), post(2), post(3, note="loss")])
    assert packed["c"] == {"~": [[2], ["loss"]]}
    assert packed["h"] == {"=": 1}
    assert packed["a"] == [[[1, "heron"]]]
    assert packed["t"] == [100, 0, 0]
    assert "w" not in packed


def test_few_values_alike_are_said_once_and_words_that_come_again_are_a_table() -> None:
    packed = tables.POSTS.encode([post(1), post(2), post(3), post(4, note="loss"), post(5, note="loss")])
    assert packed["c"] == {"~": [[3, 4], ["loss"]]}
    rows = [meeting(name) for name in ("Walk", "Talk") * 4]
    packed = tables.MEETINGS.encode(rows)
    assert packed["m"] == {"@": [["Walk", "Talk"], [0, 1, 0, 1, 0, 1, 0, 1]]}
    assert tables.MEETINGS.decode(packed) == rows
    assert tables.MEETINGS.encode(rows[:6])["m"] == ["Walk", "Talk"] * 3


def meeting(name: str) -> MeetingRecord:
    return MeetingRecord(group=1, weekday=3, start=1140, name=name)


def test_a_parent_is_told_by_rows_where_it_is_above_and_by_numbers_where_it_is_not() -> None:
    rows = [post(41), post(57, parent=41), post(58, parent=41), post(90, parent=57), post(91, parent=12)]
    packed = tables.POSTS.encode(rows)
    assert packed["p"] == [0, 1, 2, 2, -79]
    assert tables.POSTS.decode(packed) == rows


def test_an_authors_role_and_credentials_come_along_only_where_there_are_some() -> None:
    plain, named = Author(1, "heron"), Author(2, "ines", Role.FACILITATOR, "Clinical social worker")
    packed = tables.POSTS.encode([post(1, author=plain), post(2, author=named), post(3, author=plain)])
    assert packed["a"] == [[[1, "heron"], [2, "ines", "facilitator", "Clinical social worker"]], [0, 1, 0]]


def test_numbers_that_are_all_the_default_are_left_out() -> None:
    assert STEPS.encode([Step(1, 7), Step(2, 7)]) == {"n": 2, "i": [1, 1]}
    assert STEPS.decode({"n": 2, "i": [1, 1]}) == [Step(1, 7), Step(2, 7)]
    assert STEPS.decode(STEPS.encode([Step(1, 8)])) == [Step(1, 8)]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"n": -1},
        {"n": True},
        {"n": MAX_ROWS + 1},
        {"n": 2},
        {"i": None},
        {"i": [1, 2, 3]},
        {"i": [1, 2**62]},
        {"i": [2**61, 2**61]},
        {"a": [[[1, "heron"]], [0, 9]]},
        {"a": [[[1, "heron"]], [0, -1]]},
        {"a": [{"0": 1}]},
        {"a": [["heron"]]},
        {"b": ["one"]},
        {"b": {"=": "\ud800"}},
        {"c": {"~": [[2], ["loss"]]}},
        {"c": {"~": [[0, 1], []]}},
        {"c": {"@": [["loss"], [0, 1]]}},
        {"c": {"@": ["loss"]}},
        {"p": [1, 0]},
        {"p": [0, 2]},
        {"p": [0, 2**62]},
        {"b": {"~": [[0], ["loss"]]}},
        {"r": [[1, 2, 3], [1, 2, 3, 4]]},
        {"o": ["applause", ""]},
    ],
)
def test_what_does_not_fit_is_one_malformed(spoilt: dict[str, Any]) -> None:
    packed = tables.POSTS.encode([post(1, body="one"), post(2, body="two")])
    if spoilt == {"n": 2}:
        del packed["a"]
        del packed["b"]
    with pytest.raises(MalformedWire) as caught:
        tables.POSTS.decode({**packed, **spoilt})
    assert "again" in caught.value.sentence()


@pytest.mark.parametrize("missing", ["i", "b", "a", "h"])
def test_a_missing_column_is_one_malformed_but_of_no_rows(missing: str) -> None:
    packed = tables.POSTS.encode([post(1), post(2)])
    del packed[missing]
    with pytest.raises(MalformedWire):
        tables.POSTS.decode(packed)
    assert tables.POSTS.decode({"n": 0}) == []


def test_a_tag_list_must_hold_texts() -> None:
    packed = tables.RESOURCES.encode([])
    with pytest.raises(MalformedWire):
        tables.RESOURCES.decode({**packed, "n": 1, "s": ["a"], "v": [1], "m": ["A"], "t": ["sleep"]})
    with pytest.raises(MalformedWire):
        tables.RESOURCES.decode({**packed, "n": 1, "s": ["a"], "v": [1], "m": ["A"], "z": ["many"]})


def test_a_few_bytes_cannot_make_a_flood_of_rows() -> None:
    with pytest.raises(MalformedWire):
        tables.FACILITATORS.decode({"n": MAX_ROWS, "a": {"=": "heron"}})
    for name, (table, _) in TABLES.items():
        has_a_value_a_row = any(c.mode == "delta" and not isinstance(c.default, int) for c in table.columns)
        assert has_a_value_a_row or table.most <= 200, name


def test_unknown_columns_are_ignored() -> None:
    packed = tables.POSTS.encode([post(1)])
    assert tables.POSTS.decode({**packed, "zz": [1, 2, 3]}) == [post(1)]


def group(name: str, slug: str) -> GroupRecord:
    return GroupRecord(group=1, rev=1, slug=slug, name=name, about="For whoever is awake.")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Night Shift Sleep Circle", "night-shift-sleep-circle"),
        ("Café de l'Aube", "cafe-de-l-aube"),
        ("", ""),
        ("x" * 59 + " y", "x" * 59),
    ],
)
def test_a_slug_is_left_out_where_its_name_makes_it(name: str, slug: str) -> None:
    packed = tables.GROUPS.encode([group(name, slug)])
    assert "s" not in packed
    assert tables.GROUPS.decode(packed) == [group(name, slug)]


@pytest.mark.parametrize("slug", ["", "night-shift-2", "Night Shift"])
def test_a_slug_of_its_own_is_said(slug: str) -> None:
    packed = tables.GROUPS.encode([group("Night Shift", slug), group("Tuesday Rest", "tuesday-rest")])
    assert packed["s"] == {"~": [[0], [slug]]} or packed["s"] == [slug, None]
    assert [row.slug for row in tables.GROUPS.decode(packed)] == [slug, "tuesday-rest"]
