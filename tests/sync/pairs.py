"""Two members of a group on a real server, one of them behind a relay that cuts the line where it is told to."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.processes import ServerProcess
from tests.relay import Relay, Traffic
from tuigroup import actions
from tuigroup.session.keys import Cost
from tuigroup.session.session import Session
from tuigroup.store import Store
from tuigroup.sync.choices import SAVER_NAME
from tuigroup.sync.client import Client
from tuigroup.wire.ops import GroupSettings
from tuigroup.wire.sync import WantBoard, WantThread
from tuigroup.wire.words import GroupState
from tuigroup_server.service import groups
from tuigroup_server.service.context import Context

CHEAP = Cost(1, 8192)
PASSPHRASE = "four calm little words"
ROUNDS = 40  # exchanges until a member has to be done, cuts included
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
