"""A screen at the foot of another one, which stays in sight above it: nothing that stands there is drawn again.

What is above does not move and takes no keys. The first line says what this is and how to leave it.
"""

from __future__ import annotations

from itertools import islice

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tuigroup.ui.messages import LinkChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.bars import KeyLine, NoticeLine, TooSmall


class Overlay(BaseScreen, ModalScreen[None]):
    """A kind of overlay gives ``heading`` and ``body``, and may give another ``KEYS``, ``LAST_KEYS``."""

    def heading(self) -> str:
        """What this is, in a few clean words."""
        return ""

    @property
    def below(self) -> BaseScreen | None:
        """The screen that is seen above this one's lines."""
        return next(islice(self.shell.base_screens(), self._place() + 1, None), None)

    def _place(self) -> int:
        return next((place for place, screen in enumerate(self.shell.base_screens()) if screen is self), 0)

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="ask"):
            yield KeyLine(id="footer")
            yield from self.body()
            yield NoticeLine(id="notice")
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one("#footer", KeyLine).lead = self.heading()

    def refresh_title(self) -> None:
        """The title is that of the screen below."""
        if self.below is not None:
            self.below.refresh_title()

    def on_link_changed(self, message: LinkChanged) -> None:
        self.refresh_title()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self.uncover)

    def _stands(self) -> None:
        self.uncover()
        self.call_after_refresh(super()._stands)

    def uncover(self) -> None:
        """Have the screen below show above this one what it is about."""
        below = self.below
        for sheet in self.query("#sheet"):  # none any more where it was closed meanwhile
            if self.is_current and below is not None:
                below.make_room(sheet.region.y)
