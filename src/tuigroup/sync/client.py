"""The only place that speaks HTTP: every exchange is made here, every foreign error translated, every byte counted.

Knows nothing of the store; what a route says is in the modules of routes beside it. The library is named in one place,
so that it can be changed there, and loaded when something is asked for the first time: a screen drawn from the store
need not wait for it. Requests carry few headers.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tuigroup.errors import Offline, ServerError, UnknownServerKey
from tuigroup.fingerprint import AUTHORITIES
from tuigroup.late import Late
from tuigroup.sync import address
from tuigroup.sync.account_routes import AccountRoutes
from tuigroup.sync.door import Door
from tuigroup.sync.exchange_routes import SYNC, WAIT
from tuigroup.sync.record_routes import RecordRoutes
from tuigroup.sync.translated import translated
from tuigroup.sync.wirelog import WireLog
from tuigroup.wire import limits

if TYPE_CHECKING:
    import httpx

    from tuigroup.sync import answers, reading, tls
    from tuigroup.sync.answers import Answer, Closed
    from tuigroup.sync.behind import Behind
    from tuigroup.sync.pace import Timing
    from tuigroup.sync.reading import Heard
    from tuigroup.wire import frames
else:
    httpx = Late("httpx")
    answers = Late("tuigroup.sync.answers")
    reading = Late("tuigroup.sync.reading")
    tls = Late("tuigroup.sync.tls")
    frames = Late("tuigroup.wire.frames")

Counted = Callable[[str, int, int], None]

KEEP_ALIVE: Final = 600.0  # seconds; both sides, or every action would pay a handshake
PATIENCE: Final = {"connect": 20.0, "read": 60.0, "write": 60.0, "pool": 60.0}  # seconds
# What an exchange needs and a screen from the store does not, in small pieces: to be loaded before the first exchange.
AHEAD: Final = (
    "annotated_types", "pydantic_core", "pydantic", "pydantic.types", "tuigroup.wire.ops", "tuigroup.wire.sync",
    "tuigroup.wire.accounts", "tuigroup.sync.steps", "tuigroup.sync.plan", "tuigroup.sync.execute",
    "tuigroup.wire.frames", "tuigroup.sync.answers", "h11", "anyio", "httpcore", "httpx",
)  # fmt: skip
SILENT: Final = 30.0  # seconds beyond what a wait is held until the line counts as cut


class Client(AccountRoutes, RecordRoutes):
    """One server, one connection kept open, one token at a time.

    ``transport`` replaces the network; ``wire_log`` is a file that gets every exchange decoded, without secrets;
    ``counted`` is told (kind, bytes up, bytes down) of every exchange, ``timed`` how long a whole one took by ``clock``
    (seconds that only go on). ``proof`` is what proves the server: a pinned
    key's fingerprint, AUTHORITIES, or '' where nothing is known yet; then a key of the server's own is an
    UnknownServerKey of any exchange, and stays in ``unknown_key`` until ``trust``. ``door`` is the front door through
    which somebody comes, named where it matters (sync.door). Close it with ``close``.
    """

    def __init__(
        self,
        base_url: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        wire_log: Path | None = None,
        codec: frames.Codec | None = None,
        authorities: Path | None = None,
        proof: str = "",
        door: Door | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.base_url = address.normal(base_url)
        self.proof = proof
        self.unknown_key = ""
        self.door = door
        self._codec = codec
        self.token: str | None = None
        self.counted: Counted = lambda kind, up, down: None
        self.timed: Callable[[Timing], None] = lambda timing: None
        self._clock = clock
        self._plain = False  # the server does not know the dictionary
        self._log = WireLog(wire_log) if wire_log is not None else None
        self._authorities = authorities
        self._transport = transport
        self._tls: ssl.SSLContext | None = None  # made for the first connection
        self._first: httpx.AsyncClient | None = None  # the line of every exchange, from the first one on
        self._second: httpx.AsyncClient | None = None  # the line for news, while it is wanted

    @property
    def codec(self) -> frames.Codec:
        """Made when it is first needed: its dictionary is not read for a screen from the store."""
        if self._codec is None:
            self._codec = frames.Codec(level=frames.QUICK)
        return self._codec

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self.hang_up()
        if self._first is not None:
            await self._first.aclose()
        if self._log is not None:
            self._log.close()

    async def trust(self, pin: str) -> None:
        """From now on the server with the key of this fingerprint, and no other; AUTHORITIES for any they vouch for."""
        before, self._first, self.proof, self.unknown_key = self._first, None, pin, ""
        self._transport = None
        self._tls = None
        await self.hang_up()
        if before is not None:
            await before.aclose()

    async def hang_up(self) -> None:
        """The line for news is closed, and whatever waits on it ends."""
        second, self._second = self._second, None
        if second is not None and self._transport is None:
            await second.aclose()

    # How an exchange is made.

    async def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        kind: str,
        said: Any = None,
        heard: Heard | None = None,
        behind: Behind | None = None,
    ) -> Answer:
        """One exchange; once more where a connection kept open turns out to have been closed.

        With ``behind`` the body goes up on a connection of its own, in pieces between other exchanges.
        """
        told = dict(headers or {})
        if self.token is not None and "authorization" not in told:
            told["authorization"] = f"Bearer {self.token}"
        if self.door is not None:
            told.update(self.door.headers(method, path, signed_in="authorization" in told))
        again = method == "GET" or path == SYNC
        if path == WAIT and self._second is None:
            self._second = self._connected()
        line = self._second if path == WAIT and self._second is not None else self._http
        content: bytes | AsyncIterator[bytes] | None = body
        if behind is not None and body is not None:
            line, content = self._connected(behind.held), behind.pieces(body)
            told["content-length"] = str(len(body))
        with translated(httpx):
            request = line.build_request(method, self.base_url + path, content=content, headers=told)
            if path == WAIT:
                request.extensions["timeout"] = PATIENCE | {"read": limits.WAIT + SILENT}
        try:
            answer = await self._tried(line, request, kind, again, heard)
        except ServerError as error:
            if self._log is not None:
                self._log.write({"method": method, "path": path, "sent": said, "cut": error.what})
            raise
        finally:
            if behind is not None and self._transport is None:
                await line.aclose()
        if self.base_url.startswith("https:"):
            self.proof = self.proof or AUTHORITIES
        if self._log is not None:
            self._log.write(answers.exchange(method, path, said, answer, self.codec))
        return answer

    async def _tried(
        self, line: httpx.AsyncClient, request: httpx.Request, kind: str, again: bool, heard: Heard | None
    ) -> Answer:
        cut: Closed | None = None
        while True:
            try:
                return await self._once(line, request, kind, heard)
            except answers.Closed as error:
                if cut or not again:
                    raise
                cut = error
            except answers.NEVER_LEFT as error:
                if cut:  # the second try did not leave; the first one may have arrived
                    raise Offline(cut.what) from error
                if isinstance(error, tls.Unproven) and error.own_key and not self.proof:
                    await self._look()
                raise

    async def _look(self) -> None:
        """A handshake of its own, which ends before a request would begin: only to learn which key the server shows.

        Raises UnknownServerKey, Offline.
        """
        async with httpx.AsyncClient(verify=tls.looking_context(), timeout=httpx.Timeout(**PATIENCE)) as looking:
            try:
                with translated(httpx):
                    await looking.head(self.base_url)
            except UnknownServerKey as found:
                self.unknown_key = found.fingerprint
                raise

    @property
    def _http(self) -> httpx.AsyncClient:
        if self._first is None:
            self._first = self._connected()
        return self._first

    def _connected(self, held: int = 0) -> httpx.AsyncClient:
        """A line of its own, which holds at most so many bytes that go up; over TLS all of them share one session."""
        verify = self._context() or False
        transport = self._transport
        if held and transport is None:
            # What the system has taken can't be held back for an exchange any more.
            kept = [(socket.SOL_SOCKET, socket.SO_SNDBUF, held)]
            transport = httpx.AsyncHTTPTransport(verify=verify, socket_options=kept)
        made = httpx.AsyncClient(
            transport=transport,
            verify=verify,
            timeout=httpx.Timeout(**PATIENCE),
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=KEEP_ALIVE),
            follow_redirects=False,
        )
        # Nobody needs them, and every request would pay for them on a slow line.
        for name in ("accept", "accept-encoding", "connection", "user-agent"):
            del made.headers[name]
        return made

    def _context(self) -> ssl.SSLContext | None:
        if self._transport is not None or not self.base_url.startswith("https:"):
            return None
        if self._tls is None:
            pinned = self.proof not in ("", AUTHORITIES)
            self._tls = tls.pinned_context(self.proof) if pinned else tls.client_context(self._authorities)
        return self._tls

    async def _once(self, line: httpx.AsyncClient, request: httpx.Request, kind: str, heard: Heard | None) -> Answer:
        up = answers.head_size(f"{request.method} {request.url.raw_path.decode()}", request.headers)
        up += int(request.headers.get("content-length", 0))
        came = reading.Reading(self._clock)
        request.extensions["trace"] = came.noted
        try:
            async with _opened(line, request) as response:
                came.head(answers.head_size(f"{response.status_code} {response.reason_phrase}", response.headers))
                if heard is not None and response.status_code == 200:
                    came.tell(frames.Arriving(self.codec, limits.ANSWER_BYTES), heard)
                async for chunk in response.aiter_raw():
                    came.piece(chunk)
                self.timed(came.timing(held=line is not self._first))
                plain = {name.lower(): value for name, value in response.headers.items()}
                return answers.Answer(response.status_code, plain, came.body, up, came.down)
        except answers.NEVER_LEFT:
            up = 0
            raise
        except answers.Closed as error:
            if came.told:
                raise Offline(error.what) from error  # the same question again would not be the same any more
            raise
        finally:
            self.counted(kind, up, came.down)


@asynccontextmanager
async def _opened(line: httpx.AsyncClient, request: httpx.Request) -> AsyncIterator[httpx.Response]:
    with translated(httpx):
        response = await line.send(request, stream=True)
        try:
            yield response
        finally:
            await response.aclose()
