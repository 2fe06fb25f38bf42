"""What TLS adds to an exchange: on a first connection, on a resumed one, and on one that is open already."""

from __future__ import annotations

from pathlib import Path

from tests.processes import ServerProcess
from tests.relay import Relay
from tuigroup.sync.client import Client


async def added(plain_port: int, folder: Path) -> dict[str, int]:
    """Bytes both ways that TLS adds, against the same exchange with the plain server on ``plain_port``.

    The server is one as `tuigroup-server init --tls` makes it, in ``folder``, and the member has its key pinned.
    """
    async with Relay(plain_port) as relay, Client(relay.url) as client:
        await client.server_info()
        plain = relay.traffic().both
    server = ServerProcess(folder / "tls", tls=True)
    server.init()
    server.start()
    taken: list[int] = []
    try:
        async with Relay(server.port) as relay, Client(f"https://127.0.0.1:{relay.port}", proof=server.pin) as client:
            for again in (False, False, True):
                if again:
                    await relay.drop()
                before = relay.traffic()
                await client.server_info()
                taken.append((relay.traffic() - before).both - plain)
    finally:
        server.stop()
    return dict(zip(("cold", "exchange", "resumed"), taken, strict=True))
