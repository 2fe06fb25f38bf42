"""Leaving for good: everything taken along, the account to be erased, and staying after all."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from tuigroup.wire.leaving import Farewell, Leaving
from tuigroup_server.http.identity import Leaver, Member
from tuigroup_server.http.routes.accounts import UNSTORED, unstored
from tuigroup_server.http.state import Ctx, Limits
from tuigroup_server.service import export, leaving, limits

router = APIRouter(tags=["leaving"], dependencies=[Depends(unstored)])


@router.get("/v1/accounts/me/export", response_class=StreamingResponse)
def take_along(actor: Leaver, context: Ctx, limiter: Limits) -> StreamingResponse:
    """Everything of one's own that the server has and can read, as one JSON document that comes piece by piece."""
    limiter.take(limits.EXPORT, str(actor.account_id))
    headers = {"Cache-Control": UNSTORED}
    return StreamingResponse(export.pieces(context, actor), media_type="application/json", headers=headers)


@router.post("/v1/accounts/me/leaving", response_model_exclude_defaults=True)
def leave(farewell: Farewell, actor: Member, context: Ctx, limiter: Limits) -> Leaving:
    """The account is to be erased, for who shows the sign-in secret again; every session ends, this one too."""
    limiter.take(limits.SECRET, str(actor.account_id))
    return leaving.ask(context, actor, farewell)


@router.delete("/v1/accounts/me/leaving", status_code=204)
def stay(actor: Leaver, context: Ctx) -> None:
    """Stay after all: everything is as before."""
    leaving.stay(context, actor)
