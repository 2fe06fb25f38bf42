"""A list of rows with a marker: one column of ink instead of a bar, so that moving costs a few bytes.

Rows are drawn when they come into sight and kept until the list or its width changes. The selection stays
on its row by key when the rows are replaced.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate, chain

from textual import events
from textual.message import Message

from tuigroup.ui.bindings import bindings
from tuigroup.ui.widgets.pane import Pane
from tuigroup.views.lines import Line, line
from tuigroup.views.rows import BLANK, MARGIN, Draw, Row, margin, text_row

__all__ = ["BLANK", "Draw", "Row", "RowList", "text_row"]


class RowList(Pane):
    """The list. Posts ``Opened`` on Enter and ``Moved`` when the marker stands on another row."""

    BINDINGS = bindings("down", "up", "page_down", "page_up", "first", "last", "open")
    margin = MARGIN

    class Moved(Message):
        """The marker stands on another row (None: on none)."""

        def __init__(self, pane: RowList, row: Row | None) -> None:
            super().__init__()
            self.pane = pane
            self.row = row

        @property
        def control(self) -> RowList:
            return self.pane

    class Opened(Message):
        """Enter was pressed on a row."""

        def __init__(self, pane: RowList, row: Row) -> None:
            super().__init__()
            self.pane = pane
            self.row = row

        @property
        def control(self) -> RowList:
            return self.pane

    def __init__(self, *, id: str | None = None, classes: str | None = None, empty: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._rows: list[Row] = []
        self._ends: list[int] = []
        self._drawn: dict[int, Sequence[Line]] = {}
        self._index = -1
        self.empty = empty

    # Rows

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def row(self) -> Row | None:
        """The row the marker stands on."""
        return self._rows[self._index] if 0 <= self._index < len(self._rows) else None

    @property
    def key(self) -> Hashable | None:
        row = self.row
        return None if row is None else row.key

    def set_rows(self, rows: Iterable[Row], *, select: Hashable | None = None) -> None:
        """Replace all rows. The marker goes to ``select``, or stays on its key, or as near as can be."""
        wanted, before, offset = select or self.key, self._index, self._offset()
        self._rows = list(rows)
        self.measure()
        self._index = self._find(wanted)
        if self._index < 0:
            self._index = self._near(min(max(0, before), len(self._rows) - 1))
        if self._index >= 0 and offset is not None:
            self._top = max(0, min(self.start(self._index) - offset, self.count() - self.page))
        self._into_view()
        self.redraw()
        self.post_message(self.Moved(self, self.row))

    def select(self, key: Hashable) -> bool:
        """Put the marker on the row of that key. False where there is none."""
        index = self._find(key)
        return index >= 0 and self._go(index)

    def measure(self) -> None:
        self._drawn.clear()
        columns, sized = self.text_width, bool(self.size.width)
        heights = (
            row.height or (max(1, len(self._draw(index, columns))) if sized else 1)
            for index, row in enumerate(self._rows)
        )
        self._ends = list(accumulate(heights))
        self.call_after_refresh(self._into_view)

    def start(self, index: int) -> int:
        """The first line of a row."""
        return self._ends[index - 1] if index else 0

    def _draw(self, index: int, columns: int) -> Sequence[Line]:
        lines = self._drawn.get(index)
        if lines is None:
            lines = self._drawn[index] = self._rows[index].lines(columns)
        return lines

    def _find(self, key: Hashable | None) -> int:
        if key is None:
            return -1
        return next((index for index, row in enumerate(self._rows) if row.key == key), -1)

    def _near(self, index: int) -> int:
        """The nearest row that can be selected, below first; -1 where there is none."""
        for place in chain(range(max(0, index), len(self._rows)), range(min(index, len(self._rows)) - 1, -1, -1)):
            if self._rows[place].key is not None:
                return place
        return -1

    # Lines

    def count(self) -> int:
        return self._ends[-1] if self._ends else (1 if self.empty else 0)

    def at(self, index: int) -> Line:
        if not self._ends:
            return line(self.empty)
        place = bisect_right(self._ends, index)
        lines = self._draw(place, self.text_width)
        within = index - self.start(place)
        return lines[within] if within < len(lines) else ()

    def head(self, index: int) -> Line:
        place = bisect_right(self._ends, index) if self._ends else -1
        if place < 0:
            return line("   ")
        return margin(self._rows[place], first=index == self.start(place), marked=place == self._index)

    def marked(self, index: int) -> bool:
        return bool(self._ends) and self.row is not None and bisect_right(self._ends, index) == self._index

    # Moving

    def _redraw_row(self, index: int) -> None:
        """What of a row is another with the marker and without."""
        if self.look.rich:
            for place in range(self.start(index), self._ends[index]):
                self.redraw(place)
        else:
            self.redraw(self.start(index), margin=True)

    def _go(self, index: int) -> bool:
        if index < 0 or index == self._index:
            return False
        before, self._index = self._index, index
        if 0 <= before < len(self._rows):
            self._redraw_row(before)
        self._redraw_row(index)
        self._into_view()
        self.post_message(self.Moved(self, self.row))
        return True

    def _offset(self) -> int | None:
        """Where on the screen the selected row begins."""
        return None if self.row is None or not self._ends else self.start(self._index) - self._top

    def _into_view(self) -> None:
        if self._index < 0 or not self._ends or not self.size.height:
            return
        first, end = self.start(self._index), self._ends[self._index]
        # Headings just above the first row that can be selected are worth seeing too.
        lead = 0 if self._near(0) == self._index else first
        if end - first > self.page and first <= self._top <= end - self.page:
            pass  # somewhere within a row that is taller than the screen
        elif first < self._top:
            self.show_from(lead)
        elif end > self._top + self.page:
            self.show_from(min(first, end - self.page))
        self.point_at(first)

    def _step(self, by: int) -> None:
        place = self._index + by
        while 0 <= place < len(self._rows):
            if self._rows[place].key is not None:
                self._go(place)
                return
            place += by
        self.show_from(self.top + by)

    def action_down(self) -> None:
        # A row taller than what is left of the screen is read to its end first.
        if 0 <= self._index < len(self._ends) and self._ends[self._index] > self.top + self.page:
            self.show_from(self.top + 1)
        else:
            self._step(1)

    def action_up(self) -> None:
        if 0 <= self._index < len(self._ends) and self.start(self._index) < self.top:
            self.show_from(self.top - 1)
        else:
            self._step(-1)

    def action_page_down(self) -> None:
        if not self.show_from(self.top + self.page - 1):
            self.action_last()
            return
        self._go_visible(self.top)

    def action_page_up(self) -> None:
        if not self.show_from(self.top - self.page + 1):
            self.action_first()
            return
        self._go_visible(self.top)

    def _go_visible(self, top: int) -> None:
        """Put the marker on the first row that begins on the page, without scrolling back."""
        place = bisect_right(self._ends, top)
        if place < len(self._ends) and self.start(place) < top and self._ends[place] < top + self.page:
            place += 1
        index = self._near(min(place, len(self._rows) - 1))
        if index >= 0 and index != self._index:
            before, self._index = self._index, index
            if before >= 0:
                self._redraw_row(before)
            self._redraw_row(index)
            self.post_message(self.Moved(self, self.row))
        self.point_at(self.start(index) if index >= 0 else top)

    def action_first(self) -> None:
        self._go(self._near(0))
        self.show_from(0)

    def action_last(self) -> None:
        self._go(self._near(len(self._rows) - 1))
        self.show_from(self.count())

    def action_open(self) -> None:
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    def on_focus(self, event: events.Focus) -> None:
        self._into_view()
