"""What stays on this machine, in lines: said where one signs in, changed by a word and in the settings."""

from __future__ import annotations

from tests.line.desk import Desk, spoken
from tuigroup.store import Store


async def test_stays(store: Store) -> None:
    desk = Desk(store, account=None)
    desk.session.choosable = True
    await desk.begin()
    told = spoken(await desk.type("keep", "2"))
    assert "What stays on this machine?" in told
    assert "everything, locked by passphrase" in told
    assert "It is locked as soon as you are signed in." in told
    assert desk.session.calls == [("let_stay", "locked")]


async def test_it_is_said_where_one_signs_in(store: Store) -> None:
    desk = Desk(store, account=None)
    desk.session.choosable = True
    await desk.begin()
    told = spoken(await desk.type("2", "back"))
    assert "On this machine: everything stays. The word keep changes that" in told


async def test_the_settings_have_it(desk: Desk) -> None:
    await desk.begin()
    assert "On this machine" not in await desk.type("settings")
    assert "That does nothing here" in await desk.type("keep")
    desk.session.choosable = True
    told = await desk.type("settings")
    number = next(line.split(".")[0] for line in told.splitlines() if "On this machine: everything stays." in line)
    told = spoken(await desk.type(number, "3"))
    assert "nothing of yours stays here" in told
    assert "On this machine: nothing stays after leaving." in told
    assert desk.session.calls == [("let_stay", "forget")]
