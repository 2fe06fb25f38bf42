"""The end of a visit that leaves nothing behind: unsent writing is sent, sealed or discarded, and it is said which."""

from __future__ import annotations

import asyncio

import pytest

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.i18n import ENGLISH, translator
from tuigroup.session import Became, Fate
from tuigroup.store import Draft
from tuigroup.views import guests, leaving
from tuigroup.wire.sync import WantThread
from tuigroup.wire.words import ResponseKind


async def passing(world: World, group: int) -> Machine:
    """A member on a machine that keeps nothing, with somebody else's thread to answer."""
    bea = await world.member("bea", group)
    actions.start_thread(bea.store, group, 1, "First light", "Who else is up?")
    await bea.sync()
    ada = await world.member("ada", group)
    ada.session.passing = True
    await fetch(ada)
    return ada


async def fetch(machine: Machine) -> None:
    """Every thread of every group, whole."""
    for joined in machine.store.groups.joined():
        for thread in machine.store.threads.list(joined.group.group):
            machine.session.engine.want(WantThread(g=joined.group.group, n=int(thread.ref)))
    await machine.sync()


async def at_home(world: World) -> Machine:
    """The same member, later, elsewhere."""
    made = world.machine()
    await made.session.sign_in("ada", PASSPHRASE)
    await made.sync()
    await fetch(made)
    return made


def written(machine: Machine, group: int) -> list[str]:
    threads = machine.store.threads
    return [post.body for thread in threads.list(group) for post in threads.posts(group, thread.ref)]


def drafts(machine: Machine) -> list[tuple[str, str, str]]:
    return sorted((draft.kind, draft.title, draft.body) for draft in machine.store.drafts.all())


