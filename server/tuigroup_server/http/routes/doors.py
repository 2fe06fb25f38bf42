"""What a door asks for itself."""

from __future__ import annotations

from fastapi import APIRouter, Security

from tuigroup_server.http.origin import Through, described
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import doors

router = APIRouter(tags=["doors"])


@router.delete("/v1/door/sessions", status_code=204, dependencies=[Security(described)])
def end_sessions(context: Ctx, door: Through) -> None:
    """End every session that was opened through the asking door: of visits that ended without a word."""
    doors.end_sessions(context, door)
