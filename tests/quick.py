"""A terminal at the end of a slow line, and the quick exit over it: what still comes until nothing is to be seen.

Whatever the line has not carried yet waits in the kernel, between the program and the line; nothing takes it back.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import termios
import time
from dataclasses import dataclass
from typing import Any

from tests.terminal import Terminal

QUICK = "\x11"
RATE = 960  # bytes a second: 9600 baud
PIECE = 24  # bytes that arrive together


class SlowTerminal(Terminal):
    """Reads as a line of RATE bytes a second brings it; ``taken`` counts the bytes."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.taken = 0
        self._due = time.monotonic()

    def pump(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            self._due = max(self._due, now - PIECE / RATE)  # an idle line saves nothing up
            left = max(self._due - now, 0)
            if now + left > end:
                time.sleep(max(end - now, 0))
                return False
            time.sleep(left)
            if select.select([self.fd], [], [], max(end - time.monotonic(), 0))[0]:
                break
            if time.monotonic() >= end:
                return False
        try:
            data = os.read(self.fd, PIECE)
        except OSError:
            data = b""
        if not data:
            self._open = False
            return False
        self._due += len(data) / RATE
        self.taken += len(data)
        self.seen += data
        self.last = time.monotonic()
        self._stream.feed(data)
        for answer in self.screen.replies:
            os.write(self.fd, answer.encode())
        self.screen.replies.clear()
        return True

    @property
    def waits(self) -> int:
        """Bytes in the kernel that the line has not carried."""
        return int(struct.unpack("i", fcntl.ioctl(self.fd, termios.FIONREAD, bytes(4)))[0])


@dataclass(frozen=True, slots=True)
class Blanked:
    """``seconds`` and ``taken`` bytes from the key until the screen is blank; ``waited`` bytes stood in the kernel."""

    seconds: float
    taken: int
    waited: int


def exit_quickly(screen: SlowTerminal, page: str) -> Blanked:
    """``page`` brings a page; as soon as the first of it has arrived, the quick exit is pressed."""
    before = screen.taken
    screen.send(page)
    while screen.taken == before:
        assert screen.pump(20), "no page came"
    waited, before, began = screen.waits, screen.taken, time.monotonic()
    screen.send(QUICK)
    while "".join(screen.screen.display).strip():
        assert time.monotonic() - began < 20, screen.text()
        screen.pump(0.05)
    return Blanked(time.monotonic() - began, screen.taken - before, waited)
