"""Single values, as they are really written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuigroup_server.importers import fields
from tuigroup_server.importers.report import Marks, Repair, Skipped

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("19:30", 1170),
        ("9:05", 545),
        ("00:00", 0),
        ("24:00", 1440),
        ("19:30:00", 1170),
        ("11:00 AM", 660),
        ("12:01 PM", 721),
        ("12:15 am", 15),
        ("7 p.m.", 1140),
        ("7pm", 1140),
        ("7:30P", 1170),
        ("19.30", 1170),
        ("19h30", 1170),
        ("Noon", 720),
        ("midnight", 0),
        ("24:01", None),
        ("19:60", None),
        ("13:00 PM", None),
        ("0:30 PM", None),
        ("7", None),
        ("soon", None),
        ("", None),
        (None, None),
        (True, None),
        (["19:30"], None),
    ],
)
def test_times(written: Any, minutes: int | None) -> None:
    assert fields.minutes(written, Marks()) == minutes


@pytest.mark.parametrize(
    ("written", "days"),
    [
        (0, (7,)),
        (7, (7,)),
        (1.0, (1,)),
        ("3", (3,)),
        ("Saturday", (6,)),
        ("tue.", (2,)),
        ("Thursdays", (4,)),
        ([1, "2", "sun"], (1, 2, 7)),
        ([5, 5], (5,)),
        ("1;3", (1, 3)),
        ([], ()),
        ("", ()),
        (None, ()),
    ],
)
def test_days(written: Any, days: tuple[int, ...]) -> None:
    assert fields.days(written, Marks()) == days


@pytest.mark.parametrize("written", [8, -1, "x", "s", [9], {"day": 1}.__repr__()])
def test_days_that_are_none(written: Any) -> None:
    with pytest.raises(Skipped):
        fields.days(written, Marks())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://example.org/j/1?pwd=x", "https://example.org/j/1?pwd=x"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("example.org", "https://example.org"),
        ("ftp://example.org", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://[broken", ""),
        ("https://user@example.org", ""),
        ("https://example.org/a b", ""),
        ("https://example.org/\u202e", ""),
        ("https://example.org/" + "x" * 400, ""),
        ("see the notes", ""),
        (None, ""),
    ],
)
def test_links(written: Any, read: str) -> None:
    assert fields.link(written, Marks()) == read


@pytest.mark.parametrize(
    ("written", "minute"),
    [
        ("1970-01-02 00:00:00", 1440),
        ("1970-01-02T00:01:30Z", 1441),
        ("1/2/1970", 1440),
        ("31/1/1970", 30 * 1440),
        ("1970-01-01", 0),
        ("2100-01-01", 0),
        ("yesterday", 0),
        ("", 0),
    ],
)
def test_dates(written: str, minute: int) -> None:
    assert fields.updated(written, 100_000, Marks()) == minute


def test_a_date_a_few_hours_ahead_is_now() -> None:
    assert fields.updated("1970-03-11 00:00:00", 69 * 1440 - 60, Marks()) == 69 * 1440 - 60


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (("USA",), "US"),
        (("", "Canada"), "CA"),
        (("UK",), "GB"),
        (("DE",), "DE"),
        (("CA", "Calgary"), "CA"),
        (("", "CA"), ""),
        (("", "NY"), ""),
        (("Freedonia", "US"), "US"),
        (("", "NY 12206"), ""),
        (("",), ""),
    ],
)
def test_countries(values: tuple[str, ...], code: str) -> None:
    assert fields.country(*values) == code


def test_only_names_of_places_are_zones() -> None:
    zones = {"europe/london": "Europe/London", "utc": "UTC", "est": "EST", "america/new_york": "America/New_York"}
    assert fields.zone("Europe/London", "", zones, Marks()) == "Europe/London"
    assert fields.zone("America/New York", "", zones, Marks()) == "America/New_York"
    assert fields.zone("UTC", "", zones, Marks()) == "UTC"
    marks = Marks()
    assert fields.zone("EST", "UTC", zones, marks) == "UTC"
    assert marks.repairs == {Repair.BAD_ZONE}
    assert fields.zone("../../etc/passwd", "", zones, Marks()) == ""


def test_an_end_that_is_the_start_is_none() -> None:
    marks = Marks()
    assert fields.duration(600, "10:00", marks) == 60
    assert fields.duration(0, "24:00", marks) == 60
    assert fields.duration(1380, "24:00", marks) == 60
    assert fields.later(7, 1) == 1


@given(JSON)
def test_whatever_a_field_holds_it_is_read_or_refused(value: Any) -> None:
    marks = Marks()
    assert fields.link(value, marks) == "" or "." in fields.link(value, marks)
    assert 0 <= fields.updated(value, 30_000_000, marks) <= 30_000_000
    assert 0 < fields.duration(600, value, marks) <= fields.DAY
    try:
        assert all(1 <= day <= 7 for day in fields.days(value, marks))
        assert 0 <= fields.start(value, marks)[0] < fields.DAY
    except Skipped:
        pass
