"""One pool of connections to one server, shared by many clients in one process, as a door of many has them.

Connections and the TLS session are shared; tokens travel in each request's own headers, and every answer has a
compression context of its own, so that nothing of one person is within another's reach.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuigroup.fingerprint import AUTHORITIES
from tuigroup.late import Late
from tuigroup.sync import tls
from tuigroup.wire.frames import QUICK, Codec

if TYPE_CHECKING:
    import httpx
else:
    httpx = Late("httpx")

CONNECTIONS: Final = 256
IDLE: Final = 16  # of these kept open while nobody asks
KEEP_ALIVE: Final = 600.0  # seconds, as the server does


class SharedLine:
    """``proof`` is what proves the server, as sync.client has it; '' means the authorities."""

    def __init__(self, server: str, *, proof: str = "", authorities: Path | None = None) -> None:
        self.server = server
        self.proof = proof or AUTHORITIES
        self.codec = Codec(level=QUICK)  # with its dictionaries digested once for all
        context = tls.client_context(authorities) if self.proof == AUTHORITIES else tls.pinned_context(self.proof)
        self._pool = httpx.AsyncHTTPTransport(
            verify=context if server.startswith("https:") else False,
            limits=httpx.Limits(
                max_connections=CONNECTIONS, max_keepalive_connections=IDLE, keepalive_expiry=KEEP_ALIVE
            ),
        )

    def lane(self) -> httpx.AsyncBaseTransport:
        """A transport for one client, who may close it: the pool stays open."""
        pool = self._pool

        class Lane(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                return await pool.handle_async_request(request)

        return Lane()

    async def close(self) -> None:
        await self._pool.aclose()
