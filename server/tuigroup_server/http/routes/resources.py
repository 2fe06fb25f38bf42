"""The library: heads, plain texts, and the compressed form of a text, of which a part can be fetched at a time."""

from __future__ import annotations

import re
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from tuigroup_server.http import mirror
from tuigroup_server.http.identity import Reader
from tuigroup_server.http.routes.groups import Since
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import readable, resources
from tuigroup_server.service.context import Context
from tuigroup_server.service.refusals import Refusal

router = APIRouter(tags=["resources"])

PACKED: Final = "application/x-tuigroup"
_GENERATION: Final = re.compile(re.escape(PACKED) + r"\s*;\s*generation=(\d{1,2})")


@router.get("/v1/resources", responses={200: {"model": readable.Resources}})
def list_resources(request: Request, _actor: Reader, context: Ctx, since: Since = 0) -> Response:
    """What there is to read, with size and reading time; ``since`` is a revision of the library."""
    return mirror.mirror(request, readable.Resources(resources=list(resources.heads(context, since))))


@router.get(
    "/v1/resources/{slug}",
    responses={200: {"content": {"text/markdown": {}, PACKED: {}}}, 206: {"content": {PACKED: {}}}},
)
def show_resource(slug: str, request: Request, _actor: Reader, context: Ctx) -> Response:
    """A text as Markdown; with ``Accept: application/x-tuigroup`` compressed, where ranges can be asked for.

    ``;generation=N`` chooses the dictionary (wire.frames), the latest without it.
    """
    accepted = request.headers.get("accept", "")
    if PACKED not in accepted:
        _head, said = resources.text(context, slug)
        return mirror.text(request, said, "text/markdown; charset=utf-8")
    packed = resources.packed(context, slug, _generation(context, accepted))
    # An octet stream to all who stand between: a part of it compressed again would be no part of it.
    return mirror.parts(request, packed.body, packed.etag, "application/octet-stream")


def _generation(context: Context, accepted: str) -> int:
    named = _GENERATION.search(accepted)
    if named is None:
        return context.codec.latest
    if not context.codec.knows(int(named[1])):
        raise Refusal("unknown-generation", "This dictionary is not known here.")
    return int(named[1])
