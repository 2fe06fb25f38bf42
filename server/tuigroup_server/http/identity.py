"""Who asks: a bearer token becomes an Actor. A token that is not valid is refused, never taken for a guest.

- ``Asker``: anybody, guests included, whatever the operator allows (for routes that are always public).
- ``Reader``: a member, or a guest where the operator lets guests look around.
- ``Member``: somebody signed in. ``Operator``: the operator.
- ``Leaver``: somebody signed in, also to an account that is to be erased, which is refused everywhere else.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param
from starlette.concurrency import run_in_threadpool

from tuigroup_server.http.origin import Network
from tuigroup_server.http.state import Ctx, Limits
from tuigroup_server.service import accounts, limits
from tuigroup_server.service.context import GUEST, Actor
from tuigroup_server.service.refusals import Refusal

LEAVING: Final = "This account is to be erased. Whoever signs in can still say that they stay."

_bearer = HTTPBearer(auto_error=False, description="The token of /v1/sessions.")


async def counted(request: Request, context: Ctx, limiter: Limits, network: Network) -> Actor:
    """Of every route: whose valid token came along, counted by account; else a guest, counted by network."""
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    if scheme.lower() == "bearer" and token:
        found = await run_in_threadpool(accounts.identify, context, token)
        if found is not None:
            limiter.take(limits.ACCOUNT, str(found.account_id))
            return found
    limiter.take(limits.ANY_ADDRESS, network)
    return GUEST


async def present(
    request: Request,
    limiter: Limits,
    network: Network,
    found: Annotated[Actor, Depends(counted)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Actor:
    if found is not GUEST:
        return found
    if credentials is not None:
        limiter.take(limits.SIGN_IN_ADDRESS, network)
        raise Refusal("not-signed-in", "This session has ended. Please sign in again.")
    if "authorization" in request.headers:
        raise Refusal("not-signed-in", "The Authorization header needs a bearer token.")
    limiter.take(limits.GUEST, network)
    return GUEST


async def actor(asker: Annotated[Actor, Depends(present)]) -> Actor:
    if asker.leaving:
        raise Refusal("account-leaving", LEAVING)
    return asker


async def leaver(asker: Annotated[Actor, Depends(present)]) -> Actor:
    if asker.account_id is None:
        raise Refusal("not-signed-in", "Please sign in first.")
    return asker


async def reader(asker: Annotated[Actor, Depends(actor)], context: Ctx) -> Actor:
    if asker.account_id is None and not context.settings.guests:
        raise Refusal("not-signed-in", "This server shows its groups to members only. Please sign in.")
    return asker


async def member(asker: Annotated[Actor, Depends(actor)]) -> Actor:
    if asker.account_id is None:
        raise Refusal("not-signed-in", "Please sign in first.")
    return asker


async def operator(asker: Annotated[Actor, Depends(member)]) -> Actor:
    if not asker.operator:
        raise Refusal("not-allowed", "Only the operator can do this.")
    return asker


Asker = Annotated[Actor, Depends(actor)]
Reader = Annotated[Actor, Depends(reader)]
Member = Annotated[Actor, Depends(member)]
Operator = Annotated[Actor, Depends(operator)]
Leaver = Annotated[Actor, Depends(leaver)]
