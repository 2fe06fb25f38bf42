"""The terminal between two visits: nothing of the last one left on it, whatever state it was left in.

Knows no visit and no Textual: bytes, line discipline, and at most a moment whatever the terminal does.
"""

from __future__ import annotations

import os
import select
import termios
import time
from contextlib import suppress
from typing import Final

from tuigroup.doors.signals import RESTORE

_PATIENCE: Final = 1.0  # seconds for all bytes
_PLAIN: Final = ("", "dumb", "unknown")
_STRING_ENDS: Final = b"\x18\x1b\\"  # whatever sequence was cut in the middle
# The second screen is emptied too; then this one, and what could be scrolled back to.
_EMPTY: Final = b"\x1b[?1049h\x1b[r\x1b[H\x1b[2J\x1b[?1049l\x1b[!p\x1b[r\x1b[H\x1b[2J\x1b[3J"
_TITLE: Final = b"\x1b]0;\x07"
_CLIPBOARD: Final = b"\x1b]52;c;!\x07\x1b]52;p;!\x07"  # what is neither base64 nor a question empties it
_AFRESH: Final = b"\x1bc\x1b[H\x1b[2J\x1b[3J"


def cleared(term: str, rows: int = 24) -> bytes:
    """The bytes that leave nothing on a terminal of this name: modes, both screens, scrollback, title, clipboard."""
    if term in _PLAIN:
        return b"\n" * max(rows, 24) * 2
    if term.startswith("linux"):  # a console has no title and no clipboard, and may show such sequences as text
        return _STRING_ENDS[:1] + RESTORE + b"\x1b[H\x1b[2J\x1b[3J" + _AFRESH
    return _STRING_ENDS + RESTORE + _EMPTY + _TITLE + _CLIPBOARD + _AFRESH


class Console:
    """The terminal behind a file descriptor."""

    def __init__(self, end: int, term: str) -> None:
        self._end = end
        self._term = term

    def reset(self) -> None:
        """As new, and deaf: what is typed between two visits is not shown and no signal."""
        self.sane()
        with suppress(termios.error):
            termios.tcflow(self._end, termios.TCOON)  # somebody may have pressed Ctrl+S
            termios.tcflush(self._end, termios.TCIOFLUSH)
        self.write(cleared(self._term, self._rows()))
        self._deaf()

    def write(self, data: bytes) -> None:
        """As much as the terminal takes in a moment."""
        deadline = time.monotonic() + _PATIENCE
        with suppress(OSError):
            os.set_blocking(self._end, False)
            try:
                while data and (left := deadline - time.monotonic()) > 0:
                    if select.select([], [self._end], [], left)[1]:
                        with suppress(BlockingIOError):
                            data = data[os.write(self._end, data) :]
            finally:
                os.set_blocking(self._end, True)

    def sane(self) -> None:
        """What ``stty sane`` does."""
        with suppress(termios.error):
            now = termios.tcgetattr(self._end)
            characters = list(now[6])
            for name, value in _CHARACTERS.items():
                characters[name] = value
            now[0] = termios.BRKINT | termios.ICRNL | termios.IMAXBEL | termios.IXON | getattr(termios, "IUTF8", 0)
            now[1] = termios.OPOST | termios.ONLCR
            now[2] |= termios.CREAD
            now[3] = _LOCAL
            now[6] = characters
            termios.tcsetattr(self._end, termios.TCSANOW, now)

    def for_lines(self) -> None:
        """Lines edited by the terminal and shown; but no key is a signal, and none holds the output."""
        self.sane()
        with suppress(termios.error):
            now = termios.tcgetattr(self._end)
            now[0] &= ~termios.IXON
            now[3] &= ~termios.ISIG
            termios.tcsetattr(self._end, termios.TCSANOW, now)

    def _deaf(self) -> None:
        with suppress(termios.error):
            now = termios.tcgetattr(self._end)
            now[0] &= ~termios.IXON
            now[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
            termios.tcsetattr(self._end, termios.TCSANOW, now)

    def _rows(self) -> int:
        try:
            return os.get_terminal_size(self._end).lines
        except OSError:
            return 24


_LOCAL: Final = (
    termios.ISIG | termios.ICANON | termios.IEXTEN | termios.ECHO | termios.ECHOE | termios.ECHOK
    | termios.ECHOCTL | termios.ECHOKE
)  # fmt: skip
_CHARACTERS: Final = {
    termios.VINTR: b"\x03", termios.VQUIT: b"\x1c", termios.VERASE: b"\x7f", termios.VKILL: b"\x15",
    termios.VEOF: b"\x04", termios.VSTART: b"\x11", termios.VSTOP: b"\x13", termios.VSUSP: b"\x1a",
    termios.VMIN: 1, termios.VTIME: 0,
}  # fmt: skip
