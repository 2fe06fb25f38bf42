"""A real server, the real engine, and a relay that cuts the line at any byte: nothing lost, nothing doubled.

The relay stands between one member and the server; another member's line is whole. In the end both, and a machine
that starts from nothing, see the same posts.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from tests.processes import ServerProcess
from tests.relay import Cut, Relay, Traffic, Way, draw
from tests.warm import WarmServer
from tuigroup import actions
from tuigroup.errors import Offline
from tuigroup.session.keys import Cost
from tuigroup.session.session import Session
from tuigroup.store import Store
from tuigroup.sync.choices import SAVER_NAME
from tuigroup.sync.client import Client
from tuigroup.wire.ops import GroupSettings
from tuigroup.wire.sync import WantBoard, WantThread
from tuigroup.wire.words import GroupState, ResponseKind
from tuigroup_server.service import groups, library
from tuigroup_server.service.context import Context, open_context
from tuigroup_server.service.library import Reading
from tuigroup_server.settings import FILE_NAME, Settings

CHEAP = Cost(1, 8192)
PASSPHRASE = "four calm little words"
ROUNDS = 40  # exchanges until a member has to be done, cuts included
SEEDS = range(6)
THREADS = 30  # that a group gets in one go

Seen = list[tuple[object, ...]]


@dataclass(frozen=True)
class VisitSettings:
    sync_minutes: int = 0
    offline: bool = False
    at_once: bool = False
    ask_above_kb: int = 64


@dataclass
class Serving:
    """A server process, and its folder opened beside it for what only an operator can do."""

    process: ServerProcess
    context: Context
    names: Iterator[int] = field(default_factory=lambda: count(1))

    def group(self) -> int:
        asked = GroupSettings(name=f"Night Kitchen {next(self.names)}", about="For whoever is awake.")
        with self.context.database.write() as connection:
            return groups.make(connection, asked, GroupState.OPEN, now=self.context.now()).id


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    process = WarmServer(tmp_path_factory.mktemp("faults") / "server")
    process.init()
    (process.folder / FILE_NAME).write_text("limits = false\n", "utf-8")
    process.start()
    context = open_context(process.folder, Settings())
    yield Serving(process, context)
    context.database.close()
    process.stop()


class Member:
    """Somebody at a machine, with a line to ``url``."""

    def __init__(self, url: str, path: Path, seed: int) -> None:
        dice = random.Random(seed)
        self.store = Store.open(path, random=dice.randbytes)
        self.session = Session.open(VisitSettings(), self.store, Client(url), random=dice.randbytes, cost=CHEAP)

    async def settle(self) -> None:
        """Exchanges until nothing waits and nothing is wanted, however often the line is cut."""
        engine = self.session.engine
        for _ in range(ROUNDS):
            engine.wake()
            more = await engine.round()
            waits = any(row.state in ("queued", "sending") for row in self.store.outbox.rows())
            if engine.status().state == "online" and not (more or waits or engine.pending()):
                return
        raise AssertionError(f"never done: {engine.status().sentence}")

    async def see(self, group: int) -> Seen:
        """Every post of a group, asked for if it is not here."""
        self.session.engine.want(WantBoard(g=group))
        await self.settle()
        for thread in self.store.threads.list(group):
            if isinstance(thread.ref, int) and self.store.threads.missing(group, thread.ref):
                self.session.engine.want(WantThread(g=group, n=thread.ref))
        await self.settle()
        return [
            (post.ref, post.parent, post.alias, post.body, post.state, post.edited > 0, post.responses)
            for thread in self.store.threads.list(group)
            for post in sorted(self.store.threads.posts(group, thread.ref), key=lambda post: post.ref)
        ]

    async def close(self) -> None:
        await self.session.close()
        self.store.close()


class Pair:
    """Two members of a new group: Ada behind the relay, Bea with a whole line."""

    def __init__(self, serving: Serving, folder: Path, relay: Relay, seed: int = 0) -> None:
        self.serving = serving
        self.folder = folder
        self.relay = relay
        self.group = serving.group()
        self.ada = Member(relay.url, folder / "ada.sqlite3", seed * 2 + 1)
        self.bea = Member(serving.process.url, folder / "bea.sqlite3", seed * 2 + 2)
        self.name = f"ada-{next(serving.names)}"
        self.said: list[str] = []
        self.first = ""

    async def join(self) -> None:
        for member, name, alias in ((self.ada, self.name, "heron"), (self.bea, self.name + "-bea", "wren")):
            await member.session.create_account(name, PASSPHRASE)
            actions.join(member.store, self.group, alias)
            await member.settle()
        self.first = actions.start_thread(self.bea.store, self.group, 1, "Three o'clock", self.say("A thread"))
        await self.bea.settle()
        await self.ada.see(self.group)

    def say(self, what: str) -> str:
        self.said.append(f"{what}, said {len(self.said) + 1} times here; the kettle is on and the street is quiet.")
        return self.said[-1]

    def reply(self, member: Member) -> str:
        (thread,) = member.store.threads.list(self.group)
        return actions.reply(member.store, self.group, thread.ref, self.say("A reply"))

    async def agree(self) -> None:
        """All that was said is there once, for Ada, for Bea, and for a machine that knows nothing yet."""
        self.relay.cut()
        fresh = Member(self.serving.process.url, self.folder / f"fresh-{len(self.said)}.sqlite3", 99)
        try:
            await fresh.session.sign_in(self.name, PASSPHRASE)
            seen = [await member.see(self.group) for member in (self.ada, self.bea, fresh)]
        finally:
            await fresh.close()
        assert seen[0] == seen[1] == seen[2]
        assert Counter(str(post[3]) for post in seen[0]) == Counter(self.said)

    async def close(self) -> None:
        await self.ada.close()
        await self.bea.close()


async def with_pair(serving: Serving, folder: Path, doing: Callable[[Pair], Awaitable[None]], seed: int = 0) -> None:
    async with Relay(serving.process.port) as relay:
        pair = Pair(serving, folder, relay, seed)
        try:
            await pair.join()
            await doing(pair)
            await pair.agree()
        finally:
            await pair.close()


async def exchange(pair: Pair) -> Traffic:
    """Ada answers while there is something new for her: the outbox up, an ack and a post down."""
    pair.reply(pair.bea)
    await pair.bea.settle()
    pair.reply(pair.ada)
    before = pair.relay.traffic()
    await pair.ada.settle()
    return pair.relay.traffic() - before


async def test_an_exchange_is_one_round_trip_on_a_line_that_holds(serving: Serving, tmp_path: Path) -> None:
    async def doing(pair: Pair) -> None:
        moved = await exchange(pair)
        assert (moved.round_trips, moved.connections) == (1, 0)

    await with_pair(serving, tmp_path, doing)


@pytest.mark.parametrize("seed", SEEDS)
async def test_replies_arrive_once_wherever_the_line_is_cut(serving: Serving, tmp_path: Path, seed: int) -> None:
    async def doing(pair: Pair) -> None:
        whole = await exchange(pair)
        for place in range(4):
            # Up to three cuts in a row: the try itself, the one that follows at once, and the next exchange.
            cuts = draw(seed * 10 + place, whole.up, whole.down, place % 3 + 1)
            pair.relay.cut(*cuts)
            await exchange(pair)
            assert pair.relay.done[-len(cuts) :] == cuts

    await with_pair(serving, tmp_path, doing, seed)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_busy_outbox_arrives_once_and_in_order(serving: Serving, tmp_path: Path, seed: int) -> None:
    """A thread, answers to one's own unsent posts, an edit and a response, with cuts all along."""

    async def doing(pair: Pair) -> None:
        ada, group = pair.ada, pair.group
        dice = random.Random(seed)
        for _ in range(3):
            thread = actions.start_thread(ada.store, group, 1, "While it rains", pair.say("Another thread"))
            answer = actions.reply(ada.store, group, thread, pair.say("An answer to myself"))
            actions.reply(ada.store, group, answer, pair.say("And one to that"))
            pair.said.remove(pair.said[-2])
            actions.edit_post(ada.store, group, answer, pair.say("An answer, put better"))
            theirs = next(post for row in ada.store.threads.list(group) for post in posts(ada, group, row.ref))
            actions.respond(ada.store, group, theirs, ResponseKind.WITH_YOU)
            pair.relay.cut(*draw(dice.randrange(10**6), 700, 400, 3))
            await ada.settle()

    def posts(member: Member, group: int, thread: int | str) -> list[int]:
        there = member.store.threads.posts(group, thread)
        return [post.ref for post in there if isinstance(post.ref, int) and not post.own]

    await with_pair(serving, tmp_path, doing, seed)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_thread_that_is_cut_on_its_way_comes_whole(serving: Serving, tmp_path: Path, seed: int) -> None:
    async def doing(pair: Pair) -> None:
        (thread,) = pair.bea.store.threads.list(pair.group)
        for _ in range(30):
            pair.reply(pair.bea)
        await pair.bea.settle()
        pair.relay.cut(*draw(seed, 180, 700, 2))
        pair.ada.session.engine.want(WantThread(g=pair.group, n=int(thread.ref)))
        await pair.ada.settle()
        assert len(pair.ada.store.threads.posts(pair.group, thread.ref)) == 31

    await with_pair(serving, tmp_path, doing, seed)


