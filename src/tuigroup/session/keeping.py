"""When the private record goes over the line: pulled now and then, pushed when it changed, never often.

A record that does not open stops the record, not the visit: it is left as it is, and ``problem`` says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tuigroup.errors import BadInput, MalformedWire, TuigroupError
from tuigroup.session import keys
from tuigroup.session.record import PrivateRecord
from tuigroup.store import Draft, Store
from tuigroup.store.settings import KEY
from tuigroup.sync.client import Client
from tuigroup.wire.binary import unb64

if TYPE_CHECKING:
    from tuigroup.sync.behind import Behind
    from tuigroup.wire.accounts import SealedRecord

PUSH_EVERY: Final = 300.0  # seconds between two pushes while the program runs
NO_DISK: Final = 20.0  # the same where a draft is in memory only, and would go with the machine
PULL_EVERY: Final = 1800.0


class Keeping:
    """The record of whoever is signed in on a store. ``record`` is None where nobody is, or its key is not here.

    ``clock`` answers seconds, ``random`` that many random bytes.
    """

    def __init__(
        self, store: Store, client: Client, clock: Callable[[], float], random: Callable[[int], bytes]
    ) -> None:
        self.record: PrivateRecord | None = None
        self.problem = ""
        self._store = store
        self._client = client
        self._clock = clock
        self._random = random
        self._pushed = clock()
        self._pulled = 0.0

    def open(self) -> None:
        """The record of who the store says is signed in; what is under way of another one is not heard any more.

        Whoever signs in again has what arrived before, which was not begun here.
        """
        before = self.record
        if before is not None:
            before.closed = True
        self.record, self.problem = None, ""
        with suppress(MalformedWire):
            key = unb64(self._store.settings.get(KEY))
            if self._client.token and len(key) == keys.KEY_BYTES:
                self.record = PrivateRecord(self._store, self._client, key, self._random, before)

    @property
    def arrived(self) -> Mapping[str, Draft]:
        """Drafts by id as they came here from other machines."""
        return self.record.arrived if self.record is not None else {}

    async def begin(self, found: SealedRecord | None) -> None:
        """What the server has, as it came with signing in (None: it is asked for). Raises as an exchange does."""
        self._pulled = self._clock()
        await self.pull(found)

    def due(self, every: float) -> float | None:
        """Seconds until something here is to be pushed, None where nothing is."""
        if self.record is None or self.problem or not self.record.dirty():
            return None
        return max(0.0, self._pushed + every - self._clock())

    async def now_and_then(self, behind: Behind, every: float = PUSH_EVERY) -> None:
        """Pulled and pushed where it is time to, ``behind`` what somebody waits for. Raises as an exchange does.

        ``every``: seconds between two pushes.
        """
        now = self._clock()
        if self.record is not None and not self.problem and now - self._pulled >= PULL_EVERY:
            self._pulled = now
            await self.pull(behind=behind)
        if self.due(every) == 0.0:
            self._pushed = now
            await self.push(behind)

    async def leave(self, seconds: float) -> None:
        """What was read and drafted goes along to the next machine, if the line lets it in so many seconds."""
        if self.record is None or self.problem or not self.record.dirty():
            return
        with suppress(TuigroupError, TimeoutError):
            async with asyncio.timeout(seconds):
                await self.push()

    async def pull(self, found: SealedRecord | None = None, behind: Behind | None = None) -> None:
        if self.record is not None:
            await self._told(self.record.pull(found, behind))

    async def push(self, behind: Behind | None = None) -> None:
        if self.record is not None:
            await self._told(self.record.push(behind))

    async def _told(self, doing: Awaitable[None]) -> None:
        try:
            await doing
        except (MalformedWire, BadInput) as error:
            self.problem = error.wording()
