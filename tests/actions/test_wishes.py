"""Wished content notes over real stores and a real server: heard offline and later, unsigned, and acted on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sync.world import Machine, World
from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.store.rows import PostRow
from tuigroup.wire.words import Role, Topic
from tuigroup_server.service import operators


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    yield made
    await made.close()


def post(machine: Machine, group: int) -> PostRow:
    found = machine.store.threads.post(group, 1)
    assert found is not None
    return found


async def test_from_the_wish_to_the_note(world: World) -> None:
    group = world.group("Night Kitchen")
    ada, bea = await world.member("ada", group), await world.member("bea", group)
    ines = await world.member("ines")
    actions.join(ines.store, group, "ines", code=operators.invite(world.context, str(group), role=Role.FACILITATOR))
    actions.start_thread(ada.store, group, 1, "First light", "It was the anniversary.")
    for machine in (ada, bea, ines):
        await machine.sync()
    bea.line.up = False
    actions.wish_note(bea.store, group, 1, Topic.LOSS)
    assert post(bea, group).asked == "loss"
    with pytest.raises(BadInput, match="Once is heard"):
        actions.wish_note(bea.store, group, 1, Topic.FOOD)
    bea.line.up = True
    for machine in (bea, ada, ines):
        await machine.sync()
    assert post(bea, group).asked == "loss", "also once the server has it"
    assert post(bea, group).wished == ()
    assert post(ada, group).wished == post(ines, group).wished == ("loss",)
    assert [one.ref for one in ada.store.threads.wished(own=True)] == [1]
    assert [one.ref for one in ines.store.threads.wished(group, own=False)] == [1]
    actions.set_note(ada.store, group, 1, "loss")
    assert not ada.store.threads.wished(own=True), "at once, without the line"
    for machine in (ada, bea, ines):
        await machine.sync()
        found = post(machine, group)
        assert (found.note, found.edited, found.wished) == ("loss", 0, ())
    actions.set_note(ines.store, group, 1, "grief")
    for machine in (ines, ada):
        await machine.sync()
    assert post(ada, group).note == "grief"
    assert "content note on a post of yours" in ada.store.notices.all()[0].text