def slow(member: Member) -> None:
    """Takes the member's line for one that carries 300 bytes until a page has to be there, and saves data."""
    member.store.settings.set(SAVER_NAME, "on")
    pace = member.session.engine._pace
    pace.budget = lambda *, foreground: 300  # type: ignore[method-assign]
    pace.behind = lambda: 30_000  # type: ignore[method-assign]


def quick(member: Member) -> None:
    """The line is as it is."""
    member.store.settings.set(SAVER_NAME, "")
    pace = member.session.engine._pace
    del pace.budget, pace.behind


async def another_thread(pair: Pair, count: int) -> WantThread:
    """A thread of Bea's with so many answers; what asks for it."""
    key = actions.start_thread(pair.bea.store, pair.group, 1, "While it rains", pair.say("Another thread"))
    for _ in range(count):
        actions.reply(pair.bea.store, pair.group, key, pair.say("A reply"))
    await pair.bea.settle()
    newest = max(int(row.ref) for row in pair.bea.store.threads.list(pair.group))
    return WantThread(g=pair.group, n=newest)


async def written(pair: Pair, count: int) -> WantThread:
    """So many posts more in the thread; what asks for them."""
    (thread,) = pair.bea.store.threads.list(pair.group)
    for _ in range(count):
        pair.reply(pair.bea)
    await pair.bea.settle()
    return WantThread(g=pair.group, n=int(thread.ref))


