"""Writing without a sync: one operation by itself, with the key that makes sending it again harmless."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Header
from fastapi.exceptions import RequestValidationError
from pydantic import Field, TypeAdapter, ValidationError
from starlette.responses import Response

from tuigroup.wire.ops import Edit, Remove, Reply, Respond, StartPrivate, StartThread, Writes
from tuigroup.wire.sync import Ack
from tuigroup_server.http import schemas
from tuigroup_server.http.identity import Member
from tuigroup_server.http.routes.groups import Number
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import readable
from tuigroup_server.service.refusals import Refusal

router = APIRouter(tags=["posts"])

_OP: Final[TypeAdapter[readable.PostOp]] = TypeAdapter(
    Annotated[StartThread | StartPrivate | Reply | Edit | Remove | Respond, Field(discriminator="op")]
)


@router.post(
    "/v1/groups/{number}/posts",
    status_code=201,
    responses={201: {"model": Ack}},
    openapi_extra=schemas.body(_OP.json_schema()),
)
def write(
    number: Number,
    actor: Member,
    context: Ctx,
    said: Annotated[dict[str, Any], Body()],
    idempotency_key: Annotated[str, Header()] = "",
) -> Response:
    """Start a thread, reply, edit, take back, respond. ``k`` (or Idempotency-Key) names it once and for all."""
    whole = {"g": number} | ({"k": idempotency_key} if idempotency_key else {}) | said
    try:
        op = _OP.validate_python(whole)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False)) from None
    if op.g != number:
        raise Refusal("bad-field", "The body names another group than the address.", field="g")
    ack = readable.post(context, actor, op)
    status = 202 if ack.later else 201 if isinstance(op, Writes) else 200
    return Response(ack.model_dump_json(exclude_defaults=True) + "\n", status, media_type="application/json")
