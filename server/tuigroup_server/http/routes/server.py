"""What anybody may know about this server before signing in."""

from __future__ import annotations

from fastapi import APIRouter

from tuigroup.wire.accounts import ServerInfo
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import accounts

router = APIRouter(tags=["server"])


@router.get("/v1/server", response_model_exclude_defaults=True)
def server_info(context: Ctx) -> ServerInfo:
    """Name, id (which salts passphrases), versions spoken, what guests may do; not what is at its default."""
    return accounts.server_info(context)
