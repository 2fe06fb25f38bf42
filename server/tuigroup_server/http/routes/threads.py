"""Readable mirrors of a group's threads, for its members."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tuigroup_server.http.identity import Reader
from tuigroup_server.http.mirror import mirror
from tuigroup_server.http.routes.groups import Number, Since
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import readable

router = APIRouter(tags=["threads"])


@router.get("/v1/groups/{number}/threads", responses={200: {"model": readable.Threads}})
def list_threads(
    number: Number,
    request: Request,
    actor: Reader,
    context: Ctx,
    board: Annotated[int, Query(ge=0, le=1000)] = 0,
    before: Since = 0,
) -> Response:
    """Threads by latest activity; ``before`` continues."""
    return mirror(request, readable.list_threads(context, actor, number, board, before))


@router.get("/v1/groups/{number}/threads/{thread}", responses={200: {"model": readable.Thread}})
def show_thread(
    number: Number, thread: Number, request: Request, actor: Reader, context: Ctx, after: Since = 0
) -> Response:
    """A thread's posts, oldest first; each names the one it answers."""
    return mirror(request, readable.thread(context, actor, number, thread, after))
