"""A world for each test, and a server process for a module that cuts lines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.sync.pairs import Serving
from tests.sync.world import World
from tests.warm import WarmServer
from tuigroup_server.service.context import open_context
from tuigroup_server.settings import FILE_NAME, Settings


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    yield made
    await made.close()


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    process = WarmServer(tmp_path_factory.mktemp("faults") / "server")
    process.init()
    (process.folder / FILE_NAME).write_text("limits = false\n", "utf-8")
    process.start()
    context = open_context(process.folder, Settings())
    yield Serving(process, context)
    context.database.close()
    process.stop()
