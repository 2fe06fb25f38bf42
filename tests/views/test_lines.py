"""Lines of styled text: cut and wrapped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuigroup.text import width
from tuigroup.views.clean import shown, shown_line, visible
from tuigroup.views.lines import between, cells, columns, cut, line, packed, paragraphs, plain, wrap, wrap_line


def test_words_are_wrapped_and_long_ones_broken() -> None:
    assert wrap("I write tomorrow's list", 10) == ["I write", "tomorrow's", "list"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("one\n\ntwo", 10) == ["one", "", "two"]


def test_wide_characters_count_two() -> None:
    assert wrap("日本語", 4) == ["日本", "語"]


@given(st.text(max_size=200), st.integers(2, 40))
def test_no_wrapped_line_is_too_wide(text: str, room: int) -> None:
    assert all(width(found) <= room for found in wrap(shown(text), room))


@given(st.text(max_size=120), st.integers(4, 40))
def test_a_styled_line_wraps_within_its_room(text: str, room: int) -> None:
    for found in wrap_line(line((shown_line(text), "strong"), " and ", (shown_line(text), "dim")), room, rest="  "):
        assert columns(found) <= room


def test_later_lines_are_led() -> None:
    assert [plain(found) for found in wrap_line(line("one two three"), 9, rest="  ")] == ["one two", "  three"]
    assert [plain(found) for found in paragraphs("a b", 8, indent="| ")] == ["| a b"]


def test_both_ends_of_a_line() -> None:
    assert plain(between(line("left"), line("right"), 12)) == "left   right"
    assert plain(between(line("a very long left side"), line("2 h"), 12)) == "a ve...  2 h"
    assert columns(between(line("x" * 50), line("y" * 50), 20)) == 20


def test_a_cut_line_shows_that_it_was_cut() -> None:
    assert plain(cut(line(("heron", "alias"), " answered you"), 12)) == "heron ans..."
    assert plain(cut(line("short"), 12)) == "short"


def test_a_row_of_cells() -> None:
    assert plain(cells(("ab", 4), ("cdefgh", 4, "dim"), ("x", 2))) == "ab   cde. x "
    assert columns(cells(("ab", 4), ("cdefgh", 4, "dim"), ("x", 2))) == 12


def test_joiners_are_not_drawn() -> None:
    assert "\u200d" not in visible("\U0001f469\u200d\U0001f680")
    assert shown("ok\u200d\ufe0f") == "ok"


def test_parts_share_a_line_where_they_fit_and_none_is_torn() -> None:
    assert packed(["note: none", "hopes for: advice", "as old_bicycle here"], 34) == [
        "note: none   hopes for: advice",
        "as old_bicycle here",
    ]
    assert packed(["one part that is wider than all of it"], 10) == ["one part that is wider than all of it"]
    assert packed([], 10) == []
