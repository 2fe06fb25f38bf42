"""Frames: what a terminal shows after them, cell by cell, and how few bytes they take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.terminal_layer.emulator import Screen, Stream
from tests.terminal_layer.frames import SETS, XTERM, compare, replay, seen
from tuigroup.terminal.capabilities import Capabilities
from tuigroup.terminal.cells import BOLD, REVERSE, style
from tuigroup.terminal.encode import encode
from tuigroup.terminal.painter import blank_state, paint
from tuigroup.terminal.pen import State
from tuigroup.terminal.remote import Remote

SAMPLE = 2  # stories of FRAMES frames in normal tests
FRAMES = 50
SOAK = 20_000  # frames a set

MORE = "some more words "
TEXT = [f"line {number} of a text that somebody wrote, with {MORE * (number % 3)}in it" for number in range(60)]


class Shown:
    """A remote with an emulator behind it: what every frame costs, after making sure that it is right."""

    def __init__(self, caps: Capabilities = XTERM, width: int = 80, height: int = 24) -> None:
        self.remote = Remote(width, height, caps)
        self.screen = Screen(width, height, fill=caps.fill)
        self.stream = Stream(self.screen)
        self.stream.feed(b"\x1b[?7l")
        self.flush()

    def put(self, y: int, x: int, text: str, of: int = 0) -> None:
        self.remote.want.put(y, x, encode(text, of))

    def page(self, top: int, lines: list[str] = TEXT) -> None:
        for y in range(1, 23):
            text = lines[top + y] if top + y < len(lines) else ""
            self.put(y, 0, text.ljust(80)[:80])

    def flush(self) -> bytes:
        data = self.remote.frame()
        self.stream.feed(data)
        compare(self.remote, self.screen, repr(data))
        return data


@pytest.mark.parametrize("name", SETS)
def test_random_screens_are_shown_as_they_are(name: str) -> None:
    for seed in range(SAMPLE):
        assert sum(1 for _ in replay(seed, SETS[name], FRAMES)) == FRAMES


@pytest.mark.soak
@pytest.mark.parametrize("name", SETS)
def test_very_many_random_screens_are_shown_as_they_are(name: str) -> None:
    for seed in range(SOAK // 200):
        assert sum(1 for _ in replay(1000 + seed, SETS[name], 200)) == 200


def test_moving_a_marker_takes_five_bytes() -> None:
    shown = Shown()
    shown.page(0)
    shown.put(5, 1, ">")
    shown.remote.cursor = (1, 5)
    shown.flush()
    shown.put(5, 1, " ")
    shown.put(6, 1, ">")
    shown.remote.cursor = (1, 6)
    assert len(shown.flush()) == 5
    shown.put(6, 1, " ")
    shown.put(5, 1, ">")
    shown.remote.cursor = (1, 5)
    assert len(shown.flush()) == 6


def test_typing_takes_a_byte_although_the_program_draws_its_own_cursor() -> None:
    shown = Shown()
    shown.put(3, 0, "Dear heron")
    shown.remote.cursor = (10, 3)
    shown.flush()
    for place, letter in enumerate(", thank you.", 10):
        shown.put(3, place, letter)
        shown.put(3, place + 1, " ", style(flags=REVERSE))
        shown.remote.cursor = (place + 1, 3)
        assert len(shown.flush()) == 1
    shown.remote.cursor = (0, 0)
    shown.put(3, 22, " ")
    assert b"7" not in shown.flush()


@pytest.mark.parametrize(("column", "stands"), [(4, 4), (5, 4), (6, 6)])
def test_the_terminals_cursor_takes_the_place_of_the_programs_own(column: int, stands: int) -> None:
    """On it, or one column behind it, which is where Textual's line of text asks for it."""
    shown = Shown()
    shown.put(2, 0, "name", style(flags=BOLD))
    shown.put(2, 4, " ", style(0, 15))
    shown.remote.cursor = (column, 2)
    shown.flush()
    assert shown.remote.place == (stands, 2)
    assert (shown.screen.cells(2)[4][2] == "default") is (stands == 4)


def test_a_cursor_within_reversed_text_is_left_alone() -> None:
    shown = Shown()
    shown.put(3, 0, "a bar of a whole row", style(flags=REVERSE))
    shown.remote.cursor = (4, 3)
    shown.flush()
    assert shown.remote.shown.rows[3] == shown.remote.want.rows[3]
    shown.put(4, 0, "x", style(flags=REVERSE))
    shown.put(5, 0, " ")
    shown.remote.cursor = (0, 4)
    shown.flush()
    assert shown.remote.shown.rows[4] == [*encode("x", 0), *shown.remote.want.rows[4][1:]]


def test_inserting_within_a_line_does_not_send_the_rest_of_it() -> None:
    shown = Shown()
    shown.put(3, 0, "a line that somebody wants to add a word to")
    shown.remote.cursor = (7, 3)
    shown.flush()
    shown.put(3, 0, "a line, that somebody wants to add a word to")
    assert 4 <= len(shown.flush()) <= 6
    shown.put(3, 0, "a line that somebody wants to add a word to ".ljust(80))
    assert len(shown.flush()) <= 6


