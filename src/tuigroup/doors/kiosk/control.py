"""What the kiosk's processes say to each other: a JSON object a line over a socket. Numbers and names, nobody's words.

The one thing typed that goes over it is the staff's code, on its way to be checked.
"""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from typing import Any, Final

LONGEST: Final = 64 * 1024  # bytes of a line
Said = dict[str, Any]


class Control:
    """One end. ``hear`` answers None once the other end is gone."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def over(cls, end: socket.socket) -> Control:
        return cls(*await asyncio.open_connection(sock=end, limit=LONGEST))

    def say(self, **fields: Any) -> None:
        with suppress(OSError, RuntimeError):
            self._writer.write(json.dumps(fields).encode() + b"\n")

    async def hear(self) -> Said | None:
        with suppress(OSError, ValueError, asyncio.IncompleteReadError):
            found = json.loads(await self._reader.readline() or b"null")
            return found if isinstance(found, dict) else None
        return None

    async def close(self) -> None:
        """What was said has left, as far as somebody hears it."""
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                await self._writer.drain()
        self._writer.close()
