"""The story of several machines on one server: what people do, what lines and machines do, and what holds at rest."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.relay import Relay
from tests.sync.world import Machine, World
from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.store import PostRow, Ref
from tuigroup.wire.ops import Respond
from tuigroup.wire.sync import WantBoard, WantThread
from tuigroup.wire.words import PostState, ResponseKind

T = TypeVar("T")
WHO = st.integers(0, 2)
WHERE = st.integers(0, 1)
ANY = st.integers(0, 10_000)


@dataclass
class Written:
    """A post as its author last wanted it. ``key`` is what it was called at first."""

    author: int
    group: int
    key: str
    text: str
    gone: bool = False
    texts: list[str] = field(default_factory=list)


class Machines(RuleBasedStateMachine):
    """Three accounts in two groups."""

    CUTS = False  # whether lines are real connections, which can be cut at any byte

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self.folder.name), database=self.database())
        self.machines: list[Machine] = []
        self.relays: list[Relay | None] = [None] * 3
        self.written: list[Written] = []
        self.count = 0
        self.port = 0

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(doing)

    def path(self, who: int) -> Path:
        return Path(self.folder.name) / f"home-{who}" / "store.sqlite3"

    def text(self, kind: str) -> str:
        self.count += 1
        return f"{kind} number {self.count}."

    @initialize()
    def everybody_joins(self) -> None:
        self.groups = [self.world.group("Night Kitchen"), self.world.group("Morning Porch")]
        for who, name in enumerate(("ada", "bea", "cleo")):
            self.relays[who] = self.run(self._relay()) if self.CUTS else None
            joining = self.world.member(name, *self.groups, path=self.path(who), relay=self.relays[who])
            self.machines.append(self.run(joining))
        for who in range(3):
            self.start_thread(who, who % 2)
            self.sync(who)
        for who in range(3):
            self.read_everything(who)
            self.reply(who, who % 2, who)

    async def _relay(self) -> Relay:
        self.port = self.port or await self.world.serve()
        return await Relay(self.port).__aenter__()

    # What people do, whatever the line is like

    @rule(who=WHO, where=WHERE)
    def start_thread(self, who: int, where: int) -> None:
        said, group = self.text("Thread"), self.groups[where]
        key = actions.start_thread(self.machines[who].store, group, 1, said, said)
        self.written.append(Written(who, group, key, said, texts=[said]))

    def visible(self, who: int, group: int) -> list[PostRow]:
        store = self.machines[who].store
        return [post for thread in store.threads.list(group) for post in store.threads.posts(group, thread.ref)]

    def some_post(self, who: int, group: int, which: int) -> PostRow | None:
        posts = self.visible(who, group)
        return posts[which % len(posts)] if posts else None

    @rule(who=WHO, where=WHERE, which=ANY)
    def reply(self, who: int, where: int, which: int) -> None:
        group = self.groups[where]
        post = self.some_post(who, group, which)
        if post is None or post.state is PostState.REMOVED:
            return
        said = self.text("Reply")
        key = actions.reply(self.machines[who].store, group, post.ref, said)
        self.written.append(Written(who, group, key, said, texts=[said]))

    def own(self, who: int, which: int) -> Written | None:
        own = [post for post in self.written if post.author == who and not post.gone]
        return own[which % len(own)] if own else None

    @rule(who=WHO, which=ANY)
    def edit(self, who: int, which: int) -> None:
        post = self.own(who, which)
        if post is None:
            return
        said = self.text("Edited")
        actions.edit_post(self.machines[who].store, post.group, self.ref(post), said)
        post.text = said
        post.texts.append(said)

    @rule(who=WHO, which=ANY)
    def take_back(self, who: int, which: int) -> None:
        post = self.own(who, which)
        if post is None:
            return
        try:
            actions.remove_post(self.machines[who].store, post.group, self.ref(post))
        except BadInput:
            return  # an own reply below it waits
        post.gone = True

    def ref(self, post: Written) -> Ref:
        found = self.machines[post.author].store.threads.post(post.group, post.key)
        assert found is not None, "an own post can't be found by the key it was written with"
        return found.ref

    @rule(who=WHO, where=WHERE, which=ANY, kind=st.none() | st.sampled_from(ResponseKind))
    def respond(self, who: int, where: int, which: int, kind: ResponseKind | None) -> None:
        post = self.some_post(who, self.groups[where], which)
        if post is None or post.own or post.state is PostState.REMOVED:
            return
        actions.respond(self.machines[who].store, self.groups[where], post.ref, kind)

    @rule(who=WHO, done=st.lists(st.tuples(st.integers(0, 4), WHERE, ANY), min_size=2, max_size=6))
    def a_busy_while(self, who: int, done: list[tuple[int, int, int]]) -> None:
        """Several things at one go, so that much waits when the line comes back."""
        for what, where, which in done:
            match what:
                case 0:
                    self.start_thread(who, where)
                case 1:
                    self.reply(who, where, which)
                case 2:
                    self.edit(who, which)
                case 3:
                    self.take_back(who, which)
                case _:
                    self.respond(who, where, which, list(ResponseKind)[which % 4])

    # What lines and machines do

    @rule(who=WHO)
    def sync(self, who: int) -> None:
        self.machines[who].line.up = True
        self.machines[who].line.lose = 0
        self.run(self.machines[who].sync())

    @rule(who=WHO)
    def read_everything(self, who: int) -> None:
        self.sync(who)
        self.run(self._whole(self.machines[who]))

    @rule(who=WHO)
    def sync_without_a_line(self, who: int) -> None:
        self.machines[who].line.up = False
        self.run(self.machines[who].sync())

    @rule(who=WHO, times=st.integers(1, 3))
    def sync_with_lost_answers(self, who: int, times: int) -> None:
        self.machines[who].line.up = True
        self.machines[who].line.lose = times
        self.run(self.machines[who].sync())

    @rule(who=WHO)
    def kill(self, who: int) -> None:
        """The program ends between the server's work and its answer."""
        self.run(self._killed(self.machines[who]))
        self.restart(who)

    async def _killed(self, machine: Machine) -> None:
        machine.line.up, machine.line.lose, machine.line.held = True, 0, asyncio.Event()
        before = len(machine.line.paths)
        machine.session.engine.wake()
        under_way = asyncio.create_task(machine.session.engine.round())
        while len(machine.line.paths) == before and not under_way.done():
            await asyncio.sleep(0)
        # The state on disk is what a killed process leaves: nothing is told to the store any more.
        machine.store.outbox.requeue = lambda *_, **__: None  # type: ignore[method-assign]
        under_way.cancel()
        await asyncio.gather(under_way, return_exceptions=True)

    @rule(who=WHO)
    def restart(self, who: int) -> None:
        before = self.machines[who]
        self.run(before.session.engine.close())
        self.run(before.line.aclose())
        before.store.close()
        self.world._machines.remove(before)
        self.machines[who] = self.world.machine(self.path(who), relay=self.relays[who])

    @rule(who=WHO)
    def lose_the_cursor(self, who: int) -> None:
        self.machines[who].store.set_cursor("nonsense.1")

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.forward(minutes)

    @invariant()
    def nothing_of_ones_own_is_out_of_sight(self) -> None:
        for post in self.written:
            if not post.gone:
                found = self.machines[post.author].store.threads.post(post.group, post.key)
                assert found is not None
                assert found.body == post.text

    # News as they happen

    @rule(who=WHO)
    def wait_for_news(self, who: int) -> None:
        """On a line of its own, which goes on through whatever follows; nothing need come of it."""
        self.run(self._wait(self.machines[who]))

    async def _wait(self, machine: Machine) -> None:
        engine = machine.session.engine
        machine.line.up, machine.line.lose, machine.line.held = True, 0, None
        asked = engine._exchanges.wait_request(20)
        if engine._waiting.task is None and asked is not None:
            engine._waiting.begin(asked)
        task = engine._waiting.task
        if task is not None:
            await asyncio.wait([task], timeout=0.02)

    @rule(who=WHO)
    def hear_of_news(self, who: int) -> None:
        self.run(self._hear(self.machines[who], 0.02))

    @rule(who=WHO, where=WHERE, which=ANY)
    def hear_of_anothers_answer(self, who: int, where: int, which: int) -> None:
        """What somebody else writes comes on the line that waits for it."""
        self.wait_for_news(who)
        self.reply((who + 1) % 3, where, which)
        self.sync((who + 1) % 3)
        self.run(self._hear(self.machines[who], 0.5))

    async def _hear(self, machine: Machine, seconds: float) -> None:
        engine = machine.session.engine
        task = engine._waiting.task
        if task is not None:
            await asyncio.wait([task], timeout=seconds)
        if task is not None and task.done() and await engine._hear():
            await machine.sync()

    # At rest

    def database(self) -> str:
        """The URL of an empty database for the server, '' for a file."""
        return ""

    def teardown(self) -> None:
        try:
            if self.machines:
                self.settle()
                self.agree()
        finally:
            for relay in self.relays:
                if relay is not None:
                    self.run(relay.close())
            self.run(self.world.close())
            self.run(self.loop.shutdown_default_executor())
            self.loop.close()
            self.folder.cleanup()

    def settle(self) -> None:
        for machine in self.machines:
            self.run(machine.session.engine._hang_up())
        for _ in range(8):
            for who in range(3):
                self.sync(who)
            self.world.clock.forward(15)
        for who in range(3):
            self.run(self._whole(self.machines[who]))

    async def _whole(self, machine: Machine) -> None:
        for group in self.groups:
            machine.session.engine.want(WantBoard(g=group))
        await machine.sync()
        for group in self.groups:
            for thread in machine.store.threads.list(group):
                if isinstance(thread.ref, int) and machine.store.threads.missing(group, thread.ref):
                    machine.session.engine.want(WantThread(g=group, n=thread.ref))
        await machine.sync()

    def agree(self) -> None:
        for machine in self.machines:
            left = machine.store.outbox.rows()
            # What can rightly be refused is an answer to what its author took back.
            assert all(row.state == "refused" and isinstance(row.op, Respond) for row in left), left
            assert machine.session.engine.status().state == "online"
        seen = [self.seen(who) for who in range(3)]
        assert seen[0] == seen[1] == seen[2]
        bodies = Counter(post[3] for posts in seen[0].values() for post in posts)
        for post in self.written:
            for said in post.texts:
                assert bodies[said] == (0 if post.gone or said != post.text else 1), said

    def seen(self, who: int) -> dict[tuple[int, Ref], list[tuple[Any, ...]]]:
        """Everything that the three have to agree on."""
        store = self.machines[who].store
        return {
            (group, thread.ref): [
                (post.ref, post.parent, post.alias, post.body, post.state, post.responses, post.at, post.edited)
                for post in store.threads.posts(group, thread.ref)
            ]
            for group in self.groups
            for thread in store.threads.list(group)
        }
