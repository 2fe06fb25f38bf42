"""The socket on which a server or a door listens."""

from __future__ import annotations

import socket

from tuigroup.errors import ConfigError


def listen(host: str, port: int, backlog: int) -> socket.socket:
    """A bound socket; port 0 takes a free one, and ``backlog`` is how many may wait to come in. Raises ConfigError."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise ConfigError(f"{host} is no address of this machine.") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(backlog)
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"Port {port} on {host} can't be used: {error.strerror}.",
            todo="Please choose another with --port; 0 takes a free one.",
        ) from error
    return listener
