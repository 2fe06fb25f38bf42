"""Real processes of server and client that do not spend a second on loading what every one of them loads.

They are forked from a process that has the modules already, and are like any other from there on: a pid, an
environment and output of their own, for the client's screens a terminal of their own, and signals that end them.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Final

import tuigroup.__main__ as client
import tuigroup_server.cli as server
from tests.processes import Running, ServerProcess
from tests.terminal import set_size
from tuigroup.sync.client import AHEAD

LOADED: Final = ("tests.warm", "tuigroup_server.cli.run", "tuigroup_server.http.app", "tuigroup_server.http.gathering",
          "tuigroup_server.service.operators", "uvicorn", "uvicorn.protocols.http.h11_impl", "uvicorn.lifespan.on",
          "sqlalchemy.dialects.sqlite", "tuigroup.doors.local", "tuigroup.ui.app", *AHEAD)  # fmt: skip


def _context() -> ForkServerContext:
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(list(LOADED))
    return found


def as_started(environ: Mapping[str, str]) -> None:
    """Signals and environment as a program finds them that was started by a shell; output to where 1 and 2 lead."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)


def command(words: Sequence[str], environ: Mapping[str, str], out: Connection, err: Connection) -> None:
    """In the new process: what `python -m tuigroup_server` does."""
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    out.close()
    err.close()
    as_started(environ)
    sys.exit(server.main(words))


def screens(words: Sequence[str], environ: Mapping[str, str], cwd: str, line: Connection) -> None:
    """In the new process: what `python -m tuigroup` does at a terminal."""
    os.setsid()
    fcntl.ioctl(line.fileno(), termios.TIOCSCTTY, 0)
    for number in range(3):
        os.dup2(line.fileno(), number)
    line.close()
    os.chdir(cwd)
    as_started(environ)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.exit(client.main(words))


class Forked:
    """A command in a process of its own. Its errors go the way of what it says, or to a pipe of their own."""

    def __init__(self, words: Sequence[str], environ: Mapping[str, str], *, together: bool) -> None:
        context = _context()
        (out, told), (err, wrong) = context.Pipe(duplex=False), context.Pipe(duplex=False)
        # A daemon: gone with the tests, however they end.
        self._process = context.Process(
            target=command, args=(list(words), dict(environ), told, told if together else wrong), daemon=True
        )
        self._process.start()
        told.close()
        wrong.close()
        self.stdout = os.fdopen(os.dup(out.fileno()), encoding="utf-8")
        self.stderr = os.fdopen(os.dup(err.fileno()), encoding="utf-8")
        out.close()
        err.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def send_signal(self, sig: int, /) -> None:
        if self._process.is_alive():
            os.kill(self.pid, sig)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("tuigroup-server", timeout or 0)
        self.stdout.close()
        self.stderr.close()
        return self._process.exitcode


class WarmServer(ServerProcess):
    """A ServerProcess that is there a second sooner."""

    def _run(self, words: Sequence[str], environ: Mapping[str, str]) -> tuple[int, str, str]:
        forked = Forked(words, environ, together=False)
        with ThreadPoolExecutor(1) as other:
            wrong = other.submit(forked.stderr.read)
            said = forked.stdout.read()
            told = wrong.result()
        return forked.wait(120), said, told

    def _begin(self, words: Sequence[str], within: Sequence[str]) -> Running:
        return super()._begin(words, within) if within else Forked(words, self.environ, together=True)


class WarmClient:
    """`tuigroup` at a terminal of its own (tests.terminal.Program), there a third of a second sooner."""

    def __init__(
        self, argv: Sequence[str], environ: Mapping[str, str], cwd: Path | None, size: tuple[int, int]
    ) -> None:
        words = list(argv)[argv.index("tuigroup") + 1 :]
        self.fd, line = pty.openpty()
        set_size(self.fd, size)
        theirs = Connection(line)  # what can be passed to another process
        folder = str(cwd or Path.cwd())
        self._process = _context().Process(target=screens, args=(words, dict(environ), folder, theirs), daemon=True)
        self._process.start()
        theirs.close()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        self._process.join(0)
        return self._process.exitcode
