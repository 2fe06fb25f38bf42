"""Group 1 with everybody who can ask about it, once where the directory shows the group and once where it does not."""

from __future__ import annotations

import httpx
import pytest

from tests.server.community import Make
from tests.server.roles import callers
from tests.server.roles.callers import House
from tuigroup_server.service.context import Context
from tuigroup_server.settings import Settings


@pytest.fixture
def settings() -> Settings:
    return Settings(limits=False)  # of every question the answer, however many there are


@pytest.fixture(params=[True, False], ids=["listed", "unlisted"])
def listed(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
async def house(http: httpx.AsyncClient, person: Make, context: Context, listed: bool) -> House:
    return await callers.build(http, person, context, listed=listed)