def test_half_a_wide_character_is_never_deleted() -> None:
    shown = Shown()
    shown.put(3, 0, "ab日本 and a long line with more words after it")
    shown.flush()
    shown.put(3, 0, "a本 and a long line with more words after it   ")
    assert b"\x1b[3P" in shown.flush()
    shown.put(3, 0, "ax and a long line with more words after it   ")
    assert b"P" not in shown.flush()


def test_a_marker_moves_while_the_rest_scrolls() -> None:
    shown = Shown()
    shown.page(0)
    shown.put(4, 79, "<")
    shown.flush()
    shown.page(1)
    shown.put(4, 79, " ")
    shown.put(7, 0, TEXT[7].ljust(80))
    shown.put(7, 0, ">")
    shown.flush()


@pytest.mark.parametrize("name", ["xterm", "vt100", "tmux", "linux", "putty", "no tabs"])
def test_scrolling_a_line_costs_little_more_than_the_line(name: str) -> None:
    shown = Shown(SETS[name])
    shown.put(0, 0, "a title that stays")
    shown.put(23, 0, "keys that stay")
    shown.page(0)
    shown.flush()
    shown.page(1)
    shown.flush()
    for top in (2, 3, 4):
        shown.page(top)
        assert len(shown.flush()) <= len(TEXT[top + 22]) + 14
    for top in (3, 2):
        shown.page(top)
        assert len(shown.flush()) <= len(TEXT[top + 1]) + 14


def test_a_page_costs_little_more_than_its_text() -> None:
    shown = Shown()
    shown.page(0)
    shown.flush()
    shown.page(30)
    text = sum(len(TEXT[30 + y].rstrip()) for y in range(1, 23))
    assert len(shown.flush()) < text + 22 * 4


def test_an_empty_screen_is_cleared_at_once() -> None:
    shown = Shown()
    for y in range(24):
        shown.put(y, 0, TEXT[y])
    shown.flush()
    for y in range(24):
        shown.put(y, 0, " " * 80)
    shown.remote.cursor = (0, 0)
    assert len(shown.flush()) <= len("\x1b[H\x1b[J")


def test_a_coloured_ground_is_erased_where_the_terminal_can() -> None:
    white = style(0, 15)
    for caps in (XTERM, replace(XTERM, fill=False)):
        shown = Shown(caps)
        for y in range(24):
            shown.put(y, 0, " " * 80, white)
        shown.put(4, 4, "some words", white)
        cost = len(shown.flush())
        assert cost < 60 if caps.fill else cost > 120


def test_nothing_changed_is_no_byte() -> None:
    shown = Shown()
    shown.page(0)
    shown.flush()
    shown.page(0)
    assert shown.flush() == b""
    assert shown.remote.changes() == 0


def test_a_terminal_that_shows_anything_is_painted_afresh() -> None:
    shown = Shown()
    shown.page(0)
    shown.flush()
    shown.stream.feed(b"\x1b[2;4r\x1b[41mand now a broadcast message")
    shown.remote.forget()
    assert shown.flush().startswith(b"\x1b[m\x1b[r\x1b[H\x1b[J")


def test_another_size_keeps_what_fits() -> None:
    shown = Shown()
    shown.page(0)
    shown.remote.cursor = (79, 23)
    shown.flush()
    shown.remote.resize(40, 10)
    shown.screen.resize(10, 40)
    shown.screen.cursor.x = shown.screen.cursor.y = 0
    shown.flush()
    assert shown.remote.size == (40, 10)
    assert shown.remote.want.text().startswith("\nline 1 of a text")


def test_a_wide_character_whose_width_is_not_sure_is_followed_by_a_movement() -> None:
    shown = Shown()
    shown.put(0, 0, "日本 ok")
    assert "日本 ok".encode() in shown.flush()
    shown.put(1, 0, "🙂 ok")
    assert "🙂\x1b[3G ok".encode() in shown.flush()
    shown.put(2, 78, "🙂")
    shown.flush()


def test_the_core_paints_from_any_two_grids() -> None:
    old, new = Remote(10, 2, XTERM).want, Remote(10, 2, XTERM).want
    new.put(1, 2, encode("x", style(flags=BOLD)))
    done = paint(old, new, XTERM, blank_state(2))
    assert done.data == b"\n\x1b[2C\x1b[1mx" or done.data == b"\n  \x1b[1mx"
    assert done.state == State(3, 1, style(flags=BOLD), 0, 1)
    assert paint(old, old, XTERM, State(None, None, 0, 0, 1)).data == b""
    assert paint(old, old, XTERM, State(None, None, 0, 0, 1), (0, 0)).data == b"\x1b[H"


def test_cells_of_the_emulator_and_of_a_grid_read_the_same() -> None:
    screen = Screen(4, 1)
    Stream(screen).feed("\x1b[1;31mé\x1b[m日".encode())
    assert screen.cells(0) == seen([*encode("é", style(1, -1, BOLD)), *encode("日 ", 0)])
