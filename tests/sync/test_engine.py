"""The engine with a real server: written offline, arrives once; asked for, comes; lost answers lose nothing."""

from __future__ import annotations

import asyncio

import pytest

from tests.sync.world import World
from tuigroup import actions
from tuigroup.errors import Offline
from tuigroup.sync.pace import Timing
from tuigroup.sync.status import LinkStatus
from tuigroup.wire.sync import WantBoard, WantDirectory, WantGroup, WantLibrary, WantThread
from tuigroup.wire.words import ResponseKind, Standing


async def test_joining_brings_the_groups_page_and_its_threads(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.start_thread(ada.store, group, 1, "First light", "Who else is up?")
    await ada.sync()
    bea = await world.member("bea", group)
    assert bea.store.groups.page(group) is not None
    (thread,) = bea.store.threads.list(group)
    assert (thread.title, thread.posts, thread.here) == ("First light", 1, 0)
    assert bea.session.engine.status().state == "online"


async def test_a_conversation_goes_there_and_back(world: World) -> None:
    group = world.group("Night Kitchen")
    ada, bea = await world.member("ada", group), await world.member("bea", group)
    key = actions.start_thread(ada.store, group, 1, "First light", "Who else is up?")
    await ada.sync()
    number = ada.store.threads.list(group)[0].ref
    assert isinstance(number, int)
    assert ada.store.threads.posts(group, key)[0].ref == number
    await bea.sync()
    (first,) = bea.store.threads.posts(group, number)
    actions.reply(bea.store, group, first.ref, "I am, with tea.")
    actions.respond(bea.store, group, first.ref, ResponseKind.ME_TOO)
    await bea.sync()
    await ada.sync()
    bodies = [post.body for post in ada.store.threads.posts(group, number)]
    assert bodies == ["Who else is up?", "I am, with tea."]
    assert ada.store.threads.posts(group, number)[0].responses == (0, 1, 0, 0)
    assert ada.store.outbox.count() == bea.store.outbox.count() == 0


async def test_what_is_written_offline_waits_and_arrives_once(world: World) -> None:
    group = world.group("Night Kitchen")
    ada, bea = await world.member("ada", group), await world.member("bea", group)
    ada.line.up = False
    key = actions.start_thread(ada.store, group, 1, "First light", "Who else is up?")
    actions.reply(ada.store, group, key, "Answering myself, offline.")
    await ada.sync()
    status = ada.session.engine.status()
    assert (status.state, status.waiting) == ("offline", 2)
    assert "kept here" in status.sentence
    assert "when the line is back" in status.sentence
    # Nothing left this machine, so what waits can still be changed as if it had never been tried.
    assert all(not row.sent for row in ada.store.outbox.waiting())
    ada.line.up = True
    await ada.sync()
    await bea.sync()
    (thread,) = bea.store.threads.list(group)
    assert [post.body for post in bea.store.threads.posts(group, thread.ref)] == [
        "Who else is up?",
        "Answering myself, offline.",
    ]
    assert ada.session.engine.status().sentence == "The line is up."


async def test_a_lost_answer_doubles_nothing(world: World) -> None:
    group = world.group("Night Kitchen")
    ada, bea = await world.member("ada", group), await world.member("bea", group)
    actions.start_thread(ada.store, group, 1, "First light", "Who else is up?")
    ada.line.lose = 2  # the client tries once more by itself
    await ada.sync()
    assert ada.session.engine.status().state == "offline"
    assert ada.store.outbox.rows()[0].state == "queued"
    await ada.sync()
    await bea.sync()
    assert len(bea.store.threads.list(group)) == 1
    assert len(ada.store.threads.list(group)) == 1


async def test_wants_are_remembered_until_they_are_answered(world: World) -> None:
    group = world.group("Night Kitchen")
    guest = world.machine()
    engine = guest.session.engine
    engine.want(WantDirectory())
    engine.want(WantGroup(g=group))
    guest.line.up = False
    await guest.sync()
    assert engine.pending() == {WantDirectory(), WantGroup(g=group)}
    guest.line.up = True
    await guest.sync()
    assert engine.pending() == set()
    assert [record.name for record in guest.store.groups.directory()] == ["Night Kitchen"]
    assert guest.store.groups.page(group) is not None


async def test_what_is_not_there_is_refused_and_not_asked_for_ever(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    want = WantThread(g=group, n=999)
    ada.session.engine.want(want)
    await ada.sync()
    assert ada.session.engine.pending() == set()
    assert ada.session.engine.refusal(want) == "not-found"
    ada.session.engine.want(want)
    assert ada.session.engine.refusal(want) == ""


async def test_a_long_thread_comes_whole_in_several_answers(world: World) -> None:
    group = world.group("Night Kitchen")
    ada, bea = await world.member("ada", group), await world.member("bea")
    key = actions.start_thread(ada.store, group, 1, "Long", "Begin.")
    for number in range(60):
        actions.reply(ada.store, group, key, f"Part {number}: " + world.random(300).hex())
    await ada.sync()
    actions.join(bea.store, group, "bea")
    await bea.sync()
    (thread,) = bea.store.threads.list(group)
    assert isinstance(thread.ref, int)
    assert bea.store.threads.missing(group, thread.ref)
    bea.session.engine.want(WantThread(g=group, n=thread.ref))
    bea.session.engine._pace.measured(Timing(0.6, 8000, 10, 8000, 10))  # a slow line: small answers
    before = len(bea.line.paths)
    await bea.sync()
    assert len(bea.line.paths) - before >= 2
    assert len(bea.store.threads.posts(group, thread.ref)) == 61
    assert not bea.store.threads.missing(group, thread.ref)


async def test_who_was_away_for_long_gets_threads_anew_when_they_are_opened(world: World) -> None:
    group = world.group("Night Kitchen")
    ada, bea = await world.member("ada", group), await world.member("bea", group)
    key = actions.start_thread(ada.store, group, 1, "Long", "Begin.")
    await ada.sync()
    await bea.sync()
    (thread,) = bea.store.threads.list(group)
    assert isinstance(thread.ref, int)
    assert not bea.store.threads.missing(group, thread.ref)
    actions.edit_post(ada.store, group, thread.ref, "Begin anew.")
    for number in range(210):
        actions.reply(ada.store, group, key, f"Part {number}.")
    await ada.sync()
    await bea.sync()
    assert bea.store.threads.missing(group, thread.ref)
    bea.session.engine.want(WantThread(g=group, n=thread.ref))
    await bea.sync()
    posts = bea.store.threads.posts(group, thread.ref)
    assert (len(posts), posts[0].body) == (211, "Begin anew.")
    assert not bea.store.threads.missing(group, thread.ref)


async def test_the_library_and_a_board_come_when_asked_for(world: World) -> None:
    group = world.group("Night Kitchen")
    world.reading("quiet", "Some words about quiet.")
    ada = await world.member("ada", group)
    ada.session.engine.want(WantLibrary())
    ada.session.engine.want(WantBoard(g=group, d=1))
    await ada.sync()
    assert [head.slug for head in ada.store.resources.heads()] == ["quiet"]
    assert ada.session.engine.pending() == set()


async def test_an_ended_session_pauses_and_loses_nothing(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    await ada.session._client.sign_out()
    actions.start_thread(ada.store, group, 1, "First light", "Still here.")
    await ada.sync()
    status = ada.session.engine.status()
    assert (status.state, status.reason, status.waiting) == ("paused", "signed-out", 1)
    assert "sign in again" in status.sentence
    await ada.session.sign_in("ada", "four calm little words")
    await ada.sync()
    assert ada.session.engine.status().state == "online"
    assert ada.store.outbox.count() == 0


async def test_a_cursor_that_expired_starts_afresh_and_keeps_what_is_ones_own(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.start_thread(ada.store, group, 1, "First light", "Before.")
    await ada.sync()
    ada.store.set_cursor("nonsense.1")
    actions.start_thread(ada.store, group, 1, "Second light", "Not sent yet.")
    await ada.sync()
    assert {thread.title for thread in ada.store.threads.list(group)} == {"First light", "Second light"}
    assert ada.store.outbox.count() == 0
    assert ada.store.cursor() not in (None, "nonsense.1")


async def test_a_server_that_lost_everything_does_not_empty_the_store(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.start_thread(ada.store, group, 1, "First light", "Kept.")
    await ada.sync()
    with world.context.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM memberships")
        connection.exec_driver_sql("UPDATE accounts SET seq = seq + 1")
    await ada.sync()
    status = ada.session.engine.status()
    assert (status.state, status.reason) == ("paused", "stopped")
    assert "kept here" in status.sentence
    assert ada.store.threads.list(group)[0].title == "First light"
    assert ada.store.groups.joined()[0].membership.standing is Standing.ACTIVE


async def test_leaving_a_group_takes_what_its_members_see(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.start_thread(ada.store, group, 1, "First light", "Bye.")
    await ada.sync()
    actions.leave(ada.store, group)
    await ada.sync()
    assert ada.session.engine.status().state == "online"
    assert ada.store.threads.list(group) == []
    assert ada.store.groups.joined() == []


async def test_an_operation_that_can_not_be_sent_does_not_hold_up_the_others(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.start_thread(ada.store, group, 1, "Good", "Fine.")
    actions.start_thread(ada.store, group, 99, "Bad", "No such board.")
    actions.start_thread(ada.store, group, 1, "Good too", "Fine.")
    await ada.sync()
    (row,) = ada.store.outbox.rows()
    assert (row.state, row.problem) == ("refused", "bad-field")
    assert row.detail
    assert len([thread for thread in ada.store.threads.list(group) if not thread.unsent]) == 2


async def test_flush_says_whether_all_went_out(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.start_thread(ada.store, group, 1, "First light", "Hello.")
    ada.line.up = False
    assert not await ada.session.engine.flush(5)
    ada.line.up = True
    for number in range(30):  # more than one request holds
        actions.start_thread(ada.store, group, 1, f"Light {number}", "x" * 9000)
    assert await ada.session.engine.flush(30)
    ada.line.held = asyncio.Event()
    actions.start_thread(ada.store, group, 1, "Second light", "Hello.")
    assert not await ada.session.engine.flush(0.01)
    ada.line.held = None
    assert await ada.session.engine.flush(5)


async def test_offline_by_choice_uses_no_byte_of_the_line(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    heard: list[LinkStatus] = []
    stop = ada.session.engine.subscribe(heard.append)
    ada.session.engine.go_offline()
    before = len(ada.line.paths)
    actions.start_thread(ada.store, group, 1, "First light", "Hello.")
    ada.session.engine.want(WantDirectory())
    await ada.sync()
    assert not await ada.session.engine.flush(1)
    assert len(ada.line.paths) == before
    assert heard[-1].reason == "chosen"
    with pytest.raises(Offline):
        await ada.session.engine.search("light")
    ada.session.engine.go_online()
    await ada.sync()
    assert heard[-1].state == "online"
    stop()
    stop()
    assert ada.store.outbox.count() == 0


@pytest.mark.parametrize("line_is_up", [True, False])
async def test_a_line_put_off_stays_off_however_the_exchange_under_way_ends(world: World, line_is_up: bool) -> None:
    ada = await world.member("ada", world.group("Night Kitchen"))
    engine = ada.session.engine
    ada.line.held, ada.line.lose = asyncio.Event(), 0 if line_is_up else 9
    before = len(ada.line.paths)
    engine.want(WantDirectory())
    under_way = asyncio.create_task(engine.round())
    while len(ada.line.paths) == before:
        await asyncio.sleep(0)
    engine.go_offline()
    ada.line.held.set()
    await under_way
    assert (engine.status().state, engine.status().reason) == ("paused", "chosen")
    ada.line.held, ada.line.lose = None, 0
    engine.go_online()
    await ada.sync()
    assert engine.status().state == "online"


async def test_search_asks_the_server_for_what_is_not_here(world: World) -> None:
    one, two = world.group("Night Kitchen"), world.group("Morning Porch")
    ada = await world.member("ada", one, two)
    actions.start_thread(ada.store, one, 1, "Kettles", "My kettle sings.")
    await ada.sync()
    world.clock.forward(30)
    actions.start_thread(ada.store, two, 1, "Porches", "A kettle on the porch.", note="tea")
    await ada.sync()
    hits = await ada.session.engine.search("kettle")
    assert {(hit.group, hit.title) for hit in hits} == {(one, "Kettles"), (two, "Porches")}
    assert not any(hit.here for hit in hits)
    assert {hit.group: hit.note for hit in hits} == {one: "", two: "tea"}, "what folds in a thread folds here"
    assert [hit.group for hit in await ada.session.engine.search("kettle", two)] == [two]
    assert await ada.session.engine.search("zeppelin") == []
    assert await ada.session.engine.search("  ") == []
    ada.line.up = False
    with pytest.raises(Offline):
        await ada.session.engine.search("kettle")
    assert ada.session.engine.pending() == set()


async def test_bytes_are_kept_by_kind(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    ada.session.engine.want(WantDirectory())
    await ada.sync()
    used = ada.store.usage.session()
    assert set(used) >= {"account", "server", "sync", "directory"}
    status = ada.session.engine.status()
    assert status.up == sum(up for up, _ in used.values())
    assert status.down == sum(down for _, down in used.values())


async def test_the_engine_runs_wakes_and_ends(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    running = asyncio.create_task(ada.session.engine.run())
    done = asyncio.Event()
    ada.store.subscribe(lambda change: done.set() if not ada.store.outbox.count() else None)
    actions.start_thread(ada.store, group, 1, "First light", "Hello.")
    done.clear()
    for number in range(25):  # more than one request holds
        actions.start_thread(ada.store, group, 1, f"Light {number}", "x" * 9000)
    ada.session.engine.want(WantDirectory())
    await asyncio.wait_for(done.wait(), 10)
    await ada.session.engine.close()
    await asyncio.wait_for(running, 10)
    assert ada.store.outbox.count() == 0


async def test_an_answer_for_somebody_who_signed_out_meanwhile_is_not_heard(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    bea = await world.member("bea", group)
    actions.start_thread(bea.store, group, 1, "First light", "Private to members.")
    await bea.sync()
    ada.line.held = asyncio.Event()
    before = len(ada.line.paths)
    under_way = asyncio.create_task(ada.session.engine.round())
    while len(ada.line.paths) == before:
        await asyncio.sleep(0)
    ada.session._leave()
    ada.line.held.set()
    ada.line.held = None
    await under_way
    assert ada.store.threads.list(group) == []
    assert ada.store.groups.memberships() == []
    assert ada.store.cursor() is None
