"""A first picture on the terminal of this process, before what draws all others is loaded.

It is written in the same output grammar and by the same painter as every later one, and whatever draws the next one
takes over what the terminal shows: only what differs is sent. Keys typed meanwhile stay in the terminal's own queue.
Where it is never taken over the terminal is given back as it was found. Knows no Textual.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

from tuigroup.terminal.capabilities import detect
from tuigroup.terminal.drivers.tty import Line, ends, open_output, size
from tuigroup.terminal.modes import Wishes, entering, leaving
from tuigroup.terminal.parser import Parser
from tuigroup.terminal.remote import Remote


class Early:
    """``able`` says whether a picture can be drawn on this terminal; ``size`` are its columns and rows."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._in, self._out = ends()
        self._caps = detect(environ)
        self._line: Line | None = None
        self.size = size(self._out, self._in)
        self.able = self._caps.addressable and os.isatty(self._in) and os.isatty(self._out)

    def show(self, written: str, cursor: tuple[int, int]) -> None:
        """The terminal is ours from now on, and shows what was written; never waits for it to take the bytes."""
        self._line = Line(*{self._in, self._out})
        self._line.raw()
        self._remote = Remote(*self.size, self._caps)
        Parser(self._remote.want, self._caps).feed(written)
        self._remote.cursor = cursor
        if not self._send(entering(self._caps, Wishes()) + self._remote.frame()):
            self._remote.forget()

    def take(self) -> tuple[Line, Remote] | None:
        """The terminal, and what it shows, for whoever draws from now on; None where there is nothing to take."""
        line, self._line = self._line, None
        return None if line is None else (line, self._remote)

    def give_back(self) -> None:
        """As it was found, unless it was taken."""
        taken = self.take()
        if taken is not None:
            self._send(leaving(self._caps, Wishes()))
            taken[0].restore()

    def _send(self, data: bytes) -> bool:
        """Whether all of it left."""
        sent = 0
        with suppress(OSError):
            own = open_output(self._out)
            try:
                sent = os.write(own, data)
            finally:
                os.close(own)
        return sent == len(data)
