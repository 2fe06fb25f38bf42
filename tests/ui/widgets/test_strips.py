"""Strips: whatever the text, a line stays a line and is exactly as wide as asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuigroup.ui.themes import OWN
from tuigroup.ui.widgets.strips import strip
from tuigroup.views.lines import line


def test_nothing_that_moves_a_cursor_reaches_a_strip() -> None:
    hostile = "a\x1b[2Jb\x9bc\x07\u202ed\u200be\u2028f"
    text = strip(line(hostile), 40, OWN).text
    assert text.isprintable()
    assert strip(line(hostile), 40, OWN).cell_length == 40


@given(st.text(max_size=80), st.integers(1, 60))
def test_a_strip_is_exactly_as_wide_as_asked(text: str, room: int) -> None:
    made = strip(line(text), room, OWN)
    assert made.cell_length == room
    assert made.text.isprintable()
