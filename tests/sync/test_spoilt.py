"""What is spoilt on its way or by somebody in between: the writer keeps every word, and it arrives once in the end."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.store.rows import Draft
from tuigroup.wire import limits
from tuigroup.wire.frames import FIRST, LAST, MAGIC, Codec
from tuigroup.wire.ops import StartThread

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WORDS = "Some nights I count the lamps across the river."
Spoil = Callable[[bytes], bytes]
_BOMB = bytes([FIRST]) + zstd.compress(b'"' + b"a" * limits.ANSWER_BYTES + b'"')[len(MAGIC) :]
SPOILT: dict[str, Spoil] = {
    "unpacks to more than its bound": lambda _answer: _BOMB,
    "ends too early": lambda answer: answer[:-2],
    "goes on after its end": lambda answer: answer + b"{}",
    "of an unknown generation": lambda answer: bytes([LAST]) + answer[1:],
    "JSON of something else": lambda _answer: b'{"a":[{"k":7}]}',
    "no answer at all": lambda _answer: b"\xff\xfe",
}


class Spoiling(httpx.AsyncBaseTransport):
    """A line on which the first answer to an exchange is spoilt, after the server acted."""

    def __init__(self, line: httpx.AsyncBaseTransport, spoil: Spoil) -> None:
        self._line = line
        self._spoil: Spoil | None = spoil

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._line.handle_async_request(request)
        spoil = self._spoil
        if spoil is None or request.url.path != "/v1/sync":
            return response
        self._spoil = None
        return httpx.Response(response.status_code, stream=httpx.ByteStream(spoil(await response.aread())))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    yield made
    await made.close()


@pytest.fixture
def group(world: World) -> int:
    return world.group("Night Kitchen")


def write(machine: Machine, group: int) -> Draft:
    """A thread that waits to be sent, and a draft beside it."""
    actions.start_thread(machine.store, group, 1, "Awake", WORDS)
    return actions.save_draft(machine.store, Draft("", "thread", group, body="And another thing: "))


def threads(machine: Machine, group: int) -> list[str]:
    return [row.title for row in machine.store.threads.list(group)]


async def arrived_once(world: World, machine: Machine, group: int, draft: Draft) -> None:
    """Sent, on the server once, and the draft as it was."""
    await machine.sync()
    assert machine.store.outbox.count() == 0
    assert machine.session.engine.status().state == "online"
    other = await world.member("bea", group)
    assert threads(machine, group) == threads(other, group) == ["Awake"]
    kept = machine.store.drafts.get(draft.id)
    assert kept is not None
    assert kept.body == draft.body


@pytest.mark.parametrize("how", SPOILT)
async def test_after_a_spoilt_answer_everything_is_kept_and_sent_once(world: World, group: int, how: str) -> None:
    ada = await world.member("ada", group)
    draft = write(ada, group)
    client = ada.session._client
    client._http._transport = Spoiling(client._http._transport, SPOILT[how])
    assert not await ada.session.engine.round()
    status = ada.session.engine.status()
    assert status.state == "offline"
    assert status.sentence
    assert ada.store.outbox.count() == 1
    assert threads(ada, group) == ["Awake"]
    await arrived_once(world, ada, group, draft)


async def test_a_server_that_knows_the_dictionary_no_more_is_spoken_to_in_json(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    draft = write(ada, group)
    world.app.state.context = replace(world.context, codec=Codec({}))
    await arrived_once(world, ada, group, draft)


async def test_with_a_cursor_of_another_log_one_starts_afresh_and_keeps_what_is_unsent(
    world: World, group: int, tmp_path: Path
) -> None:
    elsewhere = World(tmp_path / "elsewhere", seed=8)
    try:
        stranger = await elsewhere.member("ada", elsewhere.group("Night Kitchen"))
        ada = await world.member("ada", group)
        draft = write(ada, group)
        ada.store.set_cursor(stranger.store.cursor())
        await arrived_once(world, ada, group, draft)
    finally:
        await elsewhere.close()


async def test_a_key_that_was_used_for_other_words_loses_neither(world: World, group: int) -> None:
    home = await world.member("ada", group)
    away = world.machine()
    await away.session.sign_in("ada", PASSPHRASE)
    await away.sync()
    for machine, title in ((home, "Awake"), (away, "Asleep")):
        machine.store.outbox.add(StartThread(k="the-same-key-01", g=group, title=title, body=WORDS))
        await machine.sync()
    assert home.store.outbox.count() == 0
    [row] = away.store.outbox.rows()
    assert (row.state, row.problem) == ("refused", "key-reused")
    assert row.detail
    actions.retry(away.store, row.key)
    await away.sync()
    await home.sync()
    assert sorted(threads(home, group)) == sorted(threads(away, group)) == ["Asleep", "Awake"]
