"""Styles on the wire and colours as a terminal has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terminal_layer.emulator import Screen, Stream
from tests.terminal_layer.frames import seen
from tests.terminal_layer.test_cells import STYLES
from tuigroup.terminal.cells import ALL_FLAGS, BOLD, DIM, REVERSE, cell, parts, style
from tuigroup.terminal.colours import Colour, indexed, luminance, reduced
from tuigroup.terminal.sgr import change

RGB = st.tuples(*[st.integers(0, 255)] * 3)
COLOURS = st.integers(-1, 15) | RGB


@given(STYLES, STYLES, st.booleans())
def test_a_change_of_style_is_what_a_terminal_makes_of_it(before: int, after: int, unset: bool) -> None:
    screen = Screen(3, 1)
    stream = Stream(screen)
    stream.feed((change(0, before, unset) + "a" + change(before, after, unset) + "b").encode())
    assert screen.cells(0)[:2] == seen([cell("a", before), cell("b", after)])


@given(STYLES, STYLES)
def test_a_change_is_never_longer_than_beginning_afresh(before: int, after: int) -> None:
    assert len(change(before, after)) <= len(change(0, after)) + 1 + 2 * (after == 0)


def test_the_usual_changes_are_short() -> None:
    bold = style(flags=BOLD)
    assert change(bold, bold) == ""
    assert change(0, bold) == "\x1b[1m"
    assert change(bold, 0) == "\x1b[m"
    assert change(style(12), style(12, 3)) == "\x1b[43m"
    assert change(style(flags=BOLD | DIM), style(5, flags=DIM)) in ("\x1b[;2;35m", "\x1b[22;2;35m")
    assert change(style(1, 2, BOLD), style(1, 2), unset=False) == "\x1b[;31;42m"


@given(COLOURS, COLOURS, st.integers(0, 63), st.sampled_from([0, 8, 16]), st.integers(0, 63))
def test_a_terminal_gets_only_what_it_has(front: Colour, back: Colour, flags: int, colours: int, able: int) -> None:
    fore, ground, left = parts(reduced(front, back, flags, colours, able))
    assert -1 <= fore < max(colours, 0)
    assert -1 <= ground < max(colours, 0)
    assert not left & ~able
    assert fore != ground or fore == -1, "text can be read on its background"


def test_colours_of_256_and_more() -> None:
    assert indexed(9) == 9
    assert indexed(16) == (0, 0, 0)
    assert indexed(196) == (255, 0, 0)
    assert indexed(255) == (238, 238, 238)
    assert luminance(-1) == 0
    assert luminance(15) == pytest.approx(255)
    assert parts(reduced((250, 10, 10), (0, 0, 120), 0, 16, 0)) == (9, -1, 0)
    assert parts(reduced(-1, (250, 250, 250), 0, 16, 0)) == (-1, 15, 0)
    assert parts(reduced((100, 100, 100), (200, 40, 40), 0, 16, 0)) == (8, 1, 0)
    assert parts(reduced((10, 10, 10), (200, 200, 200), 0, 16, 0)) == (0, 7, 0)


def test_eight_colours_make_bright_ones_bold_and_grey_ones_dim() -> None:
    assert parts(reduced(12, 9, 0, 8, ALL_FLAGS)) == (4, 1, BOLD)
    assert parts(reduced(8, -1, 0, 8, ALL_FLAGS)) == (-1, -1, DIM)
    assert parts(reduced(15, 7, 0, 8, ALL_FLAGS)) == (0, 7, BOLD), "not white on white"


def test_without_colours_a_bright_background_is_reversed() -> None:
    assert parts(reduced(0, 11, 0, 0, ALL_FLAGS)) == (-1, -1, REVERSE)
    assert parts(reduced(7, (20, 20, 20), BOLD, 0, ALL_FLAGS)) == (-1, -1, BOLD)
