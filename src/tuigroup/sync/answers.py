"""What an HTTP answer means: checked, refused with a sentence, or taken apart. Pure; knows no HTTP library."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from tuigroup import text
from tuigroup.errors import (
    BadServerAddress,
    CursorExpired,
    MalformedWire,
    Offline,
    Refused,
    ServerError,
    SignInRefused,
    UnprovenServer,
    VersionMismatch,
)
from tuigroup.i18n import N_, heard
from tuigroup.late import Late
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire import accounts, documents, frames, problems
else:
    documents = Late("tuigroup.wire.documents")
    accounts = Late("tuigroup.wire.accounts")
    frames = Late("tuigroup.wire.frames")
    problems = Late("tuigroup.wire.problems")

_RANGE: Final = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")
_SENTENCE: Final = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its status, the headers in lower case, and the body as it came.

    ``up`` and ``down`` are the bytes that its exchange took.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a resource as it travels. ``start`` is its first byte, ``total`` the whole's size in bytes.

    ``etag`` names this very form and content, '' where the server gives none.
    """

    data: bytes
    start: int
    total: int
    etag: str


class NotReached(Offline):
    """No connection was made: nothing of the request left this machine."""


class Closed(Offline):
    """The line was cut while an answer was awaited; maybe only because the server had closed an idle connection."""


NEVER_LEFT: Final = (NotReached, UnprovenServer)
"""After these, nothing of a request has left this machine."""


def check(answer: Answer) -> None:
    """Nothing for an answer that holds what was asked; else what it says, as an error of ours."""
    if answer.status in (200, 201, 204, 206):
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise MalformedWire(N_("The answer is packed in a way that was not asked for."))
        if answer.headers.get("content-type", "").startswith("text/html"):
            raise no_server()
        return
    raise _refusal(answer)


def unpacked(answer: Answer, most: int) -> Answer:
    """An answer that came packed with gzip, as it was before. Raises MalformedWire where it is damaged or too large."""
    if answer.headers.get("content-encoding") != "gzip":
        return answer
    packer = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        body = packer.decompress(answer.body, most)
    except zlib.error as error:
        raise MalformedWire(N_("The answer is damaged.")) from error
    if packer.unconsumed_tail or not packer.eof:
        raise MalformedWire(N_("The answer is larger than this program reads."))
    headers = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
    return replace(answer, headers=headers, body=body)


def head_size(first: str, headers: Mapping[str, str]) -> int:
    """Bytes of a message's head in HTTP/1.1."""
    return len(first) + len(" HTTP/1.1\r\n") + sum(len(name) + len(value) + 4 for name, value in headers.items()) + 2


def check_version(info: accounts.ServerInfo) -> None:
    """Raises VersionMismatch."""
    if info.api_min > accounts.API_VERSION:
        raise VersionMismatch(
            N_("This server speaks a newer language than this program."),
            todo=N_("Please update tuigroup on this machine."),
        )
    if info.api_max < accounts.API_VERSION:
        raise VersionMismatch(
            N_("This server speaks an older language than this program."),
            todo=N_("Its operator can update it; until then an older tuigroup fits."),
        )


def no_server() -> BadServerAddress:
    return BadServerAddress(
        N_("No tuigroup server answers at this address."), todo=N_("Please look at the address again, at its port too.")
    )


def piece(answer: Answer) -> Piece:
    """A resource's part from a 206, or the whole from a 200. Raises MalformedWire."""
    etag = answer.headers.get("etag", "")
    if answer.status != 206:
        return Piece(answer.body, 0, len(answer.body), etag)
    match = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    if match is None:
        raise MalformedWire(N_("The part does not say where it belongs."))
    first, last, total = (int(number) for number in match.groups())
    if not first <= last < total or len(answer.body) != last - first + 1:
        raise MalformedWire(N_("The part does not have the length it says."))
    return Piece(answer.body, first, total, etag)


def exchange(method: str, path: str, said: Any, answer: Answer, codec: frames.Codec) -> dict[str, Any]:
    """What a wire log keeps of an exchange, decoded where it can be."""
    heard: Any = answer.body
    if answer.body and answer.status != 206:
        try:
            values = codec.unpack_frames(answer.body, limits.ANSWER_BYTES)
            heard = values[0] if len(values) == 1 else values
        except MalformedWire:
            heard = answer.body
    moved = {"up": answer.up, "down": answer.down}
    return {"method": method, "path": path, **moved, "sent": said, "status": answer.status, "received": heard}


def _refusal(answer: Answer) -> ServerError:
    problem = _problem(answer)
    if problem is None:
        return _stranger(answer.status)
    what = heard(text.line(problem.detail or problem.title, _SENTENCE)) or N_("The server said no.")
    if answer.status == 401:
        return SignInRefused(what)
    if problem.key == "cursor-expired":
        return CursorExpired(what)
    if problem.key == "unknown-generation":
        return VersionMismatch(N_("The server does not understand this version of tuigroup."))
    wait = answer.headers.get("retry-after", "")
    seconds = min(int(wait), 86_400) if wait.isascii() and wait.isdigit() else 0
    if problem.key == "too-many" and seconds:
        what = heard(what, _too_often(seconds))
    return Refused(what, type=problem.key, status=answer.status, retry_after=seconds)


def _too_often(seconds: int) -> str:
    if seconds < 90:
        return N_(
            "That was often. Please try again in a second.",
            plural="That was often. Please try again in {count} seconds.",
            count=seconds,
        )
    return N_("That was often. Please try again in {minutes} minutes.", minutes=-(-seconds // 60))


def _problem(answer: Answer) -> problems.Problem | None:
    if not answer.headers.get("content-type", "").startswith(problems.MEDIA_TYPE):
        return None
    try:
        return documents.read(problems.Problem, frames.from_json(answer.body))
    except MalformedWire:
        return None


def _stranger(status: int) -> ServerError:
    """An answer that no tuigroup server gives: a proxy, a portal, another service."""
    if 300 <= status < 400:
        return BadServerAddress(
            N_("This address leads to another one."), todo=N_("Please use the address that a browser shows in the end.")
        )
    if status in (502, 503, 504):
        return Offline(N_("The server is being restarted or can't be reached behind its front door."))
    if status >= 500:
        return Refused(N_("The server had a problem."), type="server", status=status)
    return no_server()
