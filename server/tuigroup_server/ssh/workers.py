"""The processes of a door with ``--workers N``: started, looked after, told to end. Each of them accepts for itself.

They are forked before any of them has a loop or a thread, on one bound socket; whichever is least busy takes the next
connection. A worker that dies takes its own sessions along and is started again.
"""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

TOO_SOON: Final = 2.0  # seconds: a worker that lives shorter than that is started again no sooner


def run(count: int, work: Callable[[int, Path], int], warn: Callable[[str], None]) -> int:
    """``work(number, folder)`` in so many processes until a signal; the exit code.

    ``folder`` is for what only they say to each other; it goes with them.
    """
    with tempfile.TemporaryDirectory(prefix="tuigroup-ssh-") as made:
        folder = Path(made)
        told = False
        here: dict[int, tuple[int, float]] = {}

        def tell(_number: int, _frame: object) -> None:
            nonlocal told
            told = True
            for process in here:
                os.kill(process, signal.SIGTERM)

        signal.signal(signal.SIGTERM, tell)
        signal.signal(signal.SIGINT, tell)
        for number in range(count):
            here[_start(number, folder, work)] = number, time.monotonic()
        while here:
            process, _status = os.wait()
            number, since = here.pop(process)
            if told:
                continue
            warn(f"worker {number} ended, and is started again")
            if time.monotonic() - since < TOO_SOON:
                time.sleep(TOO_SOON)
            if not told:
                here[_start(number, folder, work)] = number, time.monotonic()
        return 0


def _start(number: int, folder: Path, work: Callable[[int, Path], int]) -> int:
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = work(number, folder)
    finally:
        os._exit(code)  # never back into what the parent was doing
