"""The words around something being written."""

from __future__ import annotations

from tuigroup.i18n import ENGLISH
from tuigroup.store.rows import Draft, PostRow
from tuigroup.views import writing
from tuigroup.wire import limits
from tuigroup.wire.words import PostState

HERON = PostRow(1, 2, 1, 1, "heron", 0, "I write tomorrow's list on paper. " * 20)


def test_what_it_is_called() -> None:
    assert writing.heading(ENGLISH, Draft("", "reply", 1, target=2), HERON) == "Reply to heron"
    assert writing.heading(ENGLISH, Draft("", "reply", 1, target=2), None) == "Reply"
    assert writing.heading(ENGLISH, Draft("", "thread", 1), None) == "New thread"
    assert writing.heading(ENGLISH, Draft("", "edit", 1, target=2), HERON) == "Change your post"


def test_the_post_answered_stands_above_cut_to_the_room() -> None:
    lines = writing.above(ENGLISH, Draft("", "reply", 1, target=2), HERON, 40, 3)
    assert lines[0].startswith("heron: I write")
    assert len(lines) == 3
    assert all(len(of) <= 40 for of in lines)
    assert lines[-1].endswith("...")


def test_what_others_may_not_want_to_see_is_not_repeated() -> None:
    noted = PostRow(1, 2, 1, 1, "heron", 0, "words", note="food")
    removed = PostRow(1, 2, 1, 1, "heron", 0, "", state=PostState.REMOVED)
    for post in (noted, removed):
        assert writing.above(ENGLISH, Draft("", "reply", 1, target=2), post, 40, 3) == []


def test_a_quote_has_its_mark_on_every_line() -> None:
    lines = writing.above(ENGLISH, Draft("", "reply", 1, target=2, quote="one two three " * 8), HERON, 20, 9)
    assert all(of.startswith("> ") for of in lines)


def test_limits_are_said_before_they_bite() -> None:
    assert writing.room_left(ENGLISH, "short", "short") == ""
    assert writing.room_left(ENGLISH, "x" * (limits.BODY - 20)) == "20 characters left for this post."
    assert "5 characters longer" in writing.room_left(ENGLISH, "x" * (limits.BODY + 5))
    assert writing.room_left(ENGLISH, "", "x" * (limits.TITLE - 3)) == "3 characters left for the title."
