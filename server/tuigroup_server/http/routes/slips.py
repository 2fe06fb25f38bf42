"""Attendance slips: given to members while their group meets, and the key by which anybody can check one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from tuigroup.wire.slips import SignedSlip, SlipKey, WantSlip
from tuigroup_server.http.identity import Member
from tuigroup_server.http.routes.accounts import unstored
from tuigroup_server.http.state import Ctx, Limits
from tuigroup_server.service import limits, slips

router = APIRouter(tags=["slips"])


@router.post("/v1/groups/{number}/slips", status_code=201, dependencies=[Depends(unstored)])
def give_slip(
    number: Annotated[int, Path(ge=1, le=2**53)], want: WantSlip, actor: Member, context: Ctx, limiter: Limits
) -> SignedSlip:
    """A slip for a meeting that is on: group, date and a random number, signed. Nothing is kept of who asked."""
    limiter.take(limits.SLIP, str(actor.account_id))
    return slips.give(context, actor, number, want)


@router.get("/v1/slips/key")
def slip_key(context: Ctx) -> SlipKey:
    """The operator's public key for slips."""
    return slips.public_key(context)
