"""A real server process that does not spend a second on loading what every server loads.

It is forked from a process that has the server's modules already, and is like any other from there on: a pid, an
environment and output of its own, and signals that end it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Final

from tests.processes import Running, ServerProcess
from tuigroup_server.cli import main

LOADED: Final = ("tests.warm", "tuigroup_server.cli.run", "tuigroup_server.http.app", "tuigroup_server.http.gathering",
          "tuigroup_server.service.operators", "uvicorn", "uvicorn.protocols.http.h11_impl", "uvicorn.lifespan.on",
          "sqlalchemy.dialects.sqlite")  # fmt: skip


def _context() -> ForkServerContext:
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(list(LOADED))
    return found


def command(words: Sequence[str], environ: Mapping[str, str], out: Connection, err: Connection) -> None:
    """In the new process: what `python -m tuigroup_server` does."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environ)
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    out.close()
    err.close()
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    sys.exit(main(words))


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
