"""One `ssh` client on a pty, without an emulator, so that many of them cost little."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.processes import clean_environment

READY: Final = rb"leave"
ASKED: Final = rb"has let you in"  # who comes by key is asked for the passphrase once
FIRST: Final = READY + rb"|" + ASKED


class Line:
    """Answers what a terminal answers."""

    def __init__(self, argv: Sequence[str], home: Path) -> None:
        environ = {**clean_environment(home), "TERM": "xterm-256color"}
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], list(argv), environ)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def read(self) -> bytes:
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        self.seen += data
        if asked := data.count(b"\x1b[5n"):
            os.write(self.fd, b"\x1b[0n" * asked)
        return data

    def wait(self, pattern: bytes, seconds: float = 60) -> float:
        """Seconds since the client started, once the pattern was written."""
        end = time.perf_counter() + seconds
        while not re.search(pattern, self.seen):
            if time.perf_counter() > end:
                raise AssertionError(f"{pattern!r} was not seen: {self.seen[-300:]!r}")
            if select.select([self.fd], [], [], 0.5)[0] and not self.read():
                raise AssertionError(f"the client ended: {self.seen[-300:]!r}")
        return time.perf_counter() - self.began

    def enter(self, *, asked: bool = False) -> float:
        """To the first page, without the private record; seconds until the first screen stood.

        ``asked``: the question for the passphrase comes for sure, maybe in front of a first page that stands already.
        """
        taken = self.wait(FIRST)
        if asked:
            self.wait(ASKED)
        if re.search(ASKED, self.seen):
            self.seen = b""
            self.press(b"\x1b")
            self.wait(READY)
        return taken

    def quiet(self, seconds: float = 0.7) -> None:
        while select.select([self.fd], [], [], seconds)[0] and self.read():
            pass

    def press(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def close(self) -> None:
        os.close(self.fd)
        os.waitpid(self.pid, 0)
