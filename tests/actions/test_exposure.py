"""A shift over real stores and a real server: it follows its owner, says nothing to anybody, and is handed over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.views import exposure
from tuigroup.wire.cases import Act, Category
from tuigroup.wire.sync import WantCases
from tuigroup.wire.words import Role
from tuigroup_server.service import operators


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    yield made
    await made.close()


async def runs(world: World, name: str, group: int) -> Machine:
    machine = await world.member(name)
    code = operators.invite(world.context, str(group), role=Role.FACILITATOR)
    actions.join(machine.store, group, name, code=code)
    await machine.sync()
    return machine


async def cases(machine: Machine, group: int) -> None:
    machine.session.engine.want(WantCases(g=group))
    await machine.sync()


async def test_a_shift_follows_its_owner_and_the_cases_go_to_another(world: World) -> None:
    group = world.group("Night Kitchen")
    ines, olga = await runs(world, "ines", group), await runs(world, "olga", group)
    ada, bea = await world.member("ada", group), await world.member("bea", group)
    actions.start_thread(ada.store, group, 1, "First light", "Words that hurt.")
    for machine in (ada, bea):
        await machine.sync()
    actions.report(bea.store, group, 1, Category.DANGER)
    for machine in (bea, ines, olga):
        await machine.sync()
    await cases(ines, group)
    actions.decide(ines.store, group, 1, Act.ASSIGN)
    await cases(ines, group)
    [mine] = exposure.mine(ines.store, group)
    assert exposure.heavy_case(mine)
    ines.store.exposure.set_limit(1)
    assert ines.store.exposure.note(group, mine.post)
    sent = len(ines.line.paths)
    await ines.session.keep_record()
    assert set(ines.line.paths[sent:]) <= {"PUT /v1/record", "GET /v1/record"}, "sealed, and nowhere else"
    away = world.machine()
    await away.session.sign_in("ines", PASSPHRASE)
    assert (away.store.exposure.count(), away.store.exposure.limit()) == (1, 1)
    [taker] = exposure.others(ines.store, group)
    actions.hand_cases(ines.store, group, [mine.case], taker.member, "A night off.")
    await ines.sync()
    await cases(ines, group)
    await cases(olga, group)
    [case] = exposure.mine(olga.store, group)
    assert exposure.mine(ines.store, group) == []
    assert [(step.act, step.by, step.detail, step.word) for step in case.steps][-1] == (
        "assign", "ines", "olga", "A night off.",
    )  # fmt: skip
    assert olga.store.exposure.count() == 0
