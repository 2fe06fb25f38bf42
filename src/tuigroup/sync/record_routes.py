"""Routes of the private record: read where it is another one than what is here, and written, in pieces where nobody
waits for it. How an exchange is made is the client's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.errors import MalformedWire, Refused
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.sync.exchange_routes import ExchangeRoutes
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.sync import answers
    from tuigroup.sync.answers import Answer
    from tuigroup.sync.behind import Behind
    from tuigroup.wire import accounts, documents, frames
else:
    answers = Late("tuigroup.sync.answers")
    accounts = Late("tuigroup.wire.accounts")
    documents = Late("tuigroup.wire.documents")
    frames = Late("tuigroup.wire.frames")

PATH: Final = "/v1/record"
_KIND: Final = "record"
_TRIES: Final = 3  # of reading a record that changes while it is read


class RecordRoutes(ExchangeRoutes):
    """All raise SignInRefused, Refused, Offline, MalformedWire."""

    async def read_record(self, tag: str = "", behind: Behind | None = None) -> accounts.SealedRecord | None:
        """The private record as it was sealed, version 0 where there is none yet; None where it is the one of ``tag``.

        ``behind`` has the shared line for a piece at a time; without it the whole comes at once.
        """
        for _ in range(_TRIES):
            try:
                raw = await self._parts(tag, behind)
            except Refused as error:
                if error.type != "bad-range":
                    raise
                continue  # it is shorter now
            return None if raw is None else documents.read(accounts.SealedRecord, frames.from_json(raw))
        raise MalformedWire(N_("Your private record could not be put together."))

    async def write_record(self, record: accounts.SealedRecord, behind: Behind | None = None, *, tag: str = "") -> int:
        """Follow ``record.version``; the new version. Raises Refused ``record-conflict`` besides.

        ``tag`` is that of the version followed: a server that was put back may have another text of the same number.
        With ``behind`` a large one goes up on a connection of its own, between exchanges.
        """
        value = documents.dump(record)
        raw = frames.to_json(value)
        headers = {"content-type": "application/json"} | ({"if-match": tag} if tag else {})
        if behind is None:
            answer = await self._ask("PUT", PATH, raw, headers, kind=_KIND, said=value)
        elif len(raw) <= behind.piece:
            async with behind.turn():
                answer = await self._ask("PUT", PATH, raw, headers, kind=_KIND, said=value)
        else:
            answer = await self._ask("PUT", PATH, raw, headers, kind=_KIND, said=value, behind=behind)
        answers.check(answer)
        return documents.read(accounts.SealedRecord, frames.from_json(answer.body)).version

    async def _parts(self, tag: str, behind: Behind | None) -> bytes | None:
        headers = {"if-none-match": tag} if tag else {}
        if behind is None:
            return self._unless_known(await self._ask("GET", PATH, None, headers, kind=_KIND))
        have, etag = b"", ""
        while True:
            asked = headers | {"range": f"bytes={len(have)}-{len(have) + behind.piece - 1}"}
            if etag:
                asked = {"range": asked["range"], "if-range": etag}
            async with behind.turn():
                answer = await self._ask("GET", PATH, None, asked, kind=_KIND)
            if self._unless_known(answer) is None:
                return None
            piece = answers.piece(answer)
            if piece.total > limits.RECORD_JSON_BYTES or piece.start not in (0, len(have)):
                raise MalformedWire(N_("Your private record could not be put together."))
            have, etag = (have if piece.start else b"") + piece.data, piece.etag
            if len(have) >= piece.total:
                return have

    @staticmethod
    def _unless_known(answer: Answer) -> bytes | None:
        if answer.status == 304:
            return None
        answers.check(answer)
        return answer.body