async def test_sent_and_what_is_unfinished_is_sealed(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    (thread,) = ada.store.threads.list(group)
    actions.reply(ada.store, group, thread.ref, "I am.")
    actions.respond(ada.store, group, thread.ref, ResponseKind.ME_TOO)
    actions.save_draft(ada.store, Draft("", "thread", group, 1, title="Half", body="not done"))
    assert actions.unsent(ada.store) == actions.Unsent(writing=1, drafts=1, other=1)
    assert await ada.session.settle(Fate.SEND) == Became(sent=2, sealed=1)
    assert not actions.unsent(ada.store)
    home = await at_home(world)
    assert written(home, group) == ["Who else is up?", "I am."]
    assert drafts(home) == [("thread", "Half", "not done")]


@pytest.mark.parametrize("fate", [Fate.SEND, Fate.DISCARD])
async def test_a_draft_that_is_in_the_record_already_is_asked_about_and_told_all_the_same(
    world: World, fate: Fate
) -> None:
    """It went there by itself while it was written, since it was on no disk."""
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    actions.save_draft(ada.store, Draft("", "thread", group, 1, title="Half", body="not done"))
    await ada.session._keeping.push()
    asked, choices = leaving.question(ENGLISH, ada.session)
    assert "One draft is not finished." in asked
    assert [value for _, _, value in choices] == ["seal", "discard"]
    sealed = fate is Fate.SEND
    assert await ada.session.settle(fate) == (Became(sealed=1) if sealed else Became(discarded=1))
    assert await ada.session.settle() == Became(), "once is enough"
    assert drafts(await at_home(world)) == ([("thread", "Half", "not done")] if sealed else [])


@pytest.mark.parametrize("fate", [Fate.SEAL, Fate.DISCARD])
async def test_a_form_that_was_begun_is_told_of_once(world: World, fate: Fate) -> None:
    ada = await passing(world, world.group("Night Kitchen"))
    guests.keep(ada.store, 1, 2, "Is it ever over?")
    expected = Became(lost=1) if fate is Fate.SEAL else Became(discarded=1)
    assert await ada.session.settle(fate) == expected
    assert guests.draft(ada.store, 1, 2) == ""
    assert await ada.session.settle() == Became(), "once is enough"


async def test_a_draft_that_came_along_and_was_left_alone_is_asked_about_by_nobody(world: World) -> None:
    group = world.group("Night Kitchen")
    first = await passing(world, group)
    actions.save_draft(first.store, Draft("", "thread", group, 1, title="Half", body="not done"))
    await first.session.keep_record()
    ada = await at_home(world)
    ada.session.passing = True
    assert leaving.question(ENGLISH, ada.session) == ("", [])
    assert await ada.session.settle() == Became()


async def test_sealed_and_nothing_goes_to_a_group(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    (thread,) = ada.store.threads.list(group)
    actions.reply(
        ada.store,
        group,
        thread.ref,
        "I am.",
        "night",
    )
    mine = actions.start_thread(ada.store, group, 1, "A new one", "first line")
    actions.reply(ada.store, group, mine, "second line")
    actions.save_draft(ada.store, Draft("", "reply", group, target=mine, body="third line"))
    assert await ada.session.settle(Fate.SEAL) == Became(sealed=2)
    assert ada.store.outbox.count() == 0
    home = await at_home(world)
    assert written(home, group) == ["Who else is up?"]
    expected = [("reply", "", "I am."), ("thread", "A new one", "first line\n\nsecond line\n\nthird line")]
    assert drafts(home) == expected
    (answer,) = [draft for draft in home.store.drafts.all() if draft.kind == "reply"]
    assert (answer.target, answer.note) == (thread.ref, "night")


async def test_an_edit_is_sealed_as_what_it_would_have_become(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    mine = actions.start_thread(ada.store, group, 1, "Mine", "as it was")
    await ada.sync()
    actions.edit_post(ada.store, group, mine, "as it shall be", "Still mine")
    assert await ada.session.settle(Fate.SEAL) == Became(sealed=1)
    assert drafts(await at_home(world)) == [("edit", "Still mine", "as it shall be")]


async def test_discarded_is_gone_everywhere_and_what_came_along_is_as_it_was(world: World) -> None:
    group = world.group("Night Kitchen")
    first = await passing(world, group)
    old = actions.save_draft(first.store, Draft("", "thread", group, 1, title="From home", body="begun there"))
    await first.session.keep_record()
    ada = await at_home(world)
    (came,) = ada.store.drafts.all()
    actions.save_draft(ada.store, Draft(came.id, "thread", group, 1, title="From home", body="spoilt here"))
    actions.save_draft(ada.store, Draft("", "thread", group, 1, title="Begun here", body="not for long"))
    await ada.session.keep_record()  # as it is between exchanges, every five minutes
    actions.start_thread(ada.store, group, 1, "Never sent", "at all")
    actions.save_draft(ada.store, Draft("", "reply", group, target=1, body="Nor this"))
    assert await ada.session.settle(Fate.DISCARD) == Became(discarded=4)
    home = await at_home(world)
    assert drafts(home) == [("thread", "From home", "begun there")]
    assert home.store.drafts.all()[0].id == old.id
    assert written(home, group) == ["Who else is up?"]


async def test_a_line_that_is_down_loses_it_in_good_time_and_says_so(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    actions.start_thread(ada.store, group, 1, "Never sent", "at all")
    ada.line.up = False
    assert await ada.session.settle(Fate.SEND) == Became(lost=1)


async def test_a_line_that_never_answers_is_not_waited_for(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    actions.start_thread(ada.store, group, 1, "Under way", "perhaps")
    ada.line.held = asyncio.Event()
    async with asyncio.timeout(10):
        assert await ada.session.settle(Fate.SEND, seconds=0.4) == Became(lost=1)


async def test_what_may_have_arrived_is_sealed_with_a_word_of_warning(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    actions.start_thread(ada.store, group, 1, "Perhaps", "there already")
    ada.line.lose = 2  # the client tries once more by itself
    await ada.session.engine.round()
    became = await ada.session.settle(Fate.SEAL)
    assert became == Became(sealed=1, uncertain=1)
    assert "may have arrived already" in " ".join(leaving.receipt(translator("en"), became))


async def test_a_line_switched_off_is_used_once_more_rather_than_lose_anything(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    ada.session.engine.go_offline()
    actions.start_thread(ada.store, group, 1, "Written offline", "and sent")
    assert await ada.session.settle(Fate.SEND) == Became(sent=1)


async def test_a_guest_has_nothing_to_seal_it_in(world: World) -> None:
    group = world.group("Night Kitchen")
    guest = world.machine()
    actions.save_draft(guest.store, Draft("", "thread", group, 1, title="Half", body="not done"))
    assert await guest.session.settle(Fate.SEAL) == Became(discarded=1)
    assert await guest.session.settle(Fate.SEND) == Became()


async def test_a_private_word_that_did_not_go_out_is_sealed_like_other_writing(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await passing(world, group)
    actions.start_private(ada.store, group, "Please help", "Please help. It is the nights.")
    assert actions.unsent(ada.store) == actions.Unsent(writing=1)
    _asked, choices = leaving.question(ENGLISH, ada.session)
    assert "seal" in [fate for _key, _label, fate in choices]
    assert await ada.session.settle(Fate.SEAL) == Became(sealed=1)
    assert drafts(await at_home(world)) == [("private", "", "Please help. It is the nights.")]


async def test_who_signs_in_again_in_a_visit_discards_what_was_begun_in_it_and_nothing_else(world: World) -> None:
    group = world.group("Night Kitchen")
    home = await world.member("ada", group)
    actions.save_draft(home.store, Draft("", "thread", group, 1, title="At home", body="weeks of it"))
    await home.session.keep_record()
    visit = world.machine()
    await visit.session.sign_in("ada", PASSPHRASE)
    visit.session.passing = True
    await visit.sync()
    await home.session._client.sign_out(token=visit.session._client.token or "")  # a kiosk's sign-in ends by itself
    await visit.sync()
    assert visit.session.engine.status().reason == "signed-out"
    await visit.session.sign_in("ada", PASSPHRASE)
    await visit.sync()
    actions.save_draft(visit.store, Draft("", "thread", group, 1, title="Scribble", body="not worth it"))
    assert [draft.title for draft in visit.session.undecided()] == ["Scribble"]
    assert (await visit.session.settle(Fate.DISCARD)).discarded == 1
    assert drafts(await at_home(world)) == [("thread", "At home", "weeks of it")]
