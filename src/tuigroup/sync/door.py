"""A front door as the server knows it: its credential, and the network that it passes on. Knows no HTTP library.

Bytes are dear: a session's token already says through which door it was opened. So the door is named only where
somebody comes in, and in what a guest asks.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tuigroup.errors import ConfigError
from tuigroup.i18n import N_

DOOR_SESSIONS: Final = "/v1/door/sessions"
_ENTRANCES: Final = frozenset(
    {
        ("POST", "/v1/accounts"),
        ("POST", "/v1/sessions"),
        ("POST", "/v1/sessions/by-key"),
        ("POST", "/v1/recoveries"),
        ("POST", "/v1/recoveries/finish"),
        ("DELETE", DOOR_SESSIONS),
    }
)
_BITS: Final = {4: 24, 6: 48}  # of an address, the finest that a door tells
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Door:
    """``credential`` is NAME:SECRET; ``network`` a prefix from ``network_of``, '' where the server's peer counts."""

    credential: str = field(repr=False)
    network: str = ""

    def headers(self, method: str, path: str, *, signed_in: bool) -> Mapping[str, str]:
        """What a request says of the door: nothing where a token came through it already."""
        if signed_in and (method, path) not in _ENTRANCES:
            return {}
        return {"door": self.credential} | ({"network": self.network} if self.network else {})


def read_credential(file: Path) -> str:
    """The one line that ``tuigroup-server add-door`` wrote. Raises ConfigError."""
    try:
        lines = file.read_text(encoding="ascii").split()
    except (OSError, ValueError) as error:
        raise ConfigError(N_("The door's credential can't be read from {file}.", file=str(file))) from error
    if len(lines) != 1 or ":" not in lines[0] or len(lines[0]) > _LONGEST:
        raise ConfigError(
            N_("There is no door's credential in {file}.", file=str(file)),
            todo=N_("Whoever runs the server makes one with tuigroup-server add-door."),
        )
    return lines[0]


def network_of(address: str) -> str:
    """The network of somebody's address, /24 of IPv4 (also inside IPv6) and /48 of IPv6; '' for what is no address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, _BITS[parsed.version]), strict=False))
