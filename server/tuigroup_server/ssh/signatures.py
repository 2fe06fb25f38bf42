"""Told when a client has signed with its key: asyncssh asks about a key alike when it is only shown.

The only place that reaches into a connection of asyncssh for that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import asyncssh


def tell_when_signed(connection: asyncssh.SSHServerConnection, proven: Callable[[str, bytes], Awaitable[bool]]) -> None:
    """From now on a verified signature lets in only if ``proven(username, public key)`` says so too."""
    verify = connection.validate_public_key

    async def validate(username: str, key_data: bytes, msg: bytes, signature: bytes) -> bool:
        if not await verify(username, key_data, msg, signature):
            return False
        return await proven(username, key_data) if msg else True

    connection.validate_public_key = validate  # type: ignore[method-assign]
