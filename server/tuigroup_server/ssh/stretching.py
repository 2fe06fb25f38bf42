"""Where passphrases are stretched: beside the loop, one or a few at a time, and never more waiting than can be soon.

One stretching takes 64 MiB and a tenth of a second of a core. A flood of sign-ins waits in a short queue and is told
to come back; the sessions that are open do not notice, since the work is done with a lower priority.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

from tuigroup.errors import TuigroupError
from tuigroup.i18n import N_
from tuigroup.session.keys import Keys

QUEUE: Final = 40  # that wait or are at work
NICE: Final = 10


class Busy(TuigroupError):
    """Too many sign in at once."""


class Stretching:
    def __init__(self, at_once: int | None = None, queue: int = QUEUE) -> None:
        workers = at_once or max(1, (os.cpu_count() or 1) // 2)
        self._threads = ThreadPoolExecutor(workers, "stretching", initializer=_yield_to_others)
        self._queue = queue
        self._waiting = 0

    async def __call__(self, work: Callable[[], Keys]) -> Keys:
        """Raises Busy."""
        if self._waiting >= self._queue:
            raise Busy(N_("Many people sign in at this moment."), todo=N_("Please try again in a minute."))
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _yield_to_others() -> None:
    """On Linux a priority is a thread's own; elsewhere everything stays as it is."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
