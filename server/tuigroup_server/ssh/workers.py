"""The processes of a door with ``--workers N``: started, looked after, told to end. Each of them accepts for itself.

They are forked before any of them has a loop or a thread, on one bound socket; whichever is least busy takes the next
connection. A worker that dies takes its own sessions along and is started again.
"""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tuigroup.doors import hardening

TOO_SOON: Final = 2.0  # seconds: a worker that lives shorter than that is started again no sooner
ENDING: Final = (signal.SIGTERM, signal.SIGINT)

Work = Callable[[int, Path], int]


def run(count: int, work: Work, warn: Callable[[str], None]) -> int:
    """``work(number, folder)`` in so many processes until a signal; the exit code.

    ``folder`` is for what only they say to each other; it goes with them.
    """
    with tempfile.TemporaryDirectory(prefix="tuigroup-ssh-") as made:
        group = _Group(Path(made), work)
        for number in ENDING:
            signal.signal(number, group.end)
        for worker in range(count):
            group.start(worker)
        while group.here:
            process, _status = os.wait()
            worker, since = group.here.pop(process)
            if group.told:
                continue
            warn(f"worker {worker} ended, and is started again")
            if time.monotonic() - since < TOO_SOON:
                time.sleep(TOO_SOON)
            group.start(worker)
        return 0


class _Group:
    """``here`` are the workers' processes, with the number and the start of each; ``told`` once all are to end."""

    def __init__(self, folder: Path, work: Work) -> None:
        self.here: dict[int, tuple[int, float]] = {}
        self.told = False
        self._folder = folder
        self._work = work

    def start(self, worker: int) -> None:
        """One more process, unless all are to end; a signal at this moment reaches it too."""
        with _no_signal():
            if not self.told:
                self.here[_forked(worker, self._folder, self._work)] = worker, time.monotonic()

    def end(self, _number: int, _frame: object) -> None:
        self.told = True
        for process in tuple(self.here):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)


def _forked(worker: int, folder: Path, work: Work) -> int:
    parent = os.getpid()
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        # Whoever looks after it may be killed outright: the port is not held by workers that nobody can end any more.
        hardening.end_with_parent(signal.SIGTERM, parent)
        code = work(worker, folder)
    finally:
        os._exit(code)  # never back into what the parent was doing


@contextmanager
def _no_signal() -> Iterator[None]:
    """Those that end it wait until this is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
