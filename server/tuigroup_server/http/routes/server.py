"""What anybody may know about this server before signing in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from tuigroup.wire.accounts import ServerInfo
from tuigroup.wire.helplines import GivenLines
from tuigroup_server.http import mirror
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import accounts

router = APIRouter(tags=["server"])


@router.get("/v1/server", response_model_exclude_defaults=True)
def server_info(context: Ctx) -> ServerInfo:
    """Name, id (which salts passphrases), versions spoken, what guests may do; not what is at its default."""
    return accounts.server_info(context)


@router.get("/v1/helplines", responses={200: {"model": GivenLines}})
def helplines(request: Request, context: Ctx) -> Response:
    """The operator's own crisis lines, shown on top of those that clients have; GET /v1/server names their version."""
    given = context.helplines.current()
    return mirror.mirror(request, given.lines if given is not None else GivenLines())
