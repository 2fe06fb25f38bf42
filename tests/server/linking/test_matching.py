"""Nothing in the answers of the API ties two memberships of one account together: who tries might guess as well.

The people of the town are there in the same evenings: that somebody comes and goes at the same times in two groups is
theirs and not the program's, and SECURITY.md says so. What would tie them together beyond that is looked for. The same
attacker is set on towns that have a leak, and finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection

from tests.server.conftest import Clock
from tests.server.linking import town
from tests.server.linking.attacker import by_chance, hits
from tests.server.linking.town import Spread, Town
from tuigroup_server.service.context import Context
from tuigroup_server.settings import Settings
from tuigroup_server.storage import memberships

pytestmark = pytest.mark.sqlite
PEOPLE = 24

Build = Callable[[int, Spread], Town]


@pytest.fixture
def settings() -> Settings:
    return Settings(limits=False)


@pytest.fixture
def build(context: Context, http: httpx.AsyncClient, clock: Clock) -> Build:
    return lambda seed, spread: Town(context, http, clock, people=PEOPLE, seed=seed, spread=spread)


def best(lived: Town) -> tuple[int, str]:
    """How many memberships the attacker pairs rightly beyond what the best of as many guesses has; and by what."""
    pairings = lived.attacker.pairings(1, 2, lived.random)
    assert all(sorted(pairing.values()) == sorted(lived.truth.values()) for pairing in pairings.values())
    right, by = max((hits(pairing, lived.truth), name) for name, pairing in pairings.items())
    return right - by_chance(PEOPLE, len(pairings)), by


async def test_who_pairs_memberships_does_no_better_than_blindly(build: Build) -> None:
    lived = build(5, town.by_the_client)
    await lived.live(evenings=1)
    assert len(lived.attacker.pairings(1, 2, lived.random)) > 300, "it looks at everything"
    beyond, by = best(lived)
    assert beyond <= 0, by


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20, 28))
async def test_whoever_they_are_and_however_long(build: Build, seed: int) -> None:
    lived = build(seed, town.by_the_client)
    await lived.live(evenings=6)
    beyond, by = best(lived)
    assert beyond <= 0, by


async def test_posts_that_all_go_at_once_are_found(build: Build) -> None:
    lived = build(5, town.at_once)
    await lived.begin()
    await lived.together()
    beyond, by = best(lived)
    assert beyond > 0, by


async def test_numbers_given_to_accounts_are_found(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if members were numbered over all groups together."""
    add = memberships.add

    def numbered(connection: Connection, **values: Any) -> None:
        if values.get("account_id"):
            values["member"] = 1_000 + values["account_id"]
        add(connection, **values)

    monkeypatch.setattr(memberships, "add", numbered)
    lived = build(5, town.by_the_client)
    for group in town.GROUPS:
        for one in lived.random.sample(lived.people, PEOPLE):
            await one.voice.do(op="join", g=group, alias=one.aliases[group])
            lived.clock.forward(minutes=1)
    await lived.listen()
    beyond, by = best(lived)
    assert beyond > 0, by


def test_chance_is_reckoned_as_it_is() -> None:
    """Of one try among three people: all right once in six times, which is more often than the bound allows."""
    assert by_chance(3, 1) == 3
    assert by_chance(24, 1) == 6  # seven points in place: 7e-5
    assert by_chance(24, 400) == 9
