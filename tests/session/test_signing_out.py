"""Signing out: what would be gone is sent, sealed or discarded first, or nobody is signed out and all is as it was."""

from __future__ import annotations

import pytest

from tests.session.test_ending import at_home, drafts, passing, written
from tests.sync.world import Machine, World
from tuigroup import actions
from tuigroup.errors import Offline, ServerError
from tuigroup.i18n import ENGLISH
from tuigroup.session import Became, Fate
from tuigroup.store import Draft
from tuigroup.views import guests, leaving
from tuigroup.wire.words import ResponseKind


async def home_of(world: World, group: int) -> Machine:
    ada = await passing(world, group)
    ada.session.passing = False
    return ada


def who(machine: Machine) -> str | None:
    return machine.session.account


def asked(machine: Machine) -> tuple[str, list[str]]:
    question, choices = leaving.signing_out(ENGLISH, machine.session, "Words.", "go")
    return question, [value for _, _, value in choices]


def half(machine: Machine, group: int, body: str = "not done") -> None:
    actions.save_draft(machine.store, Draft("", "thread", group, 1, title="Half", body=body))


async def test_where_nothing_would_be_gone_nothing_more_is_asked(world: World) -> None:
    ada = await home_of(world, world.group("Night Kitchen"))
    assert asked(ada) == ("Words.", ["out"])


async def test_what_waits_is_sent_and_what_is_unfinished_sealed(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await home_of(world, group)
    (thread,) = ada.store.threads.list(group)
    half(ada, group)
    actions.reply(ada.store, group, thread.ref, "I am.")
    question, choices = asked(ada)
    assert question.startswith("Words. One thing is not sent yet. One draft is not finished.")
    assert choices == ["send", "discard"]
    assert await ada.session.sign_out_after(Fate.SEND) == Became(sent=1, sealed=1)
    assert (who(ada), drafts(ada)) == (None, [])
    home = await at_home(world)
    assert (written(home, group), drafts(home)) == (["Who else is up?", "I am."], [("thread", "Half", "not done")])


@pytest.mark.parametrize("waits", [True, False])
async def test_where_the_line_is_down_all_stays_as_it_is(world: World, waits: bool) -> None:
    group, other = world.group("Night Kitchen"), world.group("Morning Kitchen")
    ada = await home_of(world, group)
    (thread,) = ada.store.threads.list(group)
    ada.line.up = False
    half(ada, group)
    guests.keep(ada.store, 1, 2, "Is it ever over?")
    if waits:
        actions.respond(ada.store, group, thread.ref, ResponseKind.ME_TOO)
        actions.join(ada.store, other, "ada2", "Words of mine.")
    before = [row.op for row in ada.store.outbox.rows()]
    with pytest.raises(ServerError, match="could be sent" if waits else "could be sealed"):
        await ada.session.sign_out_after(Fate.SEND if waits else Fate.SEAL)
    assert who(ada) == "ada"
    assert [row.op for row in ada.store.outbox.rows()] == before
    assert (drafts(ada), guests.draft(ada.store, 1, 2)) == ([("thread", "Half", "not done")], "Is it ever over?")
    assert ada.session.engine.status().reason == ""
    if waits:
        question, choices = asked(ada)
        assert "There is no line, so what waits can't be sent now." in question
        assert choices == ["discard"]
    ada.line.up = True
    await ada.session.sign_out_after(Fate.SEND)
    assert drafts(await at_home(world)) == [("thread", "Half", "not done")]


async def test_everywhere_needs_the_line_and_leaves_all_as_it_is_without(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await home_of(world, group)
    half(ada, group)
    ada.line.up = False
    with pytest.raises(Offline):
        await ada.session.sign_out_after(Fate.DISCARD, True)
    assert (who(ada), drafts(ada)) == ("ada", [("thread", "Half", "not done")])


async def test_what_is_discarded_is_what_was_asked_about_and_nothing_else(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await home_of(world, group)
    half(ada, group, "sealed long ago")
    await ada.session.keep_record()
    half(ada, group, "scribbled just now")
    question, choices = asked(ada)
    assert "One draft is not finished." in question
    assert choices == ["seal", "discard"]
    assert await ada.session.sign_out_after(Fate.DISCARD) == Became(discarded=1)
    assert drafts(await at_home(world)) == [("thread", "Half", "sealed long ago")]


@pytest.mark.parametrize("fate", [Fate.SEAL, Fate.DISCARD])
async def test_check_ins_that_are_nowhere_else_are_asked_about(world: World, fate: Fate) -> None:
    ada = await home_of(world, world.group("Night Kitchen"))
    ada.store.check_ins.add(ada.store.now_min(), 3)
    question, choices = asked(ada)
    assert "Some of your check-ins and goals are nowhere else yet." in question
    assert choices == ["seal", "discard"]
    await ada.session.sign_out_after(fate)
    moods = [found.mood for found in (await at_home(world)).store.check_ins.latest()]
    assert moods == ([3] if fate is Fate.SEAL else [])


async def test_where_the_record_is_closed_what_can_not_be_sealed_goes_by_choice(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await home_of(world, group)
    half(ada, group)
    ada.session._keeping.record = None
    question, choices = asked(ada)
    assert "Your private record is closed" in question
    assert choices == ["discard"]
    await ada.session.sign_out_after(Fate.DISCARD)
    assert (who(ada), drafts(ada)) == (None, [])
