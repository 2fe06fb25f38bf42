"""A house for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.ssh.house import House
from tests.sync.world import World


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    world = World(tmp_path)
    world.group("Night Shift Sleep Circle")
    made = House(world, tmp_path / "door")
    yield made
    await made.close()
    await world.close()
