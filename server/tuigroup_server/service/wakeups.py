"""Who waits for news, and what wakes them: one hub a process, held by the context.

Waiting costs a small object: no thread, no connection of the database. ``told`` is called by the database after a
write of this process, and may be called by whatever hears of another process's writes. Nothing here knows what the
news are, or who may see them: who is woken looks for themselves.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import moved

OF_ONE_ACCOUNT: Final = 4
AT_ALL: Final = 5_000
GATHER: Final = 1.0  # seconds from the first sign of news until they are looked at: a burst gives one answer
LOOKING: Final = 4  # who were woken and look at the same moment: the rest of the server goes on beside them
LATER: Final = 300  # seconds after which to try again where all places are taken


class Waiter:
    """One who waits, in one event loop. Woken from any thread."""

    def __init__(self, account: int, session: bytes) -> None:
        self.account = account
        self.session = moved.session(session)
        self.over = False  # nothing more is waited for: the session went on elsewhere, or the server ends
        self.logs: set[str] = set()
        self._moved = asyncio.Event()
        self._ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def wake(self, *, over: bool = False) -> None:
        with suppress(RuntimeError):  # its loop has ended, and the waiting with it
            self._loop.call_soon_threadsafe(self._set, over)

    def _set(self, over: bool) -> None:
        self._moved.set()
        if over:
            self.over = True
            self._ended.set()

    async def woken(self, seconds: float) -> bool:
        """Whether one of its logs moved, or it is over, within so many seconds."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._moved.wait()
        except TimeoutError:
            return False
        self._moved.clear()
        return True

    async def gather(self, seconds: float) -> None:
        """Let a burst come to its end; shorter where it is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ended.wait()


class Wakeups:
    """All who wait in this process. Safe to share between threads."""

    def __init__(self, *, of_one: int = OF_ONE_ACCOUNT, at_all: int = AT_ALL, gather: float = GATHER) -> None:
        self.gather = gather
        self.looking = asyncio.Semaphore(LOOKING)
        self._of_one = of_one
        self._at_all = at_all
        self._closed = False
        self._lock = threading.Lock()
        self._waiters: set[Waiter] = set()
        self._by_log: dict[str, set[Waiter]] = {}

    @contextmanager
    def waiter(self, account: int, session: bytes) -> Iterator[Waiter]:
        """A place among those who wait, until the block ends; the same session's earlier one is over.

        Raises Refusal ``too-many`` where the account has no place left, ``busy`` where nobody has.
        """
        made = Waiter(account, session)
        with self._lock:
            mine = [one for one in self._waiters if one.account == account]
            earlier = [one for one in mine if one.session == made.session]
            if len(mine) - len(earlier) >= self._of_one:
                said = f"This account waits for news on {self._of_one} machines already. Asking now and then goes on."
                raise Refusal("too-many", said, retry_after=LATER)
            if len(self._waiters) >= self._at_all:
                said = "Nobody else can wait for news at the moment. Asking now and then goes on."
                raise Refusal("busy", said, retry_after=LATER)
            self._waiters.add(made)
            self._watch(made, (moved.account(account), made.session, moved.EVERYTHING))
            made.over = self._closed
        for one in earlier:
            one.wake(over=True)
        try:
            yield made
        finally:
            with self._lock:
                self._waiters.discard(made)
                for log in made.logs:
                    self._forget(made, log)

    def watch(self, waiter: Waiter, logs: Iterable[str]) -> None:
        """What moves on one of these logs from now on wakes the waiter."""
        with self._lock:
            if waiter in self._waiters:
                self._watch(waiter, logs)

    def told(self, logs: Iterable[str]) -> None:
        """These logs moved on. Who waits by a session that is named waits no longer."""
        named = frozenset(logs)
        with self._lock:
            found = {waiter for log in named for waiter in self._by_log.get(log, ())}
        for waiter in found:
            waiter.wake(over=waiter.session in named)

    def close(self) -> None:
        """The server ends: all are over, and so is whoever comes now."""
        with self._lock:
            self._closed = True
            waiting = tuple(self._waiters)
        for waiter in waiting:
            waiter.wake(over=True)

    def __len__(self) -> int:
        return len(self._waiters)

    def _watch(self, waiter: Waiter, logs: Iterable[str]) -> None:
        for log in logs:
            waiter.logs.add(log)
            self._by_log.setdefault(log, set()).add(waiter)

    def _forget(self, waiter: Waiter, log: str) -> None:
        watching = self._by_log[log]
        watching.discard(waiter)
        if not watching:
            del self._by_log[log]
