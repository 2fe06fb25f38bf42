"""Answers that can be asked again cheaply: ETag and If-None-Match, and parts of what does not change. No use case."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from tuigroup_server.http import problems

_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def mirror(request: Request, model: BaseModel) -> Response:
    """A model as JSON, or 304 when the asker has it already. Weak: the same said in another encoding is the same."""
    return text(request, model.model_dump_json() + "\n", "application/json")


def text(request: Request, said: str, media_type: str) -> Response:
    """A text, or 304."""
    body = said.encode()
    etag = f'W/"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if _has(request, etag):
        return Response(None, 304, headers)
    return Response(body, headers=headers, media_type=media_type)


def parts(request: Request, body: bytes, etag: str, media_type: str) -> Response:
    """Bytes under a strong ETag: whole (200), a part (206, as far as If-Range agrees), 304 or 416."""
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Accept-Ranges": "bytes", "Vary": "Accept"}
    if _has(request, etag):
        return Response(None, 304, headers)
    asked = request.headers.get("range")
    if asked is None or request.headers.get("if-range", etag) != etag:
        return Response(body, headers=headers, media_type=media_type)
    match = _RANGE.fullmatch(asked.strip())
    if match is None or match[1] == match[2] == "":
        return Response(body, headers=headers, media_type=media_type)
    bounds = _bounds(match[1], match[2], len(body))
    if bounds is None:
        told = headers | {"Content-Range": f"bytes */{len(body)}"}
        return problems.answer("bad-range", "The part asked for is beyond the end.", headers=told)
    first, last = bounds
    told = headers | {"Content-Range": f"bytes {first}-{last}/{len(body)}"}
    return Response(body[first : last + 1], 206, told, media_type=media_type)


def _bounds(first: str, last: str, total: int) -> tuple[int, int] | None:
    """The first and last byte of a range, None when it is not there."""
    if not first:
        low, high = max(0, total - int(last)), total - 1
    else:
        low, high = int(first), min(int(last) if last else total - 1, total - 1)
    return (low, high) if low <= high and low < total else None


def meant(if_match: str, etag: str) -> bool:
    """Whether a write is for what has this strong ETag, or for any."""
    return not {"*", etag}.isdisjoint(one.strip() for one in if_match.split(","))


def _has(request: Request, etag: str) -> bool:
    """Whether the asker names this ETag, weak or strong alike, or any."""
    named = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return "*" in named or etag.removeprefix("W/") in [one.removeprefix("W/") for one in named]
