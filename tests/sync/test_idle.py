"""One connection for all of a visit, however long nobody asks anything: a slow line pays for every handshake."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import ServerProcess
from tests.relay import Relay
from tests.warm import WarmServer
from tuigroup.sync import client
from tuigroup.sync.client import Client
from tuigroup.wire.sync import SyncRequest, WantDirectory
from tuigroup_server.cli import start

USUAL = 5.0  # seconds after which both libraries hang up by themselves


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    process = WarmServer(tmp_path_factory.mktemp("idle") / "server")
    process.init()
    process.start()
    yield process
    process.stop()


async def test_exchanges_of_every_kind_share_one_connection(server: ServerProcess, tmp_path: Path) -> None:
    async with Relay(server.port) as relay, Client(relay.url) as line:
        await line.server_info()
        for _ in range(3):
            await line.sync(SyncRequest(w=[WantDirectory()]))
        assert relay.traffic().connections == 1


def test_both_sides_keep_an_idle_connection_for_ten_minutes() -> None:
    assert client.KEEP_ALIVE == start.KEEP_ALIVE == 600


@pytest.mark.machine
async def test_a_connection_is_still_there_when_both_libraries_would_have_hung_up(server: ServerProcess) -> None:
    """The one test that waits: that nothing happens in so many seconds can't be awaited."""
    async with Relay(server.port) as relay, Client(relay.url) as line:
        await line.server_info()
        await asyncio.sleep(USUAL + 2)
        await line.server_info()
        moved = relay.traffic()
        assert (moved.connections, moved.round_trips) == (1, 2)
