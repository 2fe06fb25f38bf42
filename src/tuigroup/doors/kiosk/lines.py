"""A visit in lines, for a braille terminal or for listening: the same clock, told in sentences, and the same end."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tuigroup.doors.kiosk.signals import leave_on_signals
from tuigroup.doors.kiosk.terminal import Console, cleared
from tuigroup.doors.terminal_lines import TerminalLines
from tuigroup.i18n import translator
from tuigroup.line.shell import Leaving, Left, Shell
from tuigroup.session.ending import Became
from tuigroup.views import visit_words
from tuigroup.views.visit_clock import Phase

if TYPE_CHECKING:
    from tuigroup.doors.kiosk.visit import AtKiosk

SOON: Final = 10.0  # seconds before the end at which the warning is repeated


class GivenUp(Left):
    """Another process takes over the waiting."""

    def __init__(self, why: str) -> None:
        super().__init__(Leaving.PLAIN)
        self.why = why


class Lines:
    """One visit in lines. ``over`` says why it ended, '' by a word."""

    def __init__(self, here: AtKiosk) -> None:
        self._here = here
        self._term = os.environ["TERM"]
        Console(0, self._term).for_lines()
        self._console = TerminalLines(sys.stdin, sys.stdout)
        here.give_up = self._give_up
        self.over = ""
        self.shell = Shell(
            here.visit.session, here.visit.settings, self._console, translator(here.settings.language), kiosk=here
        )
        self._running = asyncio.ensure_future(self.shell.run())
        self._fault: Exception | None = None
        self._told: set[object] = set()

    async def show(self) -> tuple[str, Became]:
        """Until the visit ends. Raises a fault."""
        ticking = asyncio.ensure_future(self._tick())
        left = Leaving.PLAIN
        try:
            with suppress(asyncio.CancelledError):
                left = await self._running
        finally:
            ticking.cancel()
            self._console.restore()
        if self._fault is not None:
            raise self._fault
        return self.over or ("quick" if left is Leaving.QUICK else "key"), self.shell.became

    def end_now(self, why: str) -> None:
        """Nothing on the terminal first; what is unsent is the door's to see to."""
        if not self.over:
            self.over = why
            with suppress(OSError):
                os.write(1, cleared(self._term, os.get_terminal_size(1).lines))
            self._running.cancel()

    def failed(self, error: Exception) -> None:
        self._fault = error
        self._running.cancel()

    def _give_up(self, why: str) -> None:
        self.over = why
        raise GivenUp(why)

    # Its clock

    async def _tick(self) -> None:
        typed = self._console.typed()
        while True:
            await asyncio.sleep(1)
            before, typed = typed, self._console.typed()
            if typed != before:
                self._here.clock.stirred()
                self._told.discard(Phase.IDLE)
                self._told.discard(SOON)
            standing = self._here.clock.standing()
            if standing.over:
                self.end_now("idle" if standing.phase is Phase.IDLE_OVER else "clock")
                return
            t = self.shell.t
            if standing.phase is Phase.IDLE:
                words = [t(visit_words.STILL_THERE, count=round(standing.left)), t(visit_words.GO_ON_TYPING)]
                self._say_once(SOON if standing.left <= SOON else Phase.IDLE, " ".join(words))
            elif standing.phase is Phase.CLOSING:
                self._say_once(Phase.CLOSING, t(visit_words.CLOSING))

    def _say_once(self, what: object, sentence: str) -> None:
        if what not in self._told:
            self._told.add(what)
            self._console.interject(sentence)


async def show(here: AtKiosk) -> tuple[str, Became]:
    """Until the visit ends; why, and what became of unsent writing where that was decided. Raises a fault."""
    gc.enable()
    lines = Lines(here)
    here.visit.fault = lines.failed
    undo: Callable[[], None] = leave_on_signals(lambda: lines.end_now("signal"))
    try:
        return await lines.show()
    finally:
        undo()
