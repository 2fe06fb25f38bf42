"""Two terminals of one person's machine, open on one store: whoever signs out or in at one is heard at the other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from tests.sync.world import PASSPHRASE, Machine, World
from tests.ui.stubs import StubSettings
from tuigroup import actions
from tuigroup.errors import Displaced
from tuigroup.line.compose import Composing
from tuigroup.line.shell import Shell
from tuigroup.store import Draft
from tuigroup.store.settings import NAME
from tuigroup.sync.client import Client
from tuigroup.wire.ops import Join


@pytest.fixture
def group(world: World) -> int:
    return world.group("Night Kitchen")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.sqlite3"


class Typing:
    """A console at which a test types while something else goes on."""

    interactive = True

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str] = asyncio.Queue()
        self.heard = ""
        self._asks = asyncio.Event()

    async def read_all(self) -> None:
        """All that was typed has been acted on."""
        while not self.lines.empty() or not self._asks.is_set():
            await asyncio.sleep(0)

    def size(self) -> tuple[int, int]:
        return (76, 0)

    async def write(self, text: str) -> None:
        self.heard += text

    async def read(self, prompt: str, *, keep: bool = False) -> str:
        self._asks.set()
        typed = await self.lines.get()
        self._asks.clear()
        return typed

    async def secret(self, prompt: str) -> str:
        return await self.read(prompt)

    async def stirred(self) -> None:
        await asyncio.Event().wait()


def titles(machine: Machine, group: int) -> list[str]:
    return [thread.title for thread in machine.store.threads.list(group)]


def leaves_meanwhile(client: Client, asks: str, at: Machine) -> None:
    """While an answer is under way, whoever is there signs out at another terminal."""
    really = getattr(client, asks)

    async def asked(*words: object, **how: object) -> object:
        answer = await really(*words, **how)
        await at.session.sign_out()
        return answer

    setattr(client, asks, asked)


async def test_who_signs_in_at_one_is_not_served_by_the_other_as_who_was_there(
    world: World, group: int, home: Path
) -> None:
    circle = world.group("A Circle of Ada's")
    first = await world.member("ada", group, circle, path=home)
    second = world.machine(home)
    second.line.up = False
    await second.session.sign_out()
    second.line.up = True
    await second.session.create_account("bea", PASSPHRASE)
    actions.join(second.store, group, "b_bea")
    await second.sync()
    second.line.up = False
    actions.start_thread(second.store, group, 1, "First light", "These are words of Bea's.")
    actions.save_draft(second.store, Draft("", "thread", group, 1, title="Later", body="for nobody else"))
    await second.session.engine.round()
    world.clock.forward(6)
    await first.sync()
    await first.session._chore()
    assert first.session.account == "bea"
    assert [first.session.displaced(), first.session.displaced()] == [True, False]
    assert [joined.group.name for joined in second.store.groups.joined()] == ["Night Kitchen"]
    [thread] = second.store.threads.list(group)
    assert thread.alias == "b_bea"
    elsewhere = world.machine()
    await elsewhere.session.sign_in("ada", PASSPHRASE)
    await elsewhere.sync()
    assert elsewhere.store.drafts.all() == []
    assert {joined.group.name for joined in elsewhere.store.groups.joined()} == {"Night Kitchen", "A Circle of Ada's"}


async def test_what_is_written_on_at_one_is_not_for_who_signed_in_at_the_other(
    world: World, group: int, home: Path
) -> None:
    first = await world.member("ada", group, path=home)
    draft = actions.save_draft(first.store, Draft("", "thread", group, 1, title="Mine", body="for nobody else"))
    second = world.machine(home)
    await second.session.sign_out()
    await second.session.create_account("bea", PASSPHRASE)
    actions.join(second.store, group, "b_bea")
    with pytest.raises(Displaced):
        actions.save_draft(first.store, replace(draft, body="for nobody else at all"))
    with pytest.raises(Displaced):
        actions.start_thread(first.store, group, 1, "Bread", "It rises.")
    assert second.store.drafts.all() == []
    assert [type(row.op) for row in second.store.outbox.rows()] == [Join]
    await asyncio.sleep(0)
    assert (first.session.account, first.session.arrivals, first.session.displaced()) == ("bea", 1, True)
    actions.save_draft(first.store, Draft("", "thread", group, 1, title="Later", body="Bea's, at either"))
    assert [found.body for found in second.store.drafts.all()] == ["Bea's, at either"]


async def test_who_came_back_after_a_quick_exit_is_not_signed_in_over_who_came_meanwhile(
    world: World, group: int, home: Path
) -> None:
    first = await world.member("ada", group, path=home)
    first.line.up = False
    first.session.lock()
    await first.session.end_lock()
    await first.session.unlock(PASSPHRASE)
    second = world.machine(home)
    second.session.forget_here()
    await second.session.create_account("bea", PASSPHRASE)
    first.line.up = True
    await first.sync()
    assert (first.session.account, second.store.settings.get(NAME)) == ("bea", "bea")


async def test_what_somebodys_ended_sign_in_stopped_goes_on_for_who_came(world: World, group: int, home: Path) -> None:
    first = await world.member("ada", group, path=home)
    elsewhere, second = world.machine(), world.machine(home)
    await elsewhere.session.sign_in("ada", PASSPHRASE)
    await elsewhere.session.sign_out(everywhere=True)
    await first.sync()
    assert first.session.engine.status().reason == "signed-out"
    await second.session.create_account("bea", PASSPHRASE)
    with pytest.raises(Displaced):
        actions.save_draft(first.store, Draft("", "thread", group, 1, title="Mine", body="for nobody else"))
    await asyncio.sleep(0)
    assert (first.session.account, first.session.engine.status().reason) == ("bea", "")


async def test_no_account_is_made_that_could_not_be_written_down(world: World, home: Path) -> None:
    first, second = world.machine(home), world.machine(home)
    await first.session.greet()
    await second.session.create_account("ada", PASSPHRASE)
    with pytest.raises(Displaced):
        await first.session.create_account("bea", PASSPHRASE)
    assert await world.machine().session.create_account("bea", PASSPHRASE), "the name is free"


async def test_what_is_typed_in_lines_is_not_posted_as_who_came(world: World, group: int, home: Path) -> None:
    first = await world.member("ada", group, path=home)
    second = world.machine(home)
    console = Typing()
    shell = Shell(first.session, StubSettings(), console, zone=UTC, patience=0)
    writing = asyncio.create_task(Composing(shell, Draft("", "thread", group, 1, title="Mine")).write())
    console.lines.put_nowait("for nobody else")
    await console.read_all()
    await second.session.sign_out()
    await second.session.create_account("bea", PASSPHRASE)
    actions.join(second.store, group, "b_bea")
    await second.sync()
    console.lines.put_nowait("nor is this")
    await console.read_all()
    assert "nothing more is written here" in console.heard
    console.lines.put_nowait("nor this")
    with pytest.raises(Displaced):
        await writing
    assert second.store.drafts.all() == []
    assert first.session.account == "bea"


async def test_the_same_person_signed_in_again_at_one_is_not_sent_away_at_the_other(
    world: World, group: int, home: Path
) -> None:
    first = await world.member("ada", group, path=home)
    second = world.machine(home)
    await second.session.sign_in("ada", PASSPHRASE)
    actions.save_draft(first.store, Draft("", "thread", group, 1, title="Mine", body="still"))
    world.clock.forward(6)
    await first.sync()
    await first.session._chore()
    assert (first.session.account, first.session.arrivals, first.session.displaced()) == ("ada", 0, False)


async def test_what_was_forgotten_at_one_is_not_written_back_by_the_other(world: World, group: int, home: Path) -> None:
    first = await world.member("ada", group, path=home)
    actions.start_thread(first.store, group, 1, "Bread", "It rises.")
    await first.sync()
    second = world.machine(home)
    second.line.up = False
    second.session.lock()
    await second.session.end_lock()
    third = world.machine(home)
    third.session.forget_here()
    world.clock.forward(6)
    await first.sync()
    assert first.session.account is None
    assert (third.store.groups.joined(), titles(third, group)) == ([], [])


async def test_an_answer_under_way_is_not_for_who_came_meanwhile(world: World, group: int, home: Path) -> None:
    """Ada's question is at the server while she signs out at the other terminal."""
    first = await world.member("ada", group, path=home)
    bea = await world.member("bea", group)
    actions.start_thread(bea.store, group, 1, "Bread", "It rises.")
    await bea.sync()
    second = world.machine(home)
    leaves_meanwhile(first.session._client, "sync", second)
    await first.session.engine.round()
    assert (second.store.groups.joined(), titles(second, group)) == ([], [])


async def test_a_record_under_way_is_not_for_who_came_meanwhile(world: World, group: int, home: Path) -> None:
    elsewhere = await world.member("ada", group)
    actions.save_draft(elsewhere.store, Draft("", "thread", group, 1, title="Mine", body="for nobody else"))
    await elsewhere.session.keep_record()
    first = world.machine(home)
    await first.session.sign_in("ada", PASSPHRASE)
    actions.save_draft(elsewhere.store, Draft("", "thread", group, 1, title="More", body="for nobody else"))
    await elsewhere.session.keep_record()
    second = world.machine(home)
    record = first.session._keeping.record
    assert record is not None
    leaves_meanwhile(first.session._client, "read_record", second)
    with pytest.raises(Displaced):
        await record.pull()
    assert second.store.drafts.all() == []
