"""Cells, what of a text stands in them, and grids in which wide characters are always whole."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tuigroup.terminal.cells import (
    BLANK,
    BOLD,
    CODE,
    REVERSE,
    UNDERLINE,
    ascii_cells,
    blank,
    cell,
    erasable,
    glyph,
    is_second_half,
    on_blank,
    parts,
    style,
)
from tuigroup.terminal.encode import encode, plain, sure
from tuigroup.terminal.grid import Grid, cut

STYLES = st.builds(style, st.integers(-1, 15), st.integers(-1, 15), st.integers(0, 63))
TEXTS = st.text(st.characters(), max_size=40) | st.text("aé日🙂\u0301\u200d\ufe0f\u202e\x1b👩🏽🇫🇷 ", max_size=40)


def shown(text: str, **how: bool) -> list[str]:
    return [glyph(one) for one in encode(text, 0, **how)]


@given(st.integers(-1, 15), st.integers(-1, 15), st.integers(0, 63))
def test_a_style_can_be_read_back(front: int, back: int, flags: int) -> None:
    assert parts(style(front, back, flags)) == (front, back, flags)


def test_blanks_that_look_alike_are_one_cell() -> None:
    assert blank(style(3, 4, BOLD)) == blank(style(5, 4)) == blank(style(-1, 4))
    assert blank(style(3, 4, UNDERLINE)) != blank(style(5, 4, UNDERLINE))
    assert on_blank(style(3, -1, REVERSE)) == style(3, -1, REVERSE)
    assert erasable(blank(style(3, 4)))
    assert not erasable(blank(style(flags=UNDERLINE)))
    assert not erasable(cell("a", 0))


@given(TEXTS, STYLES)
def test_nothing_that_moves_or_hides_reaches_a_cell(text: str, of: int) -> None:
    cells = encode(text, of)
    for one in cells:
        for character in glyph(one):
            assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
            assert unicodedata.category(character) != "Cf" or character in "\u200c\u200d"
    assert not cells or not is_second_half(cells[0])
    halves = [place for place, one in enumerate(cells) if is_second_half(one)]
    assert all(not is_second_half(cells[place - 1]) for place in halves)


@given(TEXTS, STYLES)
def test_without_utf8_everything_is_ascii_of_the_same_width(text: str, of: int) -> None:
    narrow = encode(text, of, utf8=False)
    assert all(glyph(one).isascii() and glyph(one).isprintable() for one in narrow)
    assert len(narrow) == len(encode(text, of))


def test_what_shares_a_cell() -> None:
    assert shown("plain") == list("plain")
    assert shown("日本") == ["日", "", "本", ""]
    assert shown("x\u030cy") == ["x\u030c", "y"]
    assert shown("\u030cy") == ["y"], "a mark needs a base"
    assert shown("👩🏽") == ["👩🏽", ""]
    assert shown("👩\u200d👧x") == ["👩\u200d👧", "", "x"]
    assert shown("🇫🇷🇩🇪") == ["🇫🇷", "", "🇩🇪", ""]
    assert shown("a\u200db") == ["a\u200d", "b"]
    assert shown("\u200da\x07\x1b[31m") == list("a[31m")
    assert shown("a\tb\x85c\u00a0d\u00ade") == ["a", "b", "c", " ", "d", "e"]
    assert len(shown("x" + "\u030c" * 40)) == 1
    assert len(shown("x" + "\u030c" * 40)[0]) == 9


def test_terminals_that_can_not_combine_get_the_letter_alone() -> None:
    assert shown("x\u030cy", marks=False) == ["x", "y"]


def test_ascii_stands_for_other_letters_and_signs() -> None:
    assert "".join(shown("“naïve” – Łódź…", utf8=False)) == '"naive" - Lodz.'
    assert shown("日x\x00", utf8=False) == ["?", "?", "x"]
    assert plain("é") == "e"
    assert plain("\u0418") == "?"


def test_which_widths_are_sure_everywhere() -> None:
    assert all(sure(cell(text, 0)) for text in ("a", "é", "ж", "日", "—", "x\u030c", "■"))
    assert not any(sure(cell(text, 0)) for text in ("🙂", "⌚", "❤\ufe0f", "👩\u200d👧", "☺\u030c", "क\u093e"))


@given(TEXTS, STYLES)
def test_a_cell_can_be_read_back(text: str, of: int) -> None:
    for one in encode(text, of):
        if one >> CODE:
            assert cell(glyph(one), one & 0xFFFF) == one


def test_equal_ascii_cells_are_one_object() -> None:
    assert encode("ab", 7)[0] is encode("ba", 7)[1]
    assert ascii_cells(7)[9] == blank(7)
    assert [glyph(one) for one in encode("a\tb\x7f\x1b", 0)] == ["a", "b"]


def test_half_a_wide_character_is_never_left() -> None:
    grid = Grid(6, 1)
    grid.put(0, 0, encode("日本語", 0))
    grid.put(0, 1, encode("x", 0))
    assert grid.line(0) == " x本語"
    grid.put(0, 2, encode("y", 0))
    assert grid.line(0) == " xy 語"
    grid.put(0, 5, encode("日", 0))
    assert grid.line(0) == " xy   "
    assert cut(encode("a日", 0), 2) == encode("a ", 0)


def test_the_last_column_has_no_marks() -> None:
    grid = Grid(4, 1)
    grid.put(0, 2, encode("x\u030cy\u030c", 0))
    assert grid.line(0) == "  x\u030cy"
    grid.put(0, 2, encode("👩\u200d👧", 0))
    assert grid.line(0) == "  👩"


def test_what_stands_outside_is_left_out() -> None:
    grid = Grid(4, 2)
    grid.dirty.clear()
    grid.put(2, 0, encode("below", 0))
    grid.put(0, 4, encode("right", 0))
    grid.put(0, -1, encode("left", 0))
    grid.put(0, 0, [])
    assert grid.text() == "\n"
    assert not grid.dirty
    grid.put(1, 2, encode("abc", 0))
    assert grid.text() == "\n  ab"
    assert grid.dirty == {1}


def test_a_grid_keeps_what_fits() -> None:
    grid = Grid(6, 2)
    grid.put(0, 0, encode("ab日cd", 0))
    grid.resize(3, 1)
    assert grid.rows == [encode("ab ", 0)]
    grid.resize(5, 3)
    assert grid.text() == "ab\n\n"
    assert grid.rows[2] == [BLANK] * 5
    assert grid.dirty == {0, 1, 2}
