"""The operator's crisis lines on their way here: fetched when they are others, and never a reason to be offline."""

from __future__ import annotations

import pytest

from tests.server.test_helplines import GOOD
from tests.sync.world import World
from tuigroup.errors import Offline, Refused
from tuigroup.store import given
from tuigroup_server.service.helplines import FILE

ASKED = "GET /v1/helplines"


async def test_a_guest_gets_them_once_and_keeps_them(world: World) -> None:
    file = world.context.folder / FILE
    file.write_text(GOOD, "utf-8")
    guest = world.machine()
    for _ in range(3):
        await guest.session._chore()
    assert guest.line.paths == ["GET /v1/server", ASKED]
    guest.line.up = False
    assert given.facts(guest.store).given_in("IE")[0].name == "Our listening line"
    guest.line.up = True
    world.clock.forward(13 * 60)
    await guest.session._chore()
    assert guest.line.paths.count(ASKED) == 1, "they are the same"
    file.write_text(GOOD.replace("Our listening", "Another"), "utf-8")
    world.clock.forward(13 * 60)
    await guest.session._chore()
    assert given.facts(guest.store).given_in("IE")[0].name == "Another line"
    file.unlink()
    await guest.session.greet(again=True)
    await guest.session._chore()
    assert given.facts(guest.store).given == ()
    assert guest.line.paths.count(ASKED) == 2


async def test_signing_in_does_not_wait_for_them(world: World) -> None:
    (world.context.folder / FILE).write_text(GOOD, "utf-8")
    ada = await world.member("ada")
    assert ASKED not in ada.line.paths
    await ada.session._chore()
    assert given.facts(ada.store).given_in("IE")
    await ada.session.sign_out()
    assert given.facts(ada.store).given_in("IE"), "they are of the server, not of the account"


@pytest.mark.parametrize(("error", "tries"), [(Offline("gone"), 3), (Refused("no", type="not-found", status=404), 1)])
async def test_an_answer_that_does_not_come_is_no_reason_to_be_offline(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception, tries: int
) -> None:
    (world.context.folder / FILE).write_text(GOOD, "utf-8")
    guest = world.machine()
    given.keep(guest.store, "before", {"countries": []})
    asked = []

    async def helplines() -> object:
        asked.append(1)
        raise error

    monkeypatch.setattr(guest.session._client, "helplines", helplines)
    for _ in range(6):
        await guest.session._chore()
    assert len(asked) == tries
    assert given.version(guest.store) == "before"
