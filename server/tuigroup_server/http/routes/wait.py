"""The long poll: one request that is answered when something happens."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tuigroup.wire.frames import PLAIN
from tuigroup.wire.sync import SyncAnswer, WaitRequest
from tuigroup_server.http import schemas
from tuigroup_server.http.bodies import FRAMED, Incoming, incoming
from tuigroup_server.http.identity import Member
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import waiting

router = APIRouter(tags=["sync"])


@router.post(
    "/v1/wait",
    responses={200: {"model": SyncAnswer}, 204: {"description": "Nothing came, or the session asked elsewhere"}},
    openapi_extra=schemas.body(WaitRequest.model_json_schema(), FRAMED),
)
async def wait(request: Request, actor: Member, context: Ctx, body: Annotated[Incoming, Depends(incoming)]) -> Response:
    """What is new since a cursor, as soon as it is. For a connection of its own: nothing else passes meanwhile."""
    asked = body.parse(WaitRequest)
    waits = asyncio.ensure_future(waiting.wait(context, actor, asked, body.generation))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((waits, gone), return_when=asyncio.FIRST_COMPLETED)
        found = waits.result() if waits.done() else None
    finally:
        for task in (waits, gone):
            task.cancel()
        await asyncio.gather(waits, gone, return_exceptions=True)
    if found is None:
        return Response(status_code=204)
    return Response(found, media_type="application/json" if body.generation == PLAIN else None)


async def _gone(request: Request) -> None:
    """Until the other end has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
