"""The lines at the edges: where one is, which keys work now, and a word about what just happened."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tuigroup.i18n import ENGLISH, Translator
from tuigroup.ui.themes import OWN, Look
from tuigroup.ui.widgets.strips import strip
from tuigroup.views import edges
from tuigroup.views.lines import WIDEST, Line, line, wrap


class Bar(Widget):
    """Fixed lines of text, cleaned and clipped; never takes the focus."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()

    @property
    def look(self) -> Look:
        found = getattr(self.app, "look", OWN)
        return found if isinstance(found, Look) else OWN

    @property
    def t(self) -> Translator:
        found = getattr(self.app, "t", ENGLISH)
        return found if isinstance(found, Translator) else ENGLISH

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def show(self, *lines: Line) -> None:
        """Replace the lines; draws only where something changed."""
        if lines != self._lines:
            higher = len(lines) != len(self._lines)
            self._lines = lines
            self.refresh(layout=higher and str(self.styles.height) == "auto")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        of = self._lines[y] if y < len(self._lines) else ()
        return strip(of, self.size.width, self.look)


class TitleLine(Bar):
    """Breadcrumb on the left, what the screen adds, the line to the server, and the way to help on the right."""

    def title(self, crumbs: Sequence[str], info: str, state: str, help_key: str) -> None:
        self.show(edges.title(self.t, self.size.width, crumbs, info, state, help_key))


class KeyLine(Bar):
    """Only keys that work now, as many as fit; the last ones (going back, all keys) are never left out.

    ``lead`` are words that stand before the keys, where there is room for both.
    """

    lead = ""

    def keys(self, items: Sequence[tuple[str, str]], last: Sequence[tuple[str, str]]) -> None:
        """Pairs of (key as read, label)."""
        self.show(edges.keys(self.size.width, items, last, self.lead))


class NoticeLine(Bar):
    """A sentence or two about what just happened; gone with the next key."""

    DEFAULT_CSS = "NoticeLine { height: auto; max-height: 4; }"

    def say(self, sentence: str) -> None:
        room = max(10, min(WIDEST, self.size.width - 2))
        self.show(*(line(" ", (found, "strong")) for found in wrap(sentence, room)) if sentence else ())

    @property
    def said(self) -> str:
        return " ".join("".join(text for text, _ in of).strip() for of in self._lines)


class TooSmall(Bar):
    """Instead of a screen that does not fit."""

    DEFAULT_CSS = "TooSmall { height: 1fr; display: none; }"

    def on_resize(self, event: events.Resize) -> None:
        text = self.t("Please make the window larger: 40 by 12 at least.")
        self.show(*(line(found) for found in wrap(text, max(1, self.size.width))))
