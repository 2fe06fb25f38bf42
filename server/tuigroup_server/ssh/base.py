"""What everybody may see (the directory, the library's list, what the server says of itself), fetched once for all.

Every session's store begins as a copy of this one. A guest's session fills it, so nothing of anyone is in it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from tuigroup.errors import BadServerAddress, TuigroupError
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.wire.sync import WantDirectory, WantLibrary

EVERY: Final = 600.0  # seconds between two looks at what is new
SOON: Final = 20.0  # where the server did not answer


class PublicBase:
    """``session`` is a guest's, over a store in memory."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def store(self) -> Store:
        return self._session.store

    @property
    def guests(self) -> bool:
        """Whether the server lets guests look around, as far as it has said."""
        return self._session.server is None or self._session.server.guests

    async def meet(self) -> bool:
        """The first look; whether the server answered. Raises BadServerAddress (UnknownServerKey, ...)."""
        try:
            await self._session.greet(again=True)
            await self._session.fetch_helplines()
            await self._look()
        except BadServerAddress:
            raise
        except TuigroupError:
            return False
        return True

    async def keep_fresh(self) -> None:
        """For as long as the door is open."""
        answered = self._session.server is not None
        while True:
            await asyncio.sleep(EVERY if answered else SOON)
            answered = False
            with suppress(TuigroupError):
                answered = await self.meet()

    async def close(self) -> None:
        await self._session.close()
        self.store.close()

    async def _look(self) -> None:
        store, engine = self.store, self._session.engine
        engine.want(WantDirectory(since=store.groups.directory_rev(False)))
        engine.want(WantDirectory(since=store.groups.directory_rev(True), listings=True))
        engine.want(WantLibrary(since=store.resources.rev()))
        while await engine.round():
            pass
