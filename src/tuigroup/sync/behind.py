"""What nobody waits for goes over the line in pieces of at most two seconds of it, and exchanges go first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager


class Behind:
    """``line`` is held by who uses the line that all exchanges share; ``piece`` answers the bytes of two seconds."""

    def __init__(self, line: asyncio.Lock, piece: Callable[[], int]) -> None:
        self._line = line
        self._piece = piece

    @property
    def piece(self) -> int:
        """Bytes that may go in one go."""
        return self._piece()

    @property
    def held(self) -> int:
        """Bytes of what goes up that a connection of its own may hold: with the piece they follow, two seconds."""
        return max(1, self._piece() // 2)

    def turn(self) -> AbstractAsyncContextManager[object]:
        """The shared line, for something that takes no longer than a piece."""
        return self._line

    async def pieces(self, body: bytes) -> AsyncIterator[bytes]:
        """A body that goes up on a connection of its own: each piece when no exchange is under way.

        The shared line is not held meanwhile, so that a connection which stands still keeps nobody.
        """
        at = 0
        while at < len(body):
            async with self._line:
                size = self.held
            yield body[at : at + size]
            at += size