async def test_a_page_is_there_before_its_rest_and_both_in_one_round_trip(serving: Serving, tmp_path: Path) -> None:
    async def doing(pair: Pair) -> None:
        want = await written(pair, 60)
        store, seen = pair.ada.store, []
        slow(pair.ada)
        end = store.subscribe(lambda _: seen.append(len(store.threads.posts(want.g, want.n))))
        before = pair.relay.traffic()
        pair.ada.session.engine.want(want)
        await pair.ada.session.engine.round()
        end()
        assert (pair.relay.traffic() - before).round_trips == 1
        assert 1 < seen[0] < 61
        assert seen[-1] == 61
        assert not pair.ada.session.engine.pending()

    await with_pair(serving, tmp_path, doing)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_line_that_is_cut_between_a_page_and_its_rest_goes_on_from_there(
    serving: Serving, tmp_path: Path, seed: int
) -> None:
    async def doing(pair: Pair) -> None:
        want = await written(pair, 60)
        slow(pair.ada)
        mine = pair.reply(pair.ada)
        dice = random.Random(seed)
        pair.relay.cut(*(Cut("down", dice.randrange(1, 600), bool(dice.randrange(2))) for _ in range(3)))
        pair.ada.session.engine.want(want)
        await pair.ada.settle()
        assert len(pair.relay.done) >= 1
        assert len(pair.ada.store.threads.posts(want.g, want.n)) == 62
        assert mine not in {row.key for row in pair.ada.store.outbox.waiting()}

    await with_pair(serving, tmp_path, doing, seed)


