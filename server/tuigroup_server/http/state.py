"""What the app holds for its routes, as dependencies: the context and the limiter."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from tuigroup_server.service.context import Context
from tuigroup_server.service.limits import Limiter


def context(request: Request) -> Context:
    return cast(Context, request.app.state.context)


def limiter(request: Request) -> Limiter:
    return cast(Limiter, request.app.state.limiter)


# Plain calls are made in the event loop; these two only look up, so they must not cost a thread.
async def _context(request: Request) -> Context:
    return context(request)


async def _limiter(request: Request) -> Limiter:
    return limiter(request)


Ctx = Annotated[Context, Depends(_context)]
Limits = Annotated[Limiter, Depends(_limiter)]
