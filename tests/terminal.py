"""A program under a pty of its own, with a terminal emulator reading what it writes.

Adapted from the project's meter: waiting is always for something seen or for quiet, never for a time alone.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from wcwidth import wcwidth

from tests.terminal_layer.emulator import Screen, Stream

BUSY = 0.01  # s of processor within a look of 0.05 s: a program at rest takes a tenth of that


class Program(Protocol):
    """A process under a pty; ``fd`` is the terminal's own side."""

    pid: int
    fd: int

    def poll(self) -> int | None:
        """The exit code, -n for signal n; None as long as it goes on."""
        ...


Start = Callable[[Sequence[str], Mapping[str, str], Path | None, tuple[int, int]], Program]


class Started:
    """A program as a shell starts it: words, environment, folder, rows and columns."""

    def __init__(
        self, argv: Sequence[str], environ: Mapping[str, str], cwd: Path | None, size: tuple[int, int]
    ) -> None:
        ready_read, ready_write = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.close(ready_write)
            os.read(ready_read, 1)  # the parent sets the size first
            os.close(ready_read)
            # As a login leaves it, however the tests themselves were started (nohup ignores a hang-up).
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            if cwd is not None:
                os.chdir(cwd)
            os.execvpe(argv[0], list(argv), dict(environ))
        os.close(ready_read)
        set_size(self.fd, size)
        os.write(ready_write, b".")
        os.close(ready_write)

    def poll(self) -> int | None:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None


def set_size(fd: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))


def _asked(pid: int) -> float:
    """Seconds of processor that the program took or waited for, over its threads; 0.0 where nothing tells that."""
    total = 0
    with suppress(OSError):  # it ended meanwhile
        for path in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError, ValueError):  # a thread of it did
                ran, waited, _ = (path / "schedstat").read_text().split()
                total += int(ran) + int(waited)
    return total / 1e9


class Terminal:
    """Start a program; send keys; wait for text; read the screen and every byte that was written."""

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        *,
        rows: int = 24,
        columns: int = 80,
        term: str = "xterm-256color",
        cwd: Path | None = None,
        start: Start = Started,
    ) -> None:
        self.rows, self.columns = rows, columns
        self.screen = Screen(columns, rows)
        self._stream = Stream(self.screen)
        self.seen = bytearray()
        self.texts: list[str] = []  # every screen that was at rest
        self.exit_code: int | None = None
        self._open = True
        whole = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": term, **env}
        self._program = start(argv, whole, cwd, (rows, columns))
        self.pid, self.fd = self._program.pid, self._program.fd
        self.last = time.monotonic()

    def resize(self, columns: int, rows: int) -> None:
        self.rows, self.columns = rows, columns
        self.screen.resize(rows, columns)
        set_size(self.fd, (rows, columns))

    def pump(self, seconds: float) -> bool:
        """Read what comes within ``seconds``; True when something came."""
        if not self._open:
            return False
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        if not data:
            self._open = False
            return False
        self.seen += data
        self.last = time.monotonic()
        self._stream.feed(data)
        if b"\x1b[6n" in data:
            os.write(self.fd, b"\x1b[1;1R")
        if b"\x1b[5n" in data:
            os.write(self.fd, b"\x1b[0n" * data.count(b"\x1b[5n"))
        if b"\x1b[c" in data:
            os.write(self.fd, b"\x1b[?1;2c")
        return True

    def text(self) -> str:
        return "\n".join(self._line(row).rstrip() for row in range(self.rows))

    def _line(self, row: int) -> str:
        """A row as it is seen. (pyte's own ``display`` trips over half a wide character that was written over.)"""
        cells = self.screen.buffer[row]
        out = ""
        for column in range(self.columns):
            data = cells[column].data
            out += data or ("" if column and wcwidth(cells[column - 1].data[:1] or " ") == 2 else " ")
        return out

    def wait(self, pattern: str, timeout: float = 90) -> str:
        """The screen once the pattern stands on it; fails with the screen otherwise."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            text = self.text()
            if re.search(pattern, text):
                return text
            if not self.pump(0.1) and not self._open:
                break
        text = self.text()
        if re.search(pattern, text):
            return text
        raise AssertionError(f"{pattern!r} was not seen; the screen shows:\n{text}")

    def asks(self, pattern: str, timeout: float = 90) -> bool:
        """Whether the pattern came to stand on the screen; False where the program ended instead."""
        end = time.monotonic() + timeout
        while time.monotonic() < end and self._open:
            if re.search(pattern, self.text()):
                return True
            self.pump(0.1)
        return False

    def wait_gone(self, pattern: str, timeout: float = 90) -> str:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            text = self.text()
            if not re.search(pattern, text):
                return text
            self.pump(0.1)
        raise AssertionError(f"{pattern!r} is still there:\n{self.text()}")

    def settle(self, quiet: float = 0.25, timeout: float = 10) -> str:
        """Until nothing was written for ``quiet`` seconds in which the program asked for no processor either."""
        end = time.monotonic() + timeout
        asked = _asked(self.pid)
        while time.monotonic() < end and self._open:
            self.pump(0.05)
            before, asked = asked, _asked(self.pid)
            if asked - before > BUSY:  # at work, or waiting for a turn on a busy machine
                self.last = time.monotonic()
            if time.monotonic() - self.last > quiet:
                break
        self.texts.append(self.text())
        return self.texts[-1]

    def send(self, keys: str) -> None:
        os.write(self.fd, keys.encode())
        self.last = time.monotonic()  # quiet is counted from here

    def press(self, keys: str, then: str, timeout: float = 90) -> str:
        """Send keys and wait for what they bring."""
        self.send(keys)
        return self.wait(then, timeout)

    def answer(self, keys: str, timeout: float = 20) -> str:
        """Send keys; the screen at rest once it is another one, or after ``timeout`` where they change nothing."""
        before = self.text()
        self.send(keys)
        end = time.monotonic() + timeout
        while self.text() == before and time.monotonic() < end and self._open:
            self.pump(0.1)
        return self.settle()

    def kill(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def wait_exit(self, timeout: float = 60) -> int:
        """The exit code (128 + n for a signal that killed it); fails when the program goes on."""
        end = time.monotonic() + timeout
        while self.exit_code is None:
            if not self.pump(0.05) and not self._open:
                time.sleep(0.02)  # nothing is left to wait for but the process itself
            code = self._program.poll()
            if code is not None:
                self.exit_code = code if code >= 0 else 128 - code
            elif time.monotonic() > end:
                raise AssertionError(f"the program goes on; the screen shows:\n{self.text()}")
        while self.pump(0.05):
            pass
        return self.exit_code

    def hang_up(self) -> None:
        """The terminal's own side goes away, as when a window is closed or a line is cut."""
        if self.fd >= 0:
            os.close(self.fd)
        self.fd, self._open = -1, False

    def close(self) -> None:
        if self.exit_code is None:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
                while self._program.poll() is None:
                    time.sleep(0.002)
        self.hang_up()
