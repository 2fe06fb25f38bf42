"""What goes out in SSH's packets, and nothing beside it.

The only place that reaches into a connection of asyncssh for that.
"""

from __future__ import annotations

from typing import Any, Final

import asyncssh
from asyncssh.constants import MSG_IGNORE

# No cipher that chains blocks: the empty packets are there for the sake of those.
CIPHERS: Final = (
    "chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr", "aes192-ctr",
    "aes128-ctr",
)  # fmt: skip


def leave_out_empty(connection: asyncssh.SSHServerConnection) -> None:
    """No empty packet in front of every packet, which would be 36 bytes for each key that somebody presses."""
    send = connection.send_packet

    def sent(pkttype: int, *args: bytes, handler: Any = None) -> None:
        if pkttype != MSG_IGNORE:
            send(pkttype, *args, handler=handler)

    connection.send_packet = sent  # type: ignore[method-assign]
