"""Accountability partners over real stores and a real server: asked, agreed, a no out of sight, an end by either."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.store.rows import ThreadRow
from tuigroup.views import partners
from tuigroup.wire.words import Audience
from tuigroup_server.service.partners import BODY


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    yield made
    await made.close()


async def two(world: World) -> tuple[int, Machine, Machine]:
    """Members of one group; bea has a thread there."""
    group = world.group("Night Kitchen")
    bea = await world.member("bea", group)
    actions.start_thread(bea.store, group, 1, "First light", "Who else is up?")
    await bea.sync()
    ada = await world.member("ada", group)
    return group, ada, bea


def pair(machine: Machine) -> ThreadRow | None:
    found = [row for stands in (1, 2, 3) for row in machine.store.threads.pairs(stands)]
    return found[0] if found else None


def member(machine: Machine, group: int) -> int:
    mine = machine.store.groups.membership(group)
    assert mine is not None
    return mine.member


def said(machine: Machine, row: ThreadRow) -> list[str]:
    return [post.body for post in machine.store.threads.posts(row.group, row.ref)]


async def test_from_the_question_to_the_end(world: World) -> None:
    assert str(partners.QUESTION) == BODY
    group, ada, bea = await two(world)
    actions.ask_partner(ada.store, group, member(bea, group))
    with pytest.raises(BadInput, match="on its way"):
        actions.ask_partner(ada.store, group, member(bea, group))
    for machine in (ada, bea):
        await machine.sync()
    asked = pair(bea)
    assert asked is not None
    assert (asked.pair, asked.audience, asked.unread, asked.title) == (1, Audience.PARTNERS, 1, "ada-in-1 + bea-in-1")
    assert bea.store.threads.waiting(group) == [], "nobody else is to come in"
    assert partners.asked(bea.store) == [asked]
    assert partners.asked(ada.store) == []
    assert isinstance(asked.ref, int)
    actions.answer_partner(bea.store, group, asked.ref, True)
    for machine in (bea, ada):
        await machine.sync()
    actions.reply(ada.store, group, asked.ref, "Seven days.")
    for machine in (ada, bea):
        await machine.sync()
        row = pair(machine)
        assert row is not None
        assert (row.pair, said(machine, row)) == (2, [BODY, "Seven days."])
    actions.answer_partner(bea.store, group, asked.ref, False)
    for machine in (bea, ada):
        await machine.sync()
        row = pair(machine)
        assert row is not None
        assert row.head is not None
        assert (row.pair, row.head.locked) == (3, True)


async def test_a_no_is_out_of_sight_on_all_machines_and_told_to_nobody(world: World) -> None:
    group, ada, bea = await two(world)
    actions.ask_partner(ada.store, group, member(bea, group))
    away = world.machine()
    await away.session.sign_in("bea", PASSPHRASE)
    for machine in (ada, bea, away):
        await machine.sync()
    asked = pair(bea)
    assert asked is not None
    assert pair(away) is not None
    assert isinstance(asked.ref, int)
    actions.answer_partner(bea.store, group, asked.ref, False)
    assert pair(bea) is None, "at once, without the line"
    for machine in (bea, ada):
        await machine.sync()
    await bea.session.keep_record()
    await away.session._keeping.pull()
    assert pair(away) is None
    row = pair(ada)
    assert row is not None
    assert (row.pair, row.mine) == (1, True)
    with pytest.raises(BadInput):
        actions.answer_partner(bea.store, group, asked.ref, True)


async def test_who_is_muted_asks_in_vain(world: World) -> None:
    group, ada, bea = await two(world)
    actions.mute_member(bea.store, group, member(ada, group), True)
    actions.ask_partner(ada.store, group, member(bea, group))
    for machine in (ada, bea):
        await machine.sync()
    assert pair(bea) is None
    assert bea.store.threads.totals(group).unread == 0
