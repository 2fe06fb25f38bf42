"""From a file or a web address to the records in it. A broken one says where it broke; nothing is kept of it."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final

from tuigroup import text
from tuigroup.errors import BadInput

MOST_BYTES: Final = 32 * 1024 * 1024
SECONDS: Final = 30.0  # without a byte
TOTAL_SECONDS: Final = 300.0
_KEPT: Final = "Nothing was changed."
_PIECE: Final = 64 * 1024


def is_url(location: str) -> bool:
    return location.lower().startswith(("http://", "https://"))


def read(location: str, *, clock: Callable[[], float] = time.monotonic) -> bytes:
    """The bytes of a file or of what an http(s) address answers. Raises BadInput."""
    return _fetch(location, clock) if is_url(location) else _file(Path(location))


def parse(body: bytes, name: str) -> Any:
    """JSON in UTF-8. Raises BadInput, naming line and column."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line, column = _place(body[: error.start])
        raise BadInput(f"{name} is not UTF-8 text from line {line}, column {column} on.", kept=_KEPT) from error
    except json.JSONDecodeError as error:
        what = f"{name} is not JSON from line {error.lineno}, column {error.colno} on: {error.msg}."
        raise BadInput(what, kept=_KEPT) from error
    except (RecursionError, ValueError) as error:  # nested without end, or a number without end
        raise BadInput(f"{name} is JSON that no directory holds.", kept=_KEPT) from error


def rows(value: Any, name: str, *keys: str) -> list[Any]:
    """The list itself, or the list under one of the keys. Raises BadInput."""
    if isinstance(value, dict):
        value = next((value[key] for key in keys if isinstance(value.get(key), list)), None)
    if not isinstance(value, list):
        raise BadInput(f"{name} holds no list of meetings: line 1, column 1.", kept=_KEPT)
    return value


def _place(before: bytes) -> tuple[int, int]:
    """(line, column), both from 1, of what follows these bytes."""
    return before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path.name} can't be read: {error.strerror}.", kept=_KEPT) from error
    except ValueError as error:  # a name with a zero byte
        raise BadInput("This is no file name.", kept=_KEPT) from error
    return _bounded(body, path.name)


def _bounded(body: bytes, name: str) -> bytes:
    if len(body) > MOST_BYTES:
        raise BadInput(f"{name} is larger than {MOST_BYTES // 1024 // 1024} MB.", kept=_KEPT)
    return body


def _opener() -> urllib.request.OpenerDirector:
    """Only http and https, also after a redirection: urllib's usual one would open files and FTP."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _fetch(url: str, clock: Callable[[], float]) -> bytes:
    ends = clock() + TOTAL_SECONDS
    headers = {"Accept": "application/json", "User-Agent": "tuigroup-server"}
    try:
        request = urllib.request.Request(url, headers=headers)
        with _opener().open(request, timeout=SECONDS) as answer:
            body = bytearray()
            while len(body) <= MOST_BYTES and (piece := answer.read(_PIECE)):
                body.extend(piece)
                if clock() > ends:
                    raise BadInput("The address took too long to answer.", kept=_KEPT, todo="Please try again later.")
    except urllib.error.HTTPError as error:
        raise BadInput(f"The address answered {error.code} {text.line(str(error.reason), 80)}.", kept=_KEPT) from error
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        what = f"The address could not be read ({text.line(str(reason), 120)})."
        raise BadInput(what, kept=_KEPT, todo="Please see if it is right and the line is up.") from error
    return _bounded(bytes(body), "What the address answers")
