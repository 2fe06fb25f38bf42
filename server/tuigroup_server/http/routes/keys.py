"""A member's public keys for SSH, and the sign-in that a door vouches for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Security

from tuigroup.wire.accounts import KeyList, KeyRow, NewKey, SignedInByKey, SignInByKey
from tuigroup_server.http.identity import Member
from tuigroup_server.http.limits import by_network
from tuigroup_server.http.origin import Through, described
from tuigroup_server.http.routes.accounts import unstored
from tuigroup_server.http.state import Ctx, Limits
from tuigroup_server.service import account_keys, limits

router = APIRouter(tags=["keys"], dependencies=[Depends(unstored)])


@router.get("/v1/accounts/me/keys", response_model_exclude_defaults=True)
def list_keys(actor: Member, context: Ctx) -> KeyList:
    """The account's keys, by what the member calls them; the server does not have the keys themselves."""
    return account_keys.listed(context, actor)


@router.post("/v1/accounts/me/keys", status_code=201, response_model_exclude_defaults=True)
def add_key(new: NewKey, actor: Member, context: Ctx, limiter: Limits) -> KeyRow:
    """A key for SSH, for who shows the sign-in secret again. Today says on every machine that one was added."""
    limiter.take(limits.SECRET, str(actor.account_id))
    return account_keys.add(context, actor, new)


@router.delete("/v1/accounts/me/keys/{key}", status_code=204)
def remove_key(key: Annotated[int, Path(ge=1, le=2**53)], actor: Member, context: Ctx) -> None:
    """The key opens nothing any more; what it opened ends."""
    account_keys.remove(context, actor, key)


@router.post(
    "/v1/sessions/by-key",
    status_code=201,
    response_model_exclude_defaults=True,
    dependencies=[Security(described), Depends(by_network(limits.KEY_ADDRESS))],
)
def sign_in_by_key(asked: SignInByKey, context: Ctx, limiter: Limits, door: Through) -> SignedInByKey:
    """For an SSH door: a session for who has shown to hold a key of the account of this name."""
    limiter.take(limits.SIGNED_IN, f"{asked.name} {asked.fingerprint}")
    return account_keys.sign_in(context, asked, door)
