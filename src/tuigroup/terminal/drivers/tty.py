"""The terminal of this process: its line discipline, its size, and bytes to it that never block.

Knows no Textual. Output goes through a file description of its own, because non-blocking mode belongs to the
description, and the shell shares the usual ones.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import select
import struct
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

_PIECE: Final = 16  # bytes at once where the description is not our own: what a writable tty surely takes
_PATIENCE: Final = 0.4  # seconds for the last bytes
_SIZE: Final = (80, 24)


class Line:
    """Raw mode on the way in, and put right again."""

    def __init__(self, *ends: int) -> None:
        self._before: dict[int, list[Any]] = {}
        for end in ends:
            with suppress(termios.error):
                self._before[end] = termios.tcgetattr(end)

    def known(self, end: int) -> bool:
        """Whether an end is a terminal."""
        return end in self._before

    def raw(self) -> None:
        """Every key at once and as it is; nothing made of what is written."""
        for end, before in self._before.items():
            now = list(before)
            now[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR | termios.ISTRIP)
            now[1] &= ~termios.OPOST
            now[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
            now[6] = list(before[6])
            now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
            with suppress(termios.error):
                termios.tcsetattr(end, termios.TCSANOW, now)

    def restore(self) -> None:
        for end, before in self._before.items():
            with suppress(termios.error):
                termios.tcsetattr(end, termios.TCSANOW, before)


def ends() -> tuple[int, int]:
    """The descriptors of this process's terminal: where keys come in, and where what is shown goes out."""
    out = _number(sys.__stdout__, 1)
    return _number(sys.__stdin__, 0), out if os.isatty(out) else _number(sys.__stderr__, 2)


def _number(file: Any, usual: int) -> int:
    try:
        return int(file.fileno())
    except (AttributeError, ValueError, OSError):
        return usual


def size(*ends: int) -> tuple[int, int]:
    """Columns and rows of the first end that knows them."""
    for end in ends:
        with suppress(OSError):
            columns, rows = os.get_terminal_size(end)
            if columns > 0 and rows > 0:
                return columns, rows
    return _SIZE


def open_output(end: int) -> int:
    """A non-blocking description of the terminal behind ``end``. OSError where there is none to be had."""
    flags = os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    with suppress(OSError):
        return os.open(os.ttyname(end), flags)
    os.tcgetpgrp(end)  # raises where /dev/tty is another terminal than this
    return os.open("/dev/tty", flags)


class Output:
    """Bytes to a terminal, in order, when it takes them. Once it is gone they are dropped."""

    def __init__(self, end: int, loop: asyncio.AbstractEventLoop, drained: Callable[[], None]) -> None:
        self._loop, self._drained = loop, drained
        self._buffer = bytearray()
        self._waiting = False
        try:
            self._end, self._own = open_output(end), True
        except OSError:
            self._end, self._own = end, False
        self.gone = False

    def write(self, data: bytes) -> None:
        self._buffer += data
        if not self._waiting:
            self._push()

    def queued(self) -> int:
        """Bytes here and in the tty, as far as it tells."""
        left = len(self._buffer)
        with suppress(OSError):
            left += struct.unpack("i", fcntl.ioctl(self._end, termios.TIOCOUTQ, bytes(4)))[0]
        return left

    def _push(self) -> None:
        while self._buffer and not self.gone:
            try:
                if not self._own and not select.select([], [self._end], [], 0)[1]:
                    raise BlockingIOError
                count = os.write(self._end, self._buffer if self._own else self._buffer[:_PIECE])
                del self._buffer[:count]
            except BlockingIOError:
                self._wait(True)
                return
            except OSError:
                self.gone = True
        if self.gone:
            self._buffer.clear()
        if self._waiting:
            self._wait(False)
            self._drained()

    def _wait(self, waiting: bool) -> None:
        if waiting == self._waiting:
            return
        self._waiting = waiting
        if waiting:
            self._loop.add_writer(self._end, self._push)
        else:
            self._loop.remove_writer(self._end)

    def drop(self) -> None:
        """Forget what waits, here and in the tty."""
        self._wait(False)
        self._buffer.clear()
        with suppress(termios.error):
            termios.tcflush(self._end, termios.TCOFLUSH)

    def close(self, last: bytes) -> None:
        """Drop what waits, write the last bytes, and let go; takes at most a moment whatever the terminal does."""
        self._wait(False)
        self._buffer.clear()
        left = self._finish(last)
        if left and not self.gone:
            self.drop()  # nobody takes what is there: without it the last bytes have a place
            self._finish(left)
        if self._own:
            os.close(self._end)
        self.gone = True

    def _finish(self, data: bytes) -> bytes:
        """Write for a moment; what is left."""
        deadline = self._loop.time() + _PATIENCE
        while data and not self.gone and (left := deadline - self._loop.time()) > 0:
            try:
                if select.select([], [self._end], [], left)[1]:
                    data = data[os.write(self._end, data if self._own else data[:_PIECE]) :]
            except BlockingIOError:
                continue
            except (OSError, ValueError):
                self.gone = True
        return data
