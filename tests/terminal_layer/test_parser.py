"""Textual's output read back, and what happens with what it never writes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from tests.terminal_layer.frames import XTERM
from tuigroup.terminal.cells import BOLD, REVERSE, STRIKE, STYLE, UNDERLINE, glyph, parts, style
from tuigroup.terminal.encode import encode
from tuigroup.terminal.grid import Grid
from tuigroup.terminal.parser import Parser, UnknownSequence


def reader(*, strict: bool = True, measured: bool = False) -> Parser:
    return Parser(Grid(20, 4), XTERM, measure=cell_len if measured else None, strict=strict)


def style_after(codes: str) -> tuple[int, int, int]:
    parser = reader()
    parser.feed(codes + "x")
    return parts(parser.grid.rows[0][0] & STYLE)


def test_text_goes_where_it_was_sent() -> None:
    parser = reader()
    parser.feed("\x1b[1;3Hone\ntwo\x1b[4Hthree\x1b[H\x1b[2;1Hfour\x1b[3;7H")
    assert parser.grid.text() == "  one\nfour\n\nthree"
    assert (parser.x, parser.y) == (6, 2)


@pytest.mark.parametrize(
    ("codes", "front", "back", "flags"),
    [
        ("\x1b[1;3;4;7;9m", -1, -1, 61),
        ("\x1b[2;21m", -1, -1, 2 | UNDERLINE),
        ("\x1b[31;42m", 1, 2, 0),
        ("\x1b[91;102m", 9, 10, 0),
        ("\x1b[31;42m\x1b[39;49m", -1, -1, 0),
        ("\x1b[1;31m\x1b[0m", -1, -1, 0),
        ("\x1b[1;31m\x1b[;7m", -1, -1, REVERSE),
        ("\x1b[1;4;7;9m\x1b[22;24;27m", -1, -1, STRIKE),
        ("\x1b[38;5;9;48;5;4m", 9, 4, 0),
        ("\x1b[38;2;250;0;0;48;5;196m", 9, 1, 0),
        ("\x1b[5;6;25;51;1m", -1, -1, BOLD),
    ],
)
def test_styles(codes: str, front: int, back: int, flags: int) -> None:
    assert style_after(codes) == (front, back, flags)


def test_what_is_concealed_is_not_shown() -> None:
    parser = reader()
    parser.feed("\x1b[8mlantern\x1b[28m!\x1b[0m")
    assert parser.grid.line(0).strip() == "!"


def test_a_style_is_worked_out_once() -> None:
    parser = reader()
    for _ in range(3):
        parser.feed("\x1b[1;38;2;1;2;250ma\x1b[0m")
    assert len(parser._styles) == 1
    for number in range(2000):
        parser.feed(f"\x1b[38;2;{number % 256};{number // 256};9ma\x1b[0m")
    assert len(parser._styles) <= 1024, "styles do not pile up"


@pytest.mark.parametrize(
    "written",
    ["\x1b[?2026h", "\x1b[?25l", "\x1b[?1000;1006h", "\x1b[?2048$p", "\x1b[>25u", "\x1b[<u", "\x1b]22;text\x07",
     "\x1b]8;id=1;https://example.org\x1b\\", "\x1b]52;c;c2VjcmV0\x07"],
)  # fmt: skip
def test_what_is_not_for_the_screen_changes_nothing(written: str) -> None:
    parser = reader()
    parser.feed(f"a{written}b")
    assert parser.grid.line(0).strip() == "ab"


def test_a_bell_is_counted() -> None:
    parser = reader()
    parser.feed("a\x07b\x07")
    assert parser.bells == 2
    assert parser.grid.line(0).strip() == "ab"


HOSTILE = ["\x1b[2J", "\x1b[?9999h", "\x1bc", "\x1b]0;title\x07", "\x1bP1$qm\x1b\\", "\x9b2J", "\r", "\t", "\x1b",
           "\x00", "\x1b[31", "\x1b]52;c;never ended", "\x1b[6n", "\x1b[2K", "\x1b[38;7m", "\x1b[77m"]  # fmt: skip


@pytest.mark.parametrize("written", HOSTILE)
def test_anything_else_fails_a_test_and_never_a_screen(written: str) -> None:
    with pytest.raises(UnknownSequence):
        reader().feed(written)
    parser = reader(strict=False)
    parser.feed(f"before{written}")
    parser.feed("\x1b[2;1Hafter")
    assert "before" in parser.grid.line(0)
    assert parser.grid.line(1).strip() == "after"
    assert len(parser.unknown) == 1
    for row in parser.grid.rows:
        assert all(glyph(cell).isprintable() for cell in row)


def test_unknown_sequences_are_named_by_their_shape_and_do_not_pile_up() -> None:
    parser = reader(strict=False)
    for number in range(100):
        parser.feed(f"\x1b[{number}J")
    assert parser.unknown == ["\x1b[0J"]
    for number in range(100):
        parser.feed(f"\x1bP{chr(0x4E00 + number)}\x1b\\")
    assert len(parser.unknown) == 32


def test_what_follows_stands_where_the_writer_believes_it_does() -> None:
    def three(_: str) -> int:
        return 3

    parser = Parser(Grid(20, 1), XTERM, measure=three)
    parser.feed("é\x1b[1mb")
    assert parser.grid.line(0).startswith("é  b")
    parser.feed("\x1b[Hé日本\x1b[0mb")
    assert parser.grid.line(0).startswith("é日b")
    parser.feed("\x1b[H日本\x1b[0mb")
    assert parser.grid.line(0).startswith("日 b")


def test_widths_are_those_of_textual() -> None:
    parser = reader(measured=True)
    parser.feed("日本 e\u0301\x1b[1m!")
    assert parser.x == 7
    assert parser.grid.line(0).startswith("日本 e\u0301!")


def test_terminals_without_colours_or_utf8_get_none() -> None:
    parser = Parser(Grid(6, 1), replace(XTERM, colours=0, utf8=False, marks=False))
    parser.feed("\x1b[31;103m“é”\x1b[0m")
    assert parser.grid.rows[0][:3] == encode('"e"', style(flags=REVERSE))
