"""Decoded bodies for people: named, dated, in rows, and with nothing in them that opens anything."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire import strategies
from tuigroup.wire import annotated
from tuigroup.wire.documents import dump
from tuigroup.wire.records import Author, MeetingRecord, PostRecord
from tuigroup.wire.sync import Ack, GroupChanges, Page, SyncAnswer, SyncRequest, WantBoard
from tuigroup.wire.tables import MEETINGS, POSTS
from tuigroup.wire.words import Role

MINUTE = 29_922_900  # Sunday 22 November 2026, 19:00 UTC


def shown(value: Any) -> str:
    return "\n".join(annotated.body(value))


def test_a_request_is_named() -> None:
    told = shown(dump(SyncRequest(s="hQ7e.3.4", w=[WantBoard(g=3, d=2, before=MINUTE)], m=32768)))
    assert "s cursor         hQ7e.3.4" in told
    assert "w want           board" in told
    assert "d board          2" in told
    assert "before           2026-11-22 19:00 UTC" in told
    assert "m budget in bytes 32768" in told


def test_columns_are_rows_with_dates_and_only_what_is_not_as_usual() -> None:
    post = PostRecord(41, 41, 0, Author(7, "heron", Role.FACILITATOR), MINUTE, "First line.\nSecond line.")
    reply = PostRecord(42, 41, 41, Author(9, "moss"), MINUTE + 5, "Same here.")
    answer = SyncAnswer(c=[GroupChanges(g=3, p=POSTS.encode([post, reply]))], a=[Ack(k="k0000001", n=42, at=MINUTE)])
    told = shown(dump(answer))
    assert "author           heron (member 7), facilitator" in told
    assert "at               2026-11-22 19:05 UTC" in told
    assert re.search(r"body {13}First line\.\n {25}Second line\.", told)
    assert "2 of 2" in told
    assert "responses" not in told
    page = Page(w="d", x=MEETINGS.encode([MeetingRecord(3, 7, 21 * 60 + 5)]))
    told = shown(dump(SyncAnswer(p=[page])))
    assert "start            21:05" in told
    assert "w page           directory" in told


def test_columns_that_do_not_fit_are_shown_as_they_stand() -> None:
    told = shown({"c": [{"g": 3, "p": {"n": 2, "i": [1]}}]})
    assert "do not fit together" in told
    assert "n                2" in told


@pytest.mark.parametrize("name", ["token", "Secret", "recovery_secret", "wrapped", "sealed", "code"])
def test_what_opens_something_is_not_shown(name: str) -> None:
    assert "open-sesame" not in shown({"p": [{"w": "t", "deep": [{name: "open-sesame"}]}]})
    assert "(redacted)" in shown({name: {"inside": "open-sesame"}})


def test_an_exchange_that_was_cut_says_so() -> None:
    lines = list(annotated.exchange({"method": "POST", "path": "/v1/sync", "sent": {"m": 256}, "cut": "Gone."}, 3))
    assert lines == ["3. POST /v1/sync, no answer: Gone.", "  sent", "    m budget in bytes 256", ""]


def test_what_is_nested_too_deep_is_left_out() -> None:
    value: Any = "deep"
    for _ in range(400):
        value = {"a": [value]}
    told = shown(value)
    assert "nested too deep" in told
    assert len(told) < 10_000


@given(
    st.dictionaries(st.sampled_from("acpnsmwoyhgdxi") | st.text(max_size=3), strategies.anything) | strategies.anything
)
def test_any_json_is_shown_without_a_control_character(value: Any) -> None:
    logged = {"method": value, "path": "/v1/sync", "sent": value, "received": value, "status": value}
    for line in [*annotated.body(value), *annotated.exchange(logged, 1)]:
        assert line.isprintable()


@given(strategies.requests | strategies.answers)
def test_whatever_travels_is_shown(value: SyncRequest | SyncAnswer) -> None:
    for line in annotated.body(dump(value)):
        assert line.isprintable()
        assert "do not fit" not in line
