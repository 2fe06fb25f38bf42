"""Routes that anybody may ask, and the exchange that all else travels in: what goes up and what comes back.

How an exchange is made is the client's. Bodies of /v1/sync are frames of the latest dictionary, or JSON for the rest
of the session once the server said that it does not know that one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tuigroup.errors import BadServerAddress, MalformedWire
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.wire import limits

if TYPE_CHECKING:
    from pydantic import BaseModel

    from tuigroup.sync import answers
    from tuigroup.sync.answers import Answer, Piece
    from tuigroup.sync.behind import Behind
    from tuigroup.sync.reading import Heard
    from tuigroup.wire import accounts, documents, frames
    from tuigroup.wire import sync as envelope
else:
    answers = Late("tuigroup.sync.answers")
    accounts = Late("tuigroup.wire.accounts")
    documents = Late("tuigroup.wire.documents")
    frames = Late("tuigroup.wire.frames")
    envelope = Late("tuigroup.wire.sync")

PACKED: Final = "application/x-tuigroup"
SYNC: Final = "/v1/sync"
WAIT: Final = "/v1/wait"


class ExchangeRoutes(ABC):
    """What the client answers to anybody, signed in or not. All raise Offline and the errors that they name."""

    _plain: bool  # the server does not know the dictionary

    @property
    @abstractmethod
    def codec(self) -> frames.Codec: ...

    # What anybody may ask.

    async def server_info(self) -> accounts.ServerInfo:
        """Raises BadServerAddress where no tuigroup server answers, VersionMismatch, Offline."""
        answer = await self._ask("GET", "/v1/server", kind="server")
        try:
            answers.check(answer)
            info = documents.read(accounts.ServerInfo, frames.from_json(answer.body))
        except MalformedWire as error:
            raise answers.no_server() from error
        answers.check_version(info)
        return info

    async def helplines(self) -> object:
        """The operator's own crisis lines as the server tells them, to be read by store.given.

        Raises Refused, Offline, MalformedWire.
        """
        answer = await self._json("GET", "/v1/helplines", kind="server", packed=limits.HELPLINES_BYTES)
        if len(answer.body) > limits.HELPLINES_BYTES:
            raise MalformedWire(N_("The answer is larger than this program reads."))
        return frames.from_json(answer.body)

    # The exchange that everything else travels in.

    async def sync(
        self,
        request: envelope.SyncRequest,
        *,
        kind: str = "sync",
        first: Callable[[envelope.SyncAnswer], None] | None = None,
    ) -> envelope.SyncAnswer:
        """One exchange. Raises CursorExpired, SignInRefused, Refused, Offline, MalformedWire, VersionMismatch.

        Where the rest of pages comes behind an answer (``r``), ``first`` hears the answer itself as soon as it is here,
        and what is handed out is the rest.
        """

        def heard(value: Any) -> None:
            if first is not None:
                first(documents.read(envelope.SyncAnswer, value))

        answer = await self._framed(SYNC, request, kind, heard if request.r else None)
        try:
            answers.check(answer)
        except BadServerAddress:
            await self.server_info()  # a server of another age has no such route, and says there what it speaks
            raise
        return self._read(answer) or envelope.SyncAnswer()

    async def wait(self, request: envelope.WaitRequest) -> envelope.SyncAnswer | None:
        """News as they happen, on a line of their own, which is made when it is needed; None where nothing came.

        Takes as long as the request says. Raises as ``sync``.
        """
        answer = await self._framed(WAIT, request, "wait")
        answers.check(answer)
        return self._read(answer)

    async def _framed(self, path: str, request: BaseModel, kind: str, heard: Heard | None = None) -> Answer:
        """An exchange in frames; in JSON from then on where the server does not know the dictionary."""
        value, generation = documents.dump(request), self._generation
        while True:
            body = self.codec.pack(value, generation)
            # A frame tells what it is by its first byte.
            headers = {"content-type": "application/json"} if generation == frames.PLAIN else {}
            answer = await self._ask("POST", path, body, headers, kind=kind, said=value, heard=heard)
            if answer.status != 415 or generation == frames.PLAIN:
                return answer
            self._plain, generation = True, frames.PLAIN

    def _read(self, answer: Answer) -> envelope.SyncAnswer | None:
        if answer.status == 204:
            return None
        return documents.read(envelope.SyncAnswer, self.codec.unpack_lines(answer.body, limits.ANSWER_BYTES)[-1])

    async def resource(self, slug: str, *, start: int = 0, length: int = 65536, etag: str = "") -> Piece:
        """A part of a resource from byte ``start`` of its compressed form.

        With ``etag`` the part is of that very content; where it changed meanwhile, the answer starts at 0 again.
        Raises Refused (not-found, bad-range), Offline, MalformedWire.
        """
        headers = {"range": f"bytes={start}-{start + length - 1}"}
        if etag and start:
            headers["if-range"] = etag
        generation = max(self._generation, 0)
        while True:
            headers["accept"] = f"{PACKED};generation={generation}"
            answer = await self._ask("GET", f"/v1/resources/{quote(slug, safe='')}", None, headers, kind="resource")
            if answer.status != 415 or not generation:
                break
            self._plain, generation = True, 0
        answers.check(answer)
        return answers.piece(answer)

    @property
    def _generation(self) -> int:
        return frames.PLAIN if self._plain else self.codec.latest

    async def _json(
        self,
        method: str,
        path: str,
        body: BaseModel | None = None,
        *,
        kind: str = "account",
        token: str = "",
        packed: int = 0,
    ) -> Answer:
        """``token``: another session than the client's own; ``packed``: the answer may be packed, to so many bytes."""
        value = None if body is None else documents.dump(body)
        raw = None if value is None else frames.to_json(value)
        headers = {} if raw is None else {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        if packed:
            headers["accept-encoding"] = "gzip"
        answer = await self._ask(method, path, raw, headers, kind=kind, said=value)
        if packed:
            answer = answers.unpacked(answer, packed)
        answers.check(answer)
        return answer

    @abstractmethod
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
    ) -> Answer: ...
