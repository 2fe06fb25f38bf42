"""A bundle for a member's USB stick: what everybody may see, signed by the server."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from tuigroup.errors import BadInput
from tuigroup_server.http.identity import Member
from tuigroup_server.http.state import Ctx, Limits
from tuigroup_server.service import bundles, limits
from tuigroup_server.service.refusals import Refusal

router = APIRouter(tags=["bundles"])

Chosen = Annotated[list[Annotated[str, Query(max_length=160)]] | None, Query(max_length=200)]


@router.get("/v1/bundle", responses={200: {"content": {"application/octet-stream": {}}}})
def bundle(actor: Member, context: Ctx, limiter: Limits, resource: Chosen = None) -> Response:
    """The directory, crisis lines and things to read as one signed file; ``resource`` names those, else all of them."""
    limiter.take(limits.BUNDLE, str(actor.account_id))
    try:
        made = bundles.make(context, resource)
    except BadInput as error:
        raise Refusal("bad-field", error.sentence(), field="resource") from error
    return Response(made, media_type="application/octet-stream", headers={"cache-control": "no-store"})
