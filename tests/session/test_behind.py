"""The private record goes behind what somebody waits for: in pieces, and only where it is another one than here."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.relay import Relay
from tests.session.test_record import turn
from tests.sync.world import PASSPHRASE, Machine, World
from tests.warm import WarmServer
from tuigroup import actions
from tuigroup.errors import MalformedWire
from tuigroup.store import Draft
from tuigroup.sync.behind import Behind
from tuigroup.sync.client import Client
from tuigroup.wire.accounts import NewAccount, SealedRecord, record_tag
from tuigroup.wire.binary import b64

PIECE = 2_000  # bytes of two seconds of a slow line
WAIT = 20  # seconds until something that should have happened has not
KEY = "k" * 43


def random_text(size: int) -> str:
    """Text that no compression makes small."""
    return base64.b64encode(os.urandom(size)).decode()


def write_much(machine: Machine, group: int) -> None:
    for number in range(4):
        actions.save_draft(
            machine.store, Draft("", "thread", group, 1, title=f"Night {number}", body=random_text(5_000))
        )


def slow(machine: Machine) -> None:
    machine.session.engine.behind = Behind(machine.session.engine._line, lambda: PIECE)


async def standing_still(world: World, group: int, relay: Relay) -> tuple[Machine, asyncio.Task[None]]:
    """Somebody whose large record has begun to go up, on a connection that stands still; and their engine."""
    ada = await world.member("ada", group, relay=relay)
    write_much(ada, group)
    slow(ada)
    world.clock.forward(31)
    relay.still = b"PUT /v1/record"
    running = asyncio.create_task(ada.session.engine.run())
    async with asyncio.timeout(WAIT):
        await relay.stood.wait()
    return ada, running


async def test_a_large_record_whose_line_stands_still_keeps_nobody_waiting(world: World) -> None:
    group = world.group("Night Kitchen")
    async with Relay(await world.serve()) as relay:
        ada, running = await standing_still(world, group, relay)
        async with asyncio.timeout(WAIT):
            assert await ada.session.engine.search("kettle") == []
        assert ada.session.engine.status().state == "online"
        await ada.session.engine.close()
        await running
        relay.still = b""
        await turn(ada, world)
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    assert {draft.title for draft in other.store.drafts.all()} == {f"Night {number}" for number in range(4)}


async def test_leaving_in_the_middle_of_it_writes_the_record_all_the_same(world: World) -> None:
    group = world.group("Night Kitchen")
    async with Relay(await world.serve()) as relay:
        ada, running = await standing_still(world, group, relay)
        relay.still = b""
        await ada.session.keep_record()
        await ada.session.engine.close()
        await running
        assert not ada.session._keeping.record or not ada.session._keeping.record.dirty()
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    assert len(other.store.drafts.all()) == 4


async def test_a_large_record_comes_in_pieces_and_an_exchange_goes_between(world: World) -> None:
    group = world.group("Night Kitchen")
    home = await world.member("ada", group)
    away = world.machine()
    await away.session.sign_in("ada", PASSPHRASE)
    write_much(home, group)
    await home.session._keeping.push()
    slow(away)
    away.line.paths.clear()
    world.clock.forward(31)
    chore = asyncio.create_task(away.session._chore())
    while "GET /v1/record" not in away.line.paths:
        await asyncio.sleep(0)
    away.session.engine.wake()
    await away.session.engine.round()
    await chore
    asked = [path for path in away.line.paths if path in ("GET /v1/record", "POST /v1/sync")]
    assert asked.count("GET /v1/record") > 5
    assert "POST /v1/sync" in asked[1:-1]
    assert len(away.store.drafts.all()) == 4


async def test_a_record_that_is_here_already_costs_a_question(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    write_much(ada, group)
    await turn(ada, world)
    moved: list[int] = []
    ada.session._client.counted = lambda kind, up, down: moved.append(down) if kind == "record" else None
    await turn(ada, world)
    assert len(moved) == 1
    assert moved[0] < 400


async def test_a_server_of_its_own_process_takes_and_gives_it_in_pieces(tmp_path: Path) -> None:
    """Over a connection as a member has it, which holds little of what goes up."""
    process = WarmServer(tmp_path / "server")
    process.init()
    process.start()
    try:
        async with Relay(process.port) as relay, Client(relay.url) as line:
            keys = {"secret": KEY, "recovery_secret": KEY, "wrapped": "w" * 20, "recovery_wrapped": "w" * 20}
            line.token = (await line.create_account(NewAccount(name="heron", **keys))).token
            behind = Behind(asyncio.Lock(), lambda: PIECE)
            sealed = b64(os.urandom(60_000))
            assert await line.write_record(SealedRecord(version=0, sealed=sealed), behind) == 1
            assert relay.traffic().connections == 2, "one for the record, which was closed, beside the usual one"
            found = await line.read_record("", behind)
            assert found == SealedRecord(version=1, sealed=sealed)
            assert await line.read_record(record_tag(1, sealed), behind) is None
            assert await line.read_record(record_tag(1, sealed)) is None
            small = b64(os.urandom(600))
            assert await line.write_record(SealedRecord(version=1, sealed=small), behind) == 2
            assert await line.read_record() == SealedRecord(version=2, sealed=small)
            assert relay.traffic().connections == 2
    finally:
        process.stop()


async def test_parts_that_do_not_fit_together_are_no_record(world: World) -> None:
    ada = await world.member("ada")
    group = world.group("Night Kitchen")
    write_much(ada, group)
    await ada.session._keeping.push()
    behind = Behind(asyncio.Lock(), lambda: PIECE)
    client = ada.session._client
    asked = client._ask

    async def shifted(*args: object, **named: object) -> object:
        answer = await asked(*args, **named)  # type: ignore[arg-type]
        if "content-range" in answer.headers:
            answer.headers["content-range"] = f"bytes 7-{6 + len(answer.body)}/90000"  # type: ignore[index]
        return answer

    client._ask = shifted  # type: ignore[method-assign, assignment]
    with pytest.raises(MalformedWire):
        await client.read_record("", behind)


async def pushed(machine: Machine, doing: Callable[[], object]) -> bool:
    """Whether the record goes up by itself after that, without any exchange."""
    machine.session.engine.wake()
    running = asyncio.create_task(machine.session.engine.run())
    assert await machine.session.engine.search("kettle") == []  # what there was to do is done
    written = asyncio.Event()
    machine.session._client.counted = lambda kind, up, down: written.set() if kind == "record" else None
    doing()
    try:
        async with asyncio.timeout(1 if machine.session.disk else WAIT):
            await written.wait()
        return True
    except TimeoutError:
        return False
    finally:
        await machine.session.engine.close()
        await running


@pytest.mark.parametrize("disk", [True, False])
async def test_a_draft_that_is_on_no_disk_waits_for_no_exchange(world: World, disk: bool) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    ada.session.disk = disk
    await ada.session._keeping.push()
    world.clock.forward(1)
    draft = Draft("", "thread", group, 1, title="Three o'clock", body="It was")
    assert await pushed(ada, lambda: actions.save_draft(ada.store, draft)) is not disk
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    assert [found.title for found in other.store.drafts.all()] == ([] if disk else ["Three o'clock"])
