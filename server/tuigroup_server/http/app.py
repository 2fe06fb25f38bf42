"""The ASGI app: wrappers and routers as two tables, each entry visible here. No use case lives in it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from tuigroup.wire.problems import MEDIA_TYPE, Problem
from tuigroup_server.http import problems
from tuigroup_server.http.bodies import Bounded
from tuigroup_server.http.identity import counted
from tuigroup_server.http.routes import (
    accounts,
    bundles,
    doors,
    groups,
    keys,
    leaving,
    posts,
    resources,
    server,
    slips,
    sync,
    threads,
    wait,
)
from tuigroup_server.http.ticker import ticking
from tuigroup_server.service import limits
from tuigroup_server.service.context import Context

ROUTERS: Final[tuple[APIRouter, ...]] = (
    server.router,
    accounts.router,
    keys.router,
    leaving.router,
    doors.router,
    sync.router,
    wait.router,
    groups.router,
    threads.router,
    posts.router,
    resources.router,
    slips.router,
    bundles.router,
)

_PROBLEM: Final[dict[int | str, dict[str, Any]]] = {
    "default": {"description": "A problem document", "content": {MEDIA_TYPE: {}}, "model": Problem}
}


def _whole() -> APIRouter:
    whole = APIRouter(dependencies=[Depends(counted)], responses=_PROBLEM)
    for router in ROUTERS:
        whole.include_router(router)
    return whole


# The same for every app: taking the routes' signatures apart is half of what an app costs.
ROUTES: Final = tuple(_whole().routes)

FRAMED: Final = ("/v1/sync", "/v1/wait", "/v1/sessions")  # what speaks wire.frames


class Readable:
    """Content encodings for the readable mirrors; what speaks wire.frames compresses for itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._encoded = GZipMiddleware(
            app,
            minimum_size=800,
            compresslevel=6,
            exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/octet-stream"),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._plain if scope.get("path") in FRAMED else self._encoded
        await app(scope, receive, send)


# From the outside in.
WRAPPERS: Final[tuple[Middleware, ...]] = (Middleware(problems.Guard), Middleware(Readable), Middleware(Bounded))


def create_app(context: Context) -> FastAPI:
    """The app over a context, which stays the caller's to close."""
    app = FastAPI(
        title="tuigroup",
        version=version("tuigroup"),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=ticking,
        middleware=list(WRAPPERS),
        routes=list(ROUTES),
    )
    app.state.context = context
    app.state.limiter = limits.Limiter(context.clock, enabled=context.settings.limits)
    problems.install(app)
    return app
