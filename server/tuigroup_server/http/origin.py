"""Where somebody comes from: through which door, and from which network, as dependencies. No address goes further.

The header ``door`` holds a door's credential; one that is not valid is refused, never ignored. Through a door the
header ``network`` takes the place of the peer's network; without a door it means nothing. Each door's networks are
counted apart, so that what happens in a library's wireless network locks nobody out of its kiosk.
"""

from __future__ import annotations

import ipaddress
from typing import Annotated, Final

from fastapi import Depends, Header, Request
from fastapi.security import APIKeyHeader
from starlette.concurrency import run_in_threadpool

from tuigroup_server.http.state import Ctx, Limits
from tuigroup_server.rules import DoorAction
from tuigroup_server.service import doors, limits
from tuigroup_server.service.context import Door
from tuigroup_server.service.refusals import Refusal

DOOR: Final = "door"
NETWORK: Final = "network"
_FINEST: Final = {4: 24, 6: 48}  # bits of an address that a door may tell

_Credential = Annotated[
    str | None,
    Header(description="The credential of the front door that this comes through, NAME:SECRET; none for who comes "
           "directly. Needed where somebody comes in and in what a guest asks: a session's token says it by itself."),
]  # fmt: skip
_Told = Annotated[
    str | None,
    Header(description="Through a door: the network that its visitor comes from, such as 192.0.2.0/24 or "
           "2001:db8::/48, for limits. Without a door it means nothing."),
]  # fmt: skip

# For routes that only a door may ask: says so in OpenAPI.
described = APIKeyHeader(name=DOOR, scheme_name="Door", auto_error=False, description="A credential, NAME:SECRET.")


def prefix(address: str) -> str:
    """An address's network: /24 of IPv4 (also inside IPv6), /56 of IPv6; what is no address is '-'."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "-"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((parsed, 56), strict=False))
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24), strict=False))


def passed_on(told: str) -> str:
    """A network as a door tells it. Raises Refusal ``bad-field`` for anything that is closer to one person."""
    try:
        network = ipaddress.ip_network(told.strip())
    except ValueError:
        network = None
    if network is None or "/" not in told or network.prefixlen > _FINEST[network.version]:
        raise Refusal(
            "bad-field",
            "The header network needs a network such as 192.0.2.0/24 or 2001:db8::/48, nothing closer to one person.",
            field=NETWORK,
        )
    return str(network)


def _peer(request: Request) -> str:
    return prefix(request.client.host if request.client else "")


async def _through(request: Request, context: Ctx, limiter: Limits, door: _Credential = None) -> Door | None:
    """Costs nothing where there is no header."""
    if door is None:
        return None
    try:
        found = await run_in_threadpool(doors.identify, context, door)
    except Refusal:
        limiter.take(limits.SIGN_IN_ADDRESS, _peer(request))
        raise
    limiter.take(limits.DOOR, found.name)
    return found


Through = Annotated[Door | None, Depends(_through)]


async def _network(request: Request, door: Through, network: _Told = None) -> str:
    """The key under which limits count the network."""
    if door is None:
        return _peer(request)
    if network is not None:
        doors.may(door, DoorAction.PASS_ON_NETWORK)
    return f"{door.name} {_peer(request) if network is None else passed_on(network)}"


Network = Annotated[str, Depends(_network)]
