"""The exchange that everything of a member travels in."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.responses import Response

from tuigroup.wire.frames import PLAIN
from tuigroup.wire.sync import SyncAnswer, SyncRequest
from tuigroup_server.http import schemas
from tuigroup_server.http.bodies import FRAMED, Incoming, incoming
from tuigroup_server.http.identity import Reader
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import sync as service

NOTHING: Final = b"{}"

router = APIRouter(tags=["sync"])


@router.post(
    "/v1/sync",
    responses={200: {"model": SyncAnswer}, 204: {"description": "Nothing is new (in answer to a frame only)"}},
    openapi_extra=schemas.body(SyncRequest.model_json_schema(), FRAMED),
)
def sync(actor: Reader, context: Ctx, body: Annotated[Incoming, Depends(incoming)]) -> Response:
    """The outbox up; acks, changes and wanted pages down. The answer is as the request: JSON or a frame."""
    try:
        asked = service.read(body.value)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False)) from None
    packed = service.answer(context, actor, asked, body.generation)
    if body.generation != PLAIN and packed == NOTHING:
        return Response(status_code=204)
    return Response(packed, media_type="application/json" if body.generation == PLAIN else None)