@pytest.mark.parametrize("seed", range(4))
async def test_an_account_made_over_a_line_that_is_cut_can_be_entered(
    serving: Serving, tmp_path: Path, seed: int
) -> None:
    async with Relay(serving.process.port) as relay:
        member = Member(relay.url, tmp_path / "store.sqlite3", seed)
        name = f"cut-off-{next(serving.names)}"
        relay.cut(*draw(seed, 700, 600, 2))
        for _ in range(4):
            with suppress(Offline):
                await member.session.create_account(name, PASSPHRASE)
                break
        assert member.session.account == name
        await member.close()


@pytest.mark.parametrize("seed", range(4))
async def test_a_text_of_the_library_goes_on_where_it_was_cut(serving: Serving, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    body = "\n".join(f"{dice.randbytes(24).hex()} and so it goes on." for _ in range(600))
    slug = f"long-reading-{next(serving.names)}"
    library.put(serving.context, [Reading(slug=slug, title="Long reading", body=body)])

    async def doing(pair: Pair) -> None:
        engine = pair.ada.session.engine
        before = pair.relay.traffic()
        pair.relay.cut(*(Cut("down", dice.randrange(1, 9_000), dice.random() < 0.5) for _ in range(4)))
        engine.fetch_resource(slug)
        for _ in range(ROUNDS * 10):
            engine.wake()
            await engine.round()
            if slug not in engine.downloads():
                break
        assert pair.ada.store.resources.body(slug) == body
        moved = pair.relay.traffic() - before
        packed = len(serving.context.codec.compress(body.encode(), serving.context.codec.latest))
        # What was here before a cut is not sent again: at most the part under way, of 16 KiB, is.
        assert packed < moved.down < packed + 4 * 10_000 + 8_000

    await with_pair(serving, tmp_path, doing, seed)


@pytest.mark.soak
async def test_every_byte_of_a_page_and_its_rest(serving: Serving, tmp_path: Path) -> None:
    """Each cut is in a thread of its own, of which nothing is here but its title; a pair at a time has some of them."""
    done, size = 0, 1

    async def doing(pair: Pair) -> None:
        nonlocal done, size
        slow(pair.ada)
        for place in range(done, min(done + THREADS, size)):
            want = await another_thread(pair, 9)
            await pair.ada.settle()
            before = pair.relay.traffic().down
            pair.relay.cut(*([Cut("down", place, place % 2 == 0)] if place else []))
            pair.ada.session.engine.want(want)
            await pair.ada.settle()
            assert len(pair.ada.store.threads.posts(want.g, want.n)) == 10
            size = size if place else pair.relay.traffic().down - before
            done = place + 1
        quick(pair.ada)

    while done < size:
        folder = tmp_path / str(done)
        folder.mkdir()
        await with_pair(serving, folder, doing)


@pytest.mark.soak
@pytest.mark.parametrize("way", ["up", "down"])
async def test_every_byte_of_an_exchange(serving: Serving, tmp_path: Path, way: Way) -> None:
    async def doing(pair: Pair) -> None:
        whole = await exchange(pair)
        dice = random.Random(way)
        size = whole.up if way == "up" else whole.down
        for place in range(size + 1):
            again = [Cut(way, dice.randrange(1, size), dice.random() < 0.5)] if place % 3 == 0 else []
            pair.relay.cut(Cut(way, place, place % 2 == 0), *again)
            await exchange(pair)
            if place % 100 == 99:
                await pair.agree()

    await with_pair(serving, tmp_path, doing)
