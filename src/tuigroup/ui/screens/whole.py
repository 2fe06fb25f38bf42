"""A new screen is shown when it is whole: every part has its size and has said what it has to say.

Textual draws a screen while its parts still learn how large they are. On a slow machine that half of a screen
would be sent first, over a line for which it was dear.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final

from textual.screen import Screen

LONGEST: Final = 0.5  # seconds after which it is shown as it is


class Whole(Screen[None]):
    """A kind of screen gives ``refresh_edges``, and calls ``hold`` when it is mounted."""

    def __init__(self) -> None:
        super().__init__()
        self._held = ExitStack()
        self._holding = False
        self._unsized = 0

    def refresh_edges(self) -> None:
        """The last that is drawn, when everything else has its size."""

    @property
    def whole(self) -> bool:
        """Whether everything has its size: what is drawn before would only be drawn again."""
        return not self._holding

    def hold(self) -> None:
        """Nothing is shown until this screen is whole."""
        self._held.enter_context(self.app.batch_update())
        self._holding = True
        self.set_timer(LONGEST, self._let_go)

    def on_screen_resume(self) -> None:
        if self._holding:
            self.call_later(self._ask_parts)

    def on_screen_suspend(self) -> None:
        self._let_go()

    def on_unmount(self) -> None:
        self._held.close()

    def _ask_parts(self) -> None:
        """Every part has been told its size by now; it has heard of it when it calls back."""
        parts = list(self.query("*"))
        self._unsized = len(parts)
        for part in parts:
            part.call_later(self._part_sized)

    def _part_sized(self) -> None:
        self._unsized -= 1
        if not self._unsized:
            self.call_later(self._all_sized)

    def _all_sized(self) -> None:
        self._let_go()

    def _let_go(self) -> None:
        if self._holding:
            self._holding = False
            self.refresh_edges()
            self._held.close()
            self.refresh()
            self.call_after_refresh(self._stands)

    def _stands(self) -> None:
        """What a screen does once it is drawn; also when it is in front again."""
