"""A pane of lines that scrolls without scrollbar or animation; the base of lists and of the reader.

It draws only the lines that are seen, so its contents may be as long as they like.
"""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from tuigroup.ui.themes import OWN, Look
from tuigroup.ui.widgets.strips import barred, scrolled, strip
from tuigroup.views.lines import WIDEST, Line


class Pane(Widget, can_focus=True):
    """``margin`` columns stand free on the left; ``count`` and ``at`` are what a kind of pane gives."""

    DEFAULT_CSS = "Pane { height: 1fr; width: 1fr; }"
    ALLOW_SELECT = False
    margin = 1

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._top = 0

    # What a kind of pane gives

    def count(self) -> int:
        """How many lines there are."""
        return 0

    def at(self, index: int) -> Line:
        """The line at ``index`` (0 to count), margin not included."""
        return ()

    def head(self, index: int) -> Line:
        """What stands in the margin of a line."""
        return ((" " * self.margin, ""),)

    def marked(self, index: int) -> bool:
        """Whether a line belongs to what the marker stands on."""
        return False

    def measure(self) -> None:
        """The width changed: lines may be others now."""

    def scrolled(self) -> None:
        """The first line shown is another one now."""

    # What panes share

    @property
    def look(self) -> Look:
        found = getattr(self.app, "look", OWN)
        return found if isinstance(found, Look) else OWN

    @property
    def text_width(self) -> int:
        """Columns for text: the pane without its margin, never more than WIDEST."""
        return max(8, min(WIDEST, self.size.width - self.margin - 1))

    @property
    def top(self) -> int:
        """The first line shown."""
        return self._top

    @property
    def page(self) -> int:
        return max(1, self.size.height)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._top + self.page >= self.count()

    def show_from(self, top: int) -> bool:
        """Scroll so that ``top`` is the first line, as far as there are lines. True where something moved."""
        top = max(0, min(top, self.count() - self.page))
        if top == self._top:
            return False
        self._top = top
        self.refresh()
        self.scrolled()
        return True

    def redraw(self, index: int | None = None, *, margin: bool = False) -> None:
        """Draw one line again, only its margin where that is asked for, or everything."""
        if index is None:
            self._top = max(0, min(self._top, self.count() - self.page))
            self.refresh()
        elif 0 <= index - self._top < self.size.height:
            self.refresh(Region(0, index - self._top, self.margin if margin else self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        index, look, room = self._top + y, self.look, self.size.width
        if index >= self.count():
            return Strip([Segment(" " * room, look.base)], room)
        found = strip((*self.head(index), *self.at(index)), room, look)
        if not look.rich:
            return found
        found = barred(found) if self.marked(index) else found
        return scrolled(found, y, self.page, self._top, self.count(), look)

    def point_at(self, index: int) -> None:
        """The terminal's own cursor goes to that line, for those who follow it by ear or finger."""
        if self.has_focus and self.app.screen is self.screen and 0 <= index - self._top < self.size.height:
            x, y = self.content_region.offset
            self.app.cursor_position = Offset(x + max(0, self.margin - 2), y + index - self._top)

    def on_resize(self, event: events.Resize) -> None:
        self.measure()
        self.redraw()
