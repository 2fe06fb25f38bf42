"""The screens on a channel: one app among many in a process, whose terminal may go and another come.

Knows no SSH: a channel is bytes in and out (terminal.drivers.channel). Whoever runs it ends the visit.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from tuigroup.doors.far_end import FarEnd
from tuigroup.doors.visit import Visit
from tuigroup.terminal.drivers.channel import Channel
from tuigroup.ui import app
from tuigroup.ui.app import Leaving, TuigroupApp
from tuigroup.ui.leftovers import let_go

KEYS_AHEAD: Final = 256  # keys typed ahead from which the line is asked to wait


class ChannelApp(TuigroupApp):
    """An app that leaves the standard streams alone: they are the whole process's."""

    CSS_PATH = str(Path(app.__file__).parent / TuigroupApp.CSS_PATH)  # Textual looks beside the class it runs

    def on_load(self) -> None:
        # Textual would put its own streams in their place for as long as an app runs, and take back another's.
        self._capture_stdout, self._capture_stderr = sys.stdout, sys.stderr  # type: ignore[assignment]


class Screens:
    """One person's app: a ``Front``. ``first`` names the first screen, '' for the usual one."""

    def __init__(self, visit: Visit, far: FarEnd, *, first: str = "") -> None:
        self._channel = Channel(far.send, size=far.size, environ=far.environ, queued=far.queued)
        driver = self._channel.driver_class()
        self._app = ChannelApp(visit.session, visit.settings, first=first, begin=visit.begin, driver_class=driver)
        visit.fault = self._app.crash

    @property
    def behind(self) -> bool:
        return self._app.ahead > KEYS_AHEAD

    async def run(self) -> None:
        try:
            await self._app.run_async(mouse=False)
        finally:
            let_go()
        if self._app.crashed is not None:
            raise self._app.crashed

    def received(self, data: bytes) -> None:
        self._channel.received(data)

    def ended(self) -> None:
        """A terminal that sends nothing more is as good as gone."""
        self.leave()

    def resized(self, width: int, height: int) -> None:
        self._channel.resized(width, height)

    def lost(self) -> None:
        self._channel.lost()
        self._keep()

    def moved(self, far: FarEnd) -> bool:
        if far.plain:
            return False
        self._channel.moved(far.send, size=far.size, environ=far.environ, queued=far.queued)
        return True

    def leave(self) -> None:
        self._keep()
        self._app.exit(Leaving.PLAIN)

    def tell(self, sentence: str) -> None:
        self._app.tell(sentence)

    def _keep(self) -> None:
        with suppress(Exception):
            self._app.keep()
