"""Readable mirrors of the directory and of groups."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from tuigroup.wire import limits
from tuigroup.wire.words import Access, GroupFormat, GroupKind
from tuigroup_server.http.identity import Reader
from tuigroup_server.http.mirror import mirror
from tuigroup_server.http.state import Ctx
from tuigroup_server.service import readable

router = APIRouter(tags=["groups"])

Number = Annotated[int, Path(ge=1, le=2**53)]
Since = Annotated[int, Query(ge=0, le=2**53)]
Short = Annotated[str, Query(max_length=24)]


@router.get("/v1/groups", responses={200: {"model": readable.Groups}})
def list_groups(
    request: Request,
    _actor: Reader,
    context: Ctx,
    q: Annotated[str, Query(max_length=limits.SEARCH)] = "",
    kind: GroupKind | None = None,
    format: GroupFormat | None = None,
    access: Access | None = None,
    topic: Short = "",
    language: Short = "",
    country: Short = "",
    listings: bool = False,
    after: Since = 0,
) -> Response:
    """The directory: hosted groups, or with ``listings`` those of public directories; ``after`` continues."""
    given = {"kind": kind, "format": format, "access": access, "language": language, "country": country.upper()}
    exact = {name: str(value) for name, value in given.items() if value}
    wanted = readable.Filter(q, listings, topic, exact)
    return mirror(request, readable.list_groups(context, wanted, after))


@router.get("/v1/groups/{number}", responses={200: {"model": readable.GroupWhole}})
def show_group(number: Number, request: Request, actor: Reader, context: Ctx) -> Response:
    """A group's page: welcome, guidelines, who runs it, boards, meetings."""
    return mirror(request, readable.group(context, actor, number))
