"""How a question goes on: from where its page stopped, and not at all where nobody goes on by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.wire.strategies import answers, requests
from tuigroup.errors import MalformedWire
from tuigroup.wire import tables
from tuigroup.wire.following import following, rest
from tuigroup.wire.records import Author, PostRecord
from tuigroup.wire.sync import (
    AnyWant,
    Page,
    SyncAnswer,
    SyncRequest,
    WantBoard,
    WantDirectory,
    WantGroup,
    WantLibrary,
    WantSearch,
    WantThread,
)

THREAD = WantThread(g=1, n=4)


def posts(*numbers: int) -> dict[str, Any]:
    return tables.POSTS.encode([PostRecord(number, 4, 0, Author(1, "heron"), 9, "Hello") for number in numbers])


@pytest.mark.parametrize(
    ("want", "page", "further"),
    [
        (THREAD, Page(w="t", g=1, n=4, p=posts(4, 9), more=True), WantThread(g=1, n=4, after=9)),
        (THREAD, Page(w="t", g=1, n=4, p=posts(4, 9)), None),
        (THREAD, Page(w="t", g=1, n=4, more=True), THREAD),
        (THREAD, Page(w="t", g=1, n=4, more=True, e="not-found"), None),
        (WantDirectory(), Page(w="d", more=True, rev=7), WantDirectory(since=7)),
        (WantDirectory(listings=True), Page(w="d", more=True, rev=7), WantDirectory(since=7, listings=True)),
        (WantDirectory(q="sleep"), Page(w="d", more=True), None),
        (WantLibrary(since=3), Page(w="l", more=True), WantLibrary(since=3)),
        (WantGroup(g=2), Page(w="g", g=2, more=True), WantGroup(g=2)),
        (WantBoard(g=2, d=1), Page(w="b", g=2, n=1, more=True), WantBoard(g=2, d=1)),
        (WantBoard(g=2, d=1), Page(w="b", g=2, n=1, more=True, h={"n": 3}), None),
        (WantSearch(q="tea"), Page(w="q", g=2, more=True), None),
    ],
)
def test_a_want_goes_on_where_its_page_stopped(want: AnyWant, page: Page, further: AnyWant | None) -> None:
    assert following(want, page) == further


def test_what_is_left_of_several_pages_is_asked_in_their_order() -> None:
    asked = SyncRequest(w=[WantDirectory(), THREAD, WantLibrary()])
    answer = SyncAnswer(p=[Page(w="d", more=True, rev=2), Page(w="t", g=1, n=4, p=posts(4)), Page(w="l", more=True)])
    assert rest(asked, answer) == [WantDirectory(since=2), WantLibrary()]


@given(asked=requests, answer=answers)
def test_any_answer_to_any_question_goes_on_somewhere_or_is_one_malformed(
    asked: SyncRequest, answer: SyncAnswer
) -> None:
    try:
        further = rest(asked, answer)
    except MalformedWire:
        return
    assert len(further) <= len(answer.p)
