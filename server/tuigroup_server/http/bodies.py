"""Bodies in and out: bounded while they are read, told by their first byte, answered in kind.

``Bounded`` wraps the whole app; ``incoming`` and ``outgoing`` serve the routes that speak wire.frames. Ordinary
JSON routes take their bodies from FastAPI and are bounded all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tuigroup.wire import limits
from tuigroup.wire.frames import PLAIN, Codec
from tuigroup_server.http import problems
from tuigroup_server.http.state import context

M = TypeVar("M", bound=BaseModel)

# What speaks wire.frames says so in its description.
FRAMED: Final = "JSON, or a frame whose first byte (0x80 to 0xBF) names the dictionary's generation."

# Bytes read of a request, where it is not limits.BODY_BYTES: a sealed record is base64 inside JSON.
LARGER: Final[Mapping[str, int]] = {"/v1/record": limits.RECORD_JSON_BYTES}


class Bounded:
    """Stops reading a body at its limit, whether or not it says how long it is."""

    def __init__(self, app: ASGIApp, limit: int = limits.BODY_BYTES, larger: Mapping[str, int] = LARGER) -> None:
        self._app = app
        self._limit = limit
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._larger.get(scope["path"], self._limit)
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdigit() and int(said) > limit:
            await problems.answer("too-large", "The request is larger than this server reads.")(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A body as JSON value, and the generation in which the answer goes back (wire.frames)."""

    value: Any
    generation: int = PLAIN

    def parse(self, model: type[M]) -> M:
        """The value as a model. Raises RequestValidationError, which answers as ``bad-field``."""
        try:
            return model.model_validate(self.value)
        except ValidationError as error:
            found = error.errors(include_input=False, include_url=False)
            raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in found]) from None


async def incoming(request: Request) -> Incoming:
    """A dependency: the body unpacked. Raises MalformedWire (bad-body, too-large, unknown-generation)."""
    raw = await request.body()
    codec = context(request).codec
    return Incoming(codec.unpack(raw, limits.BODY_BYTES), codec.generation(raw))


def outgoing(codec: Codec, generation: int, value: Any, *, status: int = 200) -> Response:
    """A JSON value as the asker speaks: JSON, or a frame, which needs no content type to be told apart.

    Packing costs milliseconds of the processor: call it in a thread, not in the event loop.
    """
    return framed(codec.pack(value, generation), generation, status=status)


def framed(packed: bytes, generation: int, *, status: int = 200) -> Response:
    """What was packed already."""
    return Response(packed, status, media_type="application/json" if generation == PLAIN else None)
