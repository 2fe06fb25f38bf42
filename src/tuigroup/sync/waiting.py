"""The second line: a request that the server answers when something happens, made again and again.

It is open only where the member chose so, only while all is well and everything is here, and it never carries what
somebody waits for. What it brings, and what its errors mean for the line, is for whoever takes the result.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tuigroup.errors import BadServerAddress, MalformedWire, Refused, TuigroupError, VersionMismatch
from tuigroup.sync.client import Client
from tuigroup.sync.pace import FIRST, LONGEST
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire.sync import SyncAnswer, WaitRequest

GATHER: Final = 5.0  # seconds from news until waiting for the next: a conversation comes in few answers
SHORTEST: Final = 30  # seconds that waiting is held at the least, where lines forget what is silent for long
FULL: Final = 60.0  # seconds at the least until trying again where the server has no place left


@dataclass(frozen=True, slots=True)
class Heard:
    """How a wait ended: with an answer, None where nothing came, or with what went wrong."""

    asked: WaitRequest
    answer: SyncAnswer | None = None
    error: TuigroupError | None = None


class Waiting:
    """``clock`` answers seconds that only go on."""

    def __init__(self, client: Client, clock: Callable[[], float]) -> None:
        self.seconds = limits.WAIT
        self._client = client
        self._clock = clock
        self._task: asyncio.Task[Heard] | None = None
        self._not_before = 0.0
        self._cuts = 0
        self._began = 0.0
        self._able = True  # the server knows of it

    @property
    def task(self) -> asyncio.Task[Heard] | None:
        """What is under way, or has ended and was not taken yet."""
        return self._task

    def rest(self) -> float | None:
        """Seconds until the next may begin, None where the server can't do this."""
        return max(0.0, self._not_before - self._clock()) if self._able else None

    def begin(self, asked: WaitRequest) -> None:
        self._began = self._clock()
        self._task = asyncio.get_running_loop().create_task(self._wait(asked))

    def take(self) -> Heard:
        """The result of what has ended; when the next may begin follows from it."""
        assert self._task is not None
        heard, self._task = self._task.result(), None
        if heard.error is not None:
            self._failed(heard.error)
        else:
            self._cuts = 0
            self._not_before = self._clock() + (GATHER if heard.answer is not None else 0.0)
        return heard

    async def end(self) -> None:
        """Hang up."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        await self._client.hang_up()

    async def _wait(self, asked: WaitRequest) -> Heard:
        try:
            return Heard(asked, await self._client.wait(asked))
        except TuigroupError as error:
            return Heard(asked, error=error)

    def _failed(self, error: TuigroupError) -> None:
        held = self._clock() - self._began
        self._cuts += 1
        pause = min(LONGEST, FIRST * (1 << min(self._cuts, 10)))
        if isinstance(error, BadServerAddress | VersionMismatch) or (
            isinstance(error, Refused) and error.status in (404, 405)
        ):
            self._able = False
        elif isinstance(error, Refused):
            pause = max(pause, FULL, error.retry_after)
        elif not isinstance(error, MalformedWire) and held > SHORTEST:
            # Something on the way forgets a line that is silent for so long.
            self.seconds = max(SHORTEST, min(self.seconds, int(held * 0.8)))
        self._not_before = self._clock() + pause
