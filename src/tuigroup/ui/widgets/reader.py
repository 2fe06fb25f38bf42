"""A long text to read: paragraphs wrapped to the pane, a page at a time; the place is kept by paragraph.

A paragraph's number does not depend on the width of the terminal, so a place found at 80 columns is the same
at 120.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from textual.message import Message

from tuigroup.ui.bindings import bindings
from tuigroup.ui.widgets.pane import Pane
from tuigroup.views.lines import Line, Paragraph, line, wrapped


class Reader(Pane):
    """Shows paragraphs. Posts ``Scrolled`` when another place is shown, ``Ended`` on Space at the end."""

    BINDINGS = bindings("down", "up", "on", "page_down", "page_up", "first", "last")

    class Scrolled(Message):
        def __init__(self, reader: Reader) -> None:
            super().__init__()
            self.reader = reader

        @property
        def control(self) -> Reader:
            return self.reader

    class Ended(Message):
        def __init__(self, reader: Reader) -> None:
            super().__init__()
            self.reader = reader

        @property
        def control(self) -> Reader:
            return self.reader

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._paragraphs: list[Paragraph] = []
        self._lines: list[Line] = []
        self._ends: list[int] = []
        self._wanted = 0

    def set_paragraphs(self, paragraphs: Iterable[Paragraph], *, place: int | None = None) -> None:
        """Replace the text; ``place`` is the paragraph to begin at, None keeps where the reader is."""
        wanted = self.place if place is None else place
        self._paragraphs = list(paragraphs)
        self._wanted = wanted
        self.measure()
        self.redraw()

    def set_lines(self, lines: Iterable[Line | str], *, place: int | None = None) -> None:
        """The same from lines, each wrapped on its own."""
        self.set_paragraphs((Paragraph(line(of) if isinstance(of, str) else of) for of in lines), place=place)

    @property
    def place(self) -> int:
        """The paragraph at the top of the pane."""
        if not self.size.height or not self._ends:
            return self._wanted
        return min(bisect_right(self._ends, self.top), max(0, len(self._ends) - 1))

    def go_to(self, place: int) -> None:
        """Show from that paragraph on."""
        self._wanted = place
        if self._ends and self.size.height:
            place = max(0, min(place, len(self._ends) - 1))
            self.show_from(self._ends[place - 1] if place else 0)

    def measure(self) -> None:
        wanted = self._wanted
        if not self.size.width:
            self._lines, self._ends = [], []
            return  # wrapped when it has a size
        room = self.text_width
        found = [wrapped(part, room) for part in self._paragraphs]
        self._lines = [of for lines in found for of in lines]
        self._ends = list(accumulate(map(len, found)))
        self.go_to(wanted)

    def count(self) -> int:
        return len(self._lines)

    def at(self, index: int) -> Line:
        return self._lines[index]

    def scrolled(self) -> None:
        self._wanted = self.place
        self.post_message(self.Scrolled(self))
        self.point_at(self.top)

    def action_down(self) -> None:
        self.show_from(self.top + 1)

    def action_up(self) -> None:
        self.show_from(self.top - 1)

    def action_page_down(self) -> None:
        self.show_from(self.top + self.page - 1)

    def action_on(self) -> None:
        if self.at_end:
            self.post_message(self.Ended(self))
        else:
            self.action_page_down()

    def action_page_up(self) -> None:
        self.show_from(self.top - self.page + 1)

    def action_first(self) -> None:
        self.show_from(0)

    def action_last(self) -> None:
        self.show_from(self.count())
