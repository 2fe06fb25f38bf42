"""The engine when it does not go well: busy servers, odd refusals, guests who may not look, accounts that change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.sync.world import Machine, World
from tuigroup import actions
from tuigroup.errors import (
    CursorExpired,
    DiskFull,
    MalformedWire,
    Offline,
    Refused,
    SignInRefused,
    StoreDamaged,
    StoreError,
    TuigroupError,
)
from tuigroup.store import Store
from tuigroup.sync.execute import execute
from tuigroup.sync.steps import AddNotice, PutMembers, PutRequests
from tuigroup.wire.ops import StartThread
from tuigroup.wire.records import JoinRequestRecord, MemberRecord
from tuigroup.wire.sync import (
    Ack,
    Notice,
    Page,
    Remaining,
    SyncAnswer,
    SyncRequest,
    WantBoard,
    WantDirectory,
    WantLibrary,
    WantSearch,
)

Served = Callable[[SyncRequest], Awaitable[SyncAnswer]]


def serve(machine: Machine, answer: Served) -> None:
    """Another server from now on: ``answer`` gets every request."""

    async def sync(request: SyncRequest, **_: object) -> SyncAnswer:
        return await answer(request)

    machine.session._client.sync = sync  # type: ignore[method-assign]


def failing(error: TuigroupError) -> Served:
    async def answer(request: SyncRequest) -> SyncAnswer:
        raise error

    return answer


@pytest.mark.parametrize(
    ("error", "state", "says"),
    [
        (Refused("Too often.", type="too-many", status=429, retry_after=60), "offline", "Too often."),
        (Refused("A problem.", type="server", status=500), "offline", "A problem."),
        (Refused("No.", type="not-allowed", status=403), "offline", "No."),
        (MalformedWire("Nonsense came."), "offline", "Nonsense came."),
        (CursorExpired("Too old."), "offline", "Too old."),
        (DiskFull("No room left."), "offline", "No room left."),
        (StoreDamaged("It can't be read."), "paused", "can't be read"),
        (SignInRefused("Ended."), "paused", "sign in again"),
    ],
)
async def test_every_error_is_a_state_and_a_sentence(world: World, error: TuigroupError, state: str, says: str) -> None:
    ada = await world.member("ada")
    ada.store.set_cursor(None)
    serve(ada, failing(error))
    assert not await ada.session.engine.round()
    status = ada.session.engine.status()
    assert status.state == state
    assert says in status.sentence


async def test_another_fault_in_the_same_state_changes_the_sentence_but_not_since_when(world: World) -> None:
    ada = await world.member("ada")
    serve(ada, failing(Offline("The line was cut.")))
    await ada.session.engine.round()
    since = ada.session.engine.status().since
    world.clock.forward(3)
    serve(ada, failing(Offline("The server did not answer in time.")))
    for _ in range(2):
        await ada.session.engine.round()
    status = ada.session.engine.status()
    # Each try is told as such, so the state itself came anew.
    assert (status.state, status.since >= since) == ("offline", True)
    ada.session.engine._telling.to("offline", "Still nothing.")
    assert ada.session.engine.status().since == status.since


async def test_what_a_busy_server_did_not_take_is_sent_again(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    real = ada.session._client.sync
    actions.start_thread(ada.store, group, 1, "First light", "Hello.")

    async def busy(request: SyncRequest) -> SyncAnswer:
        return SyncAnswer(a=[Ack(k=op.k, e="busy") for op in request.o])

    serve(ada, busy)
    assert not await ada.session.engine.round()
    assert ada.session.engine.status().state == "online"
    assert ada.session.engine._pace.failing
    assert ada.store.outbox.rows()[0].state == "queued"
    ada.session._client.sync = real  # type: ignore[method-assign]
    await ada.sync()
    assert ada.store.outbox.count() == 0


async def test_one_operation_that_spoils_a_whole_request_is_found(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    real = ada.session._client.sync
    for title in ("Good", "Poison", "Better", "Best"):
        actions.start_thread(ada.store, group, 1, title, "Hello.")
    ada.session.engine.want(WantDirectory())

    async def choosy(request: SyncRequest) -> SyncAnswer:
        if any(isinstance(op, StartThread) and op.title == "Poison" for op in request.o):
            raise Refused("A field does not fit.", type="bad-field", status=422)
        return await real(request)

    serve(ada, choosy)
    await ada.sync()
    (row,) = ada.store.outbox.rows()
    assert (row.state, row.problem, row.detail) == ("refused", "bad-field", "A field does not fit.")
    assert len([thread for thread in ada.store.threads.list(group) if not thread.unsent]) == 3
    assert ada.session.engine.pending() == set()
    actions.start_thread(ada.store, group, 1, "Poison", "Again, and alone.")
    await ada.sync()
    assert [row.state for row in ada.store.outbox.rows()] == ["refused", "refused"]


async def test_wants_that_spoil_a_whole_request_are_dropped(world: World) -> None:
    ada = await world.member("ada")
    serve(ada, failing(Refused("Odd.", type="", status=422)))
    ada.session.engine.want(WantBoard(g=9))
    assert await ada.session.engine.round()
    assert ada.session.engine.pending() == set()
    assert ada.session.engine.refusal(WantBoard(g=9)) == "bad-field"


async def test_an_answer_that_promises_more_and_never_gives_it_is_not_asked_for_ever(world: World) -> None:
    ada = await world.member("ada")
    ada.store.set_cursor("a1")

    async def promising(request: SyncRequest) -> SyncAnswer:
        return SyncAnswer(m=Remaining(items=9), s="a1", p=[Page(w=want.w, more=True) for want in request.w])

    serve(ada, promising)
    assert not await ada.session.engine.round()


async def test_a_guest_who_may_not_look_keeps_the_line(world: World) -> None:
    guest = world.machine()
    serve(guest, failing(SignInRefused("For members only.")))
    guest.session.engine.want(WantDirectory())
    await guest.sync()
    assert guest.session.engine.status().state == "online"
    assert guest.session.engine.refusal(WantDirectory()) == "not-signed-in"
    assert not await guest.session.engine.round()


async def test_an_error_for_somebody_who_signed_out_meanwhile_is_not_heard(world: World) -> None:
    ada = await world.member("ada")
    for error in (
        SignInRefused("Ended."),
        CursorExpired("Too old."),
        Refused("Odd.", type="bad-field", status=422),
        Offline("Cut."),
    ):
        ada.store.set_cursor("a1")
        ada.session.engine.want(WantDirectory())
        ada.session.engine._exchanges.member = True

        async def leaving(request: SyncRequest, error: TuigroupError = error) -> SyncAnswer:
            ada.session.engine.belongs_to(False)
            raise error

        serve(ada, leaving)
        assert await ada.session.engine.round()
        assert ada.session.engine.status().state in ("online", "connecting")
        assert ada.store.cursor() == "a1"


async def test_a_search_that_is_refused_or_overtaken_says_so(world: World) -> None:
    ada = await world.member("ada")

    async def refuse(request: SyncRequest) -> SyncAnswer:
        return SyncAnswer(p=[Page(w="q", e="not-allowed")])

    serve(ada, refuse)
    with pytest.raises(Refused) as caught:
        await ada.session.engine.search("tea")
    assert caught.value.type == "not-allowed"

    async def switch_off(request: SyncRequest) -> SyncAnswer:
        ada.session.engine.go_offline()
        raise Offline("Cut.")

    serve(ada, switch_off)
    with pytest.raises(Offline):
        await ada.session.engine.search("tea")
    ada.session.engine.go_online()

    async def silent(request: SyncRequest) -> SyncAnswer:
        return SyncAnswer()

    serve(ada, silent)
    with pytest.raises(Offline, match="no answer to this search"):
        await ada.session.engine.search("tea")
    assert ada.session.engine.pending() == set()


async def test_a_search_that_nobody_awaits_any_more_is_simply_answered(world: World) -> None:
    ada = await world.member("ada")
    ada.session.engine.want(WantSearch(q="tea"))
    await ada.sync()
    assert ada.session.engine.pending() == set()


async def test_two_searches_of_the_same_words_share_one_answer(world: World) -> None:
    ada = await world.member("ada")
    wants = ada.session.engine._wants
    want = WantSearch(q="tea")
    first, second = wants.expect(want), wants.expect(want)
    assert first is second
    wants.fail_searches(Offline("Cut."))
    wants.fail_searches(Offline("Cut again."))
    wants.drop([want], "not-allowed")
    with pytest.raises(Offline, match="Cut"):
        await first


async def test_a_store_that_fails_keeps_the_status_line_alive(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await world.member("ada")

    def broken() -> int:
        raise StoreError("It can't be read.")

    monkeypatch.setattr(ada.store.outbox, "count", broken)
    assert ada.session.engine.status().waiting == 0


async def test_what_only_facilitators_see_and_notices_are_stored() -> None:
    store = Store.open(None)
    execute(
        store,
        [
            PutRequests(4, (JoinRequestRecord(9, "wren", 100, "May I?"),)),
            PutMembers(4, (MemberRecord(3, "heron"),)),
            AddNotice(Notice(t="word", d="Your group is open.", at=5)),
        ],
    )
    assert [asked.alias for asked in store.groups.join_requests(4)] == ["wren"]
    assert [member.alias for member in store.groups.members(4)] == ["heron"]
    assert [notice.text for notice in store.notices.all()] == ["Your group is open."]
    store.close()


# Running


async def test_a_first_visit_looks_at_the_directory_and_the_library_once(world: World) -> None:
    world.group("Night Kitchen")
    guest = world.machine()
    engine = guest.session.engine
    engine._look_ahead()
    assert engine.pending() == {WantDirectory(), WantLibrary()}
    await guest.sync()
    engine._look_ahead()
    assert engine.pending() == set()
    world.clock.forward(13 * 60)
    guest.store.settings.set("data_saver", "on")
    engine._look_ahead()
    assert engine.pending() == set()
    guest.store.settings.set("data_saver", "off")
    engine._look_ahead()
    assert engine.pending() == {WantDirectory(), WantLibrary()}


async def test_the_engine_rests_until_it_is_woken_whatever_the_state(world: World) -> None:
    ada = await world.member("ada")
    engine = ada.session.engine
    for prepare in (engine.tell, engine.go_offline, engine._pace.failed):
        engine.go_online()
        await ada.sync()
        prepare()
        resting = asyncio.create_task(engine._rest())
        await asyncio.sleep(0)
        assert not resting.done()
        engine.go_online()
        await asyncio.wait_for(resting, 10)


async def test_a_running_engine_greets_even_where_there_is_nothing_to_ask(world: World) -> None:
    guest = world.machine()
    guest.store.settings.set("sync.looked", str(guest.store.now_min()))
    up = asyncio.Event()
    guest.session.engine.subscribe(lambda status: up.set() if status.state == "online" else None)
    running = asyncio.create_task(guest.session.engine.run())
    await asyncio.wait_for(up.wait(), 10)
    assert guest.line.paths == ["GET /v1/server"]
    await guest.session.engine.close()
    await asyncio.wait_for(running, 10)


async def test_a_chore_that_finds_no_line_is_no_crash(world: World) -> None:
    guest = world.machine()
    guest.store.settings.set("sync.looked", str(guest.store.now_min()))
    guest.line.up = False
    down = asyncio.Event()
    guest.session.engine.subscribe(lambda status: down.set() if status.state == "offline" else None)
    running = asyncio.create_task(guest.session.engine.run())
    await asyncio.wait_for(down.wait(), 10)
    await guest.session.engine.close()
    await asyncio.wait_for(running, 10)


async def test_an_engine_without_chores_runs_too(world: World) -> None:
    guest = world.machine()
    guest.session.engine.chore = None
    guest.session.engine._closed = False
    running = asyncio.create_task(guest.session.engine.run())
    await asyncio.sleep(0)
    await guest.session.engine.close()
    await asyncio.wait_for(running, 10)
    assert not await guest.session.engine.round()
