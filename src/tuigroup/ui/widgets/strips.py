"""Lines of styled text as Textual draws them. Text goes through ``clean.visible`` once more on the way."""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tuigroup.ui.themes import Look
from tuigroup.views.clean import visible
from tuigroup.views.lines import Line

_BAR: Final = Style(reverse=True)


def strip(of: Line, room: int, look: Look) -> Strip:
    """The line as a strip of exactly ``room`` columns."""
    segments = [Segment(visible(text), look.style(style)) for text, style in of if text]
    return Strip(segments).adjust_cell_length(room, look.base)


def barred(of: Strip) -> Strip:
    """The strip as a bar: what is marked in a rich look."""
    return Strip([Segment(text, (style or Style()) + _BAR) for text, style, _ in of], of.cell_length)


def scrolled(of: Strip, y: int, height: int, top: int, count: int, look: Look) -> Strip:
    """The strip with its part of a scrollbar in the last column, where ``count`` lines do not fit ``height``."""
    if count <= height:
        return of
    length = max(1, height * height // count)
    begins = (height - length) * top // max(1, count - height)
    mark = "\u2588" if begins <= y < begins + length else "\u2502"
    return Strip([*of.crop(0, of.cell_length - 1), Segment(mark, look.style("dim"))], of.cell_length)
