"""Every refusal as a problem document (RFC 9457), whatever raised it. No traceback and no text of a member leaves here.

Validation is told by the field's place and a sentence of our own: pydantic's sentences may quote the input.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tuigroup.errors import BadInput, MalformedWire, TuigroupError
from tuigroup.wire.problems import MEDIA_TYPE, problem
from tuigroup_server.http.state import context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage.troubles import DatabaseBusy

log = logging.getLogger("tuigroup_server")

_BY_STATUS: Final[dict[int, tuple[str, str]]] = {
    400: ("bad-body", "The request could not be read."),
    401: ("not-signed-in", "Please sign in first."),
    403: ("not-allowed", "This is not allowed here."),
    404: ("not-found", "There is nothing at this address."),
    405: ("method-not-allowed", "This address does not know that method."),
    413: ("too-large", "The request is larger than this server reads."),
    416: ("bad-range", "The range asked for is not there."),
    422: ("bad-field", "A field can't be used."),
    429: ("too-many", "That was often. Please try again in a moment."),
    503: ("busy", "The server is busy. Please try again in a moment."),
}
_SENT_IN: Final = ("body", "query", "path", "header", "cookie")
_FIELD: Final[dict[str, str]] = {
    "missing": "It is missing.",
    "string_too_long": "It is too long; {max_length} characters fit.",
    "string_too_short": "It is too short; it needs {min_length} characters.",
    "too_long": "There are too many; {max_length} fit.",
    "greater_than_equal": "It must be at least {ge}.",
    "less_than_equal": "It must be at most {le}.",
    "string_pattern_mismatch": "It holds characters that can't be used here.",
    "string_type": "It must be text.",
    "int_type": "It must be a whole number.",
    "int_parsing": "It must be a whole number.",
    "union_tag_invalid": "Its kind is not known here.",
    "union_tag_not_found": "Its kind is not named.",
    "enum": "It is not one of the words known here.",
    "json_invalid": "The body is not JSON.",
}


def answer(
    key: str, detail: str = "", *, field: str = "", headers: Mapping[str, str] | None = None, status: int | None = None
) -> Response:
    """A problem document as a response; ``key`` is a key of wire.problems."""
    document = problem(key, detail, field=field)
    if status is not None:
        document = document.model_copy(update={"status": status})
    body = document.model_dump_json(exclude_defaults=True)
    return Response(body, document.status, dict(headers or {}), media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """The table of what is raised and what answers it."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(MalformedWire, _malformed)
    app.add_exception_handler(BadInput, _bad_input)
    app.add_exception_handler(DatabaseBusy, _busy)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)


async def _refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if error.key == "not-signed-in":
        headers["WWW-Authenticate"] = "Bearer"
    return answer(error.key, error.sentence(), field=error.field, headers=headers)


async def _malformed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, MalformedWire)
    return answer(error.problem, error.what)


async def _bad_input(_request: Request, error: Exception) -> Response:
    assert isinstance(error, BadInput)
    return answer("bad-field", error.sentence(), field=error.field)


async def _busy(_request: Request, error: Exception) -> Response:
    assert isinstance(error, TuigroupError)
    return answer("busy", error.sentence(), headers={"Retry-After": "2"})


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key, detail = _BY_STATUS.get(error.status_code, ("bad-body" if error.status_code < 500 else "server", ""))
    return answer(key, detail, headers=error.headers, status=error.status_code)


async def _validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return validation_answer(error.errors())


def validation_answer(errors: Sequence[Any]) -> Response:
    """The first of pydantic's errors as a problem document, without its input and without its words."""
    first: Mapping[str, Any] = errors[0] if errors else {}
    kind = str(first.get("type", ""))
    if kind == "json_invalid":
        return answer("bad-body", _FIELD[kind])
    field = _place(first.get("loc", ()))
    try:
        sentence = _FIELD.get(kind, "It can't be used as it is.").format(**first.get("ctx", {}))
    except (KeyError, IndexError):
        sentence = "It can't be used as it is."
    return answer("bad-field", f"{field or 'The body'}: {sentence}", field=field)


def _place(location: Sequence[Any]) -> str:
    """Names of fields and positions, without where they were sent (body, query, path), which comes first.

    Keys made up by the asker can't be in it: no model here has any.
    """
    named = location[1:] if location and location[0] in _SENT_IN else location
    return ".".join(str(part) for part in named)[:80]


class Guard:
    """The outermost wrapper: whatever nobody expected becomes a ``server`` problem with a report number.

    The log gets the number, the kind of the error and where it was, never its words, which may quote a member.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # the line dropped while we were reading: nobody is there to be told
        except Exception as error:
            if scope["type"] != "http":
                raise
            report = context(Request(scope)).random(4).hex()
            log.error("report %s: %s", report, _whereabouts(error))
            if started:
                raise ConnectionAbortedError(f"report {report}") from None
            said = f"The server had a problem (report {report}). Nothing of yours was half done. Please try again."
            await answer("server", said)(scope, receive, send)


def _whereabouts(error: BaseException) -> str:
    """The kind of an error and the last places of our own code that it came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames[-5:]))
    return f"{type(error).__name__} at {places}"
