"""The line mode on a channel: lines in and plain text out, with a small line editor where the far end has none.

A terminal sends every key by itself, so what is typed is echoed here and can be taken back; without a terminal whole
lines come in, edited and shown at the far end already. No escape sequence is ever written.
"""

from __future__ import annotations

import asyncio
from codecs import getincrementaldecoder
from collections import deque
from typing import Final

from wcwidth import wcswidth

from tuigroup.doors.far_end import FarEnd
from tuigroup.doors.visit import Visit
from tuigroup.i18n import Translator, translator
from tuigroup.line.console import Ended
from tuigroup.line.shell import Shell

LONGEST: Final = 16_384  # characters of a line
AHEAD: Final = 512  # lines typed ahead from which the line is asked to wait
_BACK: Final = ("\x7f", "\b")
_WORD: Final = "\x17"
_ALL: Final = ("\x15", "\x03")
_END: Final = "\x04"


class ChannelLines:
    """A ``Console`` over a far end. Input comes by ``received`` and ends by ``ended``."""

    def __init__(self, far: FarEnd, t: Translator) -> None:
        self._send = far.send
        self._t = t
        self._echo = far.terminal
        self._size = far.size if far.terminal else (0, 0)
        self._lines: deque[str] = deque()
        self._typed = ""
        self._escape = 0  # how far into a terminal's sequence: 0 not at all, 1 after ESC, 2 in its parameters
        self._return = False  # a carriage return was the last: the newline after it is no line of its own
        self._over = self._secret = False
        self._prompt = ""
        self._stirred = asyncio.Event()
        self._decode = getincrementaldecoder("utf-8")("replace").decode

    # What a door tells

    def received(self, data: bytes) -> None:
        for letter in self._decode(data):
            self._take(letter)
        if self._lines or self._over:
            self._stirred.set()

    def ended(self) -> None:
        """There is no more input."""
        if self._typed:
            self._line()
        self._over = True
        self._stirred.set()

    def resized(self, width: int, height: int) -> None:
        if self._echo:
            self._size = width, height

    def lost(self) -> None:
        """Nobody listens."""
        self._send = lambda data: None

    def moved(self, far: FarEnd) -> None:
        """Somebody listens again; what was asked last is asked again."""
        self._send, self._echo = far.send, far.terminal
        self._size = far.size if far.terminal else (0, 0)
        self._typed, self._escape, self._over = "", 0, False
        self._write(self._t("You are where you were.") + "\n" + self._prompt)

    @property
    def behind(self) -> bool:
        return len(self._lines) > AHEAD

    # What the line mode asks

    @property
    def interactive(self) -> bool:
        return self._echo

    def size(self) -> tuple[int, int]:
        return self._size

    async def write(self, text: str) -> None:
        self._write(text)

    async def read(self, prompt: str, *, keep: bool = False) -> str:
        self._prompt = prompt
        self._write(prompt)
        if self._echo and self._typed and not self._lines:
            self._write("*" * len(self._typed) if self._secret else self._typed)
        while not self._lines:
            if self._over:
                raise Ended
            self._stirred.clear()
            await self._stirred.wait()
        self._prompt = ""
        typed = self._lines.popleft()
        if not self._echo and prompt:
            self._write("\n")
        return typed

    async def secret(self, prompt: str) -> str:
        self._secret = True
        if not self._echo:
            prompt = self._t("(This line has no terminal: it may be shown as you type.)") + "\n" + prompt
        try:
            return await self.read(prompt)
        finally:
            self._secret = False

    async def stirred(self) -> None:
        while not (self._echo and self._lines):
            self._stirred.clear()
            await self._stirred.wait()

    # Editing

    def _write(self, text: str) -> None:
        self._send(text.replace("\n", "\r\n" if self._echo else "\n").encode())

    def _take(self, letter: str) -> None:
        was_return, self._return = self._return, letter == "\r"
        if letter == "\n" and was_return:
            return
        if letter in "\r\n":
            self._line()
        elif not self._echo:
            self._typed = (self._typed + letter)[:LONGEST]
        elif self._escape:
            self._skip(letter)
        else:
            self._edit(letter)

    def _edit(self, letter: str) -> None:
        if letter == "\x1b":
            self._escape = 1
        elif letter in _BACK:
            self._rub_out(1)
        elif letter in _ALL:
            self._rub_out(len(self._typed))
        elif letter == _WORD:
            kept = self._typed.rstrip().rpartition(" ")
            self._rub_out(len(self._typed) - len(kept[0] + kept[1]))
        elif letter == _END and not self._typed:
            self._over = True
        elif letter.isprintable() and len(self._typed) < LONGEST:
            self._typed += letter
            if self._prompt:
                self._show(letter)

    def _skip(self, letter: str) -> None:
        """The keys that send a sequence (arrows and the like) do nothing here."""
        if self._escape == 1:
            self._escape = 2 if letter in "[O" else 0
        elif "@" <= letter <= "~":
            self._escape = 0

    def _show(self, letters: str) -> None:
        if not self._secret:
            self._send(letters.encode())

    def _rub_out(self, count: int) -> None:
        if count <= 0 or not self._typed:
            return
        gone, self._typed = self._typed[-count:], self._typed[:-count]
        if not self._secret and self._prompt:
            cells = max(0, wcswidth(gone))
            self._send(b"\b \b" * cells)

    def _line(self) -> None:
        if self._echo and self._prompt:
            self._send(b"\r\n")
        self._lines.append(self._typed)
        self._typed = ""


class Lines:
    """One person's line mode: a ``Front``."""

    def __init__(self, visit: Visit, far: FarEnd) -> None:
        self._visit = visit
        t = translator(visit.settings.language)
        self._console = ChannelLines(far, t)
        self._shell = Shell(visit.session, visit.settings, self._console, t)
        self._running: asyncio.Task[object] | None = None
        self._fault: Exception | None = None
        visit.fault = self._failed

    @property
    def behind(self) -> bool:
        return self._console.behind

    async def run(self) -> None:
        self._visit.begin()
        self._running = asyncio.get_running_loop().create_task(self._shell.run())
        await asyncio.wait([self._running])
        if self._fault is not None:
            raise self._fault
        if not self._running.cancelled():
            self._running.result()

    def received(self, data: bytes) -> None:
        self._console.received(data)

    def ended(self) -> None:
        self._console.ended()

    def resized(self, width: int, height: int) -> None:
        self._console.resized(width, height)

    def lost(self) -> None:
        self._console.lost()
        self._shell.keep()

    def moved(self, far: FarEnd) -> bool:
        if not far.plain:
            return False
        self._console.moved(far)
        return True

    def leave(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def tell(self, sentence: str) -> None:
        """Nothing is said in the middle of a line; the prompt after it tells what is new."""

    def _failed(self, error: Exception) -> None:
        self._fault = error
        self.leave()
