"""A TCP relay on loopback between a client and a server: it counts what passes, and cuts where it is told to.

Counted are payload bytes each way, connections, and round trips (bursts from the client that were answered).
It knows nothing of what the bytes mean.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Literal

Way = Literal["up", "down"]

_PIECE: Final = 65536
_RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER on, no time: closing tells the other end that the line broke


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes towards the server and from it, round trips, connections."""

    up: int = 0
    down: int = 0
    round_trips: int = 0
    connections: int = 0

    def __sub__(self, before: Traffic) -> Traffic:
        return Traffic(
            self.up - before.up,
            self.down - before.down,
            self.round_trips - before.round_trips,
            self.connections - before.connections,
        )

    @property
    def both(self) -> int:
        return self.up + self.down


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection ends after that many more bytes one way; with ``reset`` it breaks, else it just closes."""

    way: Way
    after: int
    reset: bool = False


class Relay:
    """``async with Relay(port) as relay``: a client that goes to ``relay.url`` reaches the server on ``port``.

    Cuts wait in a queue and happen one after the other: the next begins to count when the one before it is done.
    While ``away`` new connections are closed at once, as by a line that is gone. A connection on which ``still`` went
    up stands still from then on, and ``stood`` says so.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.away = False
        self.still = b""
        self.stood = asyncio.Event()
        self.cuts: deque[Cut] = deque()
        self.done: list[Cut] = []
        self._left = 0  # bytes until the first of ``cuts``
        self._counts = {"up": 0, "down": 0, "round_trips": 0, "connections": 0}
        self._server: asyncio.Server | None = None
        self._links: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def traffic(self) -> Traffic:
        return Traffic(**self._counts)

    def cut(self, *cuts: Cut) -> None:
        """Cut there next, instead of anywhere that was named before."""
        self.cuts = deque(cuts)
        self._left = cuts[0].after if cuts else 0

    async def __aenter__(self) -> Relay:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """No connection and no task of it is left."""
        if self._server is not None:
            self._server.close()
        await self.drop()
        if self._server is not None:
            await self._server.wait_closed()
            self._server = None

    async def drop(self) -> None:
        """Every connection ends here and now, as one that was idle for too long."""
        links = tuple(self._links)
        for link in links:
            link.cancel()
        await asyncio.gather(*links, return_exceptions=True)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._links.add(task)
        try:
            await self._link(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # the other end went away, or the relay is being closed: either way this link is over
        finally:
            self._links.discard(task)
            writer.close()

    async def _link(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.away:
            return
        self._counts["connections"] += 1
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self.target)
        link = _Link(self, (reader, writer), (server_reader, server_writer))
        pumps = [asyncio.ensure_future(link.pump("up")), asyncio.ensure_future(link.pump("down"))]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            server_writer.close()

    def _passed(self, way: Way, size: int, turned: bool) -> None:
        self._counts[way] += size
        if turned and way == "down":
            self._counts["round_trips"] += 1

    def _allowed(self, way: Way, size: int) -> int:
        """How many of these bytes may still pass."""
        return min(size, self._left) if self.cuts and self.cuts[0].way == way else size

    def _spent(self, way: Way, size: int) -> Cut | None:
        """The cut that has come with these bytes, if one has."""
        if not self.cuts or self.cuts[0].way != way:
            return None
        self._left -= size
        if self._left > 0:
            return None
        cut = self.cuts.popleft()
        self.done.append(cut)
        self._left = self.cuts[0].after if self.cuts else 0
        return cut


class _Link:
    """One connection through the relay, both ways of it."""

    def __init__(
        self,
        relay: Relay,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._relay = relay
        self._ends = {"up": (client[0], server[1]), "down": (server[0], client[1])}
        self._writers = (client[1], server[1])
        self._last: Way = "down"

    async def pump(self, way: Way) -> None:
        """Until one end closes, or a cut comes: what came before it is delivered."""
        reader, writer = self._ends[way]
        while data := await reader.read(_PIECE):
            if way == "up" and self._relay.still and self._relay.still in data:
                self._relay.stood.set()
                await asyncio.Event().wait()
            data = data[: self._relay._allowed(way, len(data))]
            self._relay._passed(way, len(data), self._last != way)
            self._last = way
            writer.write(data)
            await writer.drain()
            cut = self._relay._spent(way, len(data))
            if cut is not None:
                self._cut(cut)
                return

    def _cut(self, cut: Cut) -> None:
        for writer in self._writers:
            sock = writer.get_extra_info("socket")
            if cut.reset and sock is not None:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.close()


def draw(seed: int, up: int, down: int, count: int) -> list[Cut]:
    """``count`` cuts at drawn places of an exchange of so many bytes each way; the same for the same seed."""
    dice = random.Random(seed)
    cuts = []
    for _ in range(count):
        way: Way = "up" if dice.random() < up / (up + down) else "down"
        cuts.append(Cut(way, dice.randrange(1, (up if way == "up" else down) + 1), dice.random() < 0.5))
    return cuts
