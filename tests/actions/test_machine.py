"""Whatever happens on the line, no post is lost and none is doubled.

A member writes, answers, edits, takes back and retries; requests are lost on the way there or back, are
replayed, are refused, and changes come at any time. When all is quiet, what the store shows is what the server has.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from tests.store.community import MYSELF, NOW, Clock, a_store
from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.wire.ops import AnyOp, Edit, Remove, Reply, StartThread
from tuigroup.wire.records import PostRecord, ThreadRecord
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import PostState


@dataclass
class Server:
    """What a server does with posts, and no more: a key is taken once, and a replay hears the same.

    ``due`` holds what is published later, as it was sent and as it was changed since, with its minute.
    """

    posts: dict[int, PostRecord] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    acks: dict[str, tuple[str, Ack]] = field(default_factory=dict)
    due: dict[str, tuple[StartThread | Reply, int]] = field(default_factory=dict)
    now: int = NOW

    def take(self, op: AnyOp, refuse: bool, later: int) -> Ack:
        self.publish()
        said = op.model_dump_json(exclude={"later", "to", "post"})
        known = self.acks.get(op.k)
        if known is not None:
            assert known[0] == said, "one key came with two bodies"
            return known[1]
        if refuse:
            return Ack(k=op.k, e="thread-locked", d="No.")
        ack = self._later(op, later) or self._pending(op) or self._do(op)
        if not ack.e:
            self.acks[op.k] = (said, ack)
        return ack

    def _later(self, op: AnyOp, minutes: int) -> Ack | None:
        if not minutes or not isinstance(op, StartThread | Reply):
            return None
        self.due[op.k] = (op, self.now + minutes)
        return Ack(k=op.k, later=self.now + minutes)

    def _pending(self, op: AnyOp) -> Ack | None:
        """What points at something that is not published yet."""
        ref = op.to if isinstance(op, Reply) else op.post if isinstance(op, Edit | Remove) else 0
        if not isinstance(ref, str) or ref not in self.due:
            return None
        waiting, minute = self.due[ref]
        if isinstance(op, Reply):
            return self._later(op, minute + 1 - self.now)
        if isinstance(op, Edit):
            self.due[ref] = (waiting.model_copy(update={"body": op.body}), minute)
        else:
            del self.due[ref]
            self.acks[ref] = (self.acks[ref][0], Ack(k=ref, e="post-removed", d="You took this back."))
        return Ack(k=op.k, at=self.now)

    def publish(self) -> None:
        for key, (op, minute) in sorted(self.due.items(), key=lambda item: item[1][1]):
            if minute <= self.now:
                del self.due[key]
                self.acks[key] = (self.acks[key][0], self._do(op))

    def _number(self, ref: int | str) -> int:
        if isinstance(ref, int):
            return ref
        known = self.acks.get(ref)
        return known[1].n if known is not None else 0

    def _do(self, op: AnyOp) -> Ack:
        number = len(self.posts) + 1
        if isinstance(op, StartThread):
            self.posts[number] = PostRecord(number, number, 0, MYSELF, self.now, op.body)
            self.titles[number] = op.title
            return Ack(k=op.k, n=number, t=number, at=self.now)
        assert isinstance(op, Reply | Edit | Remove)
        target = self.posts.get(self._number(op.to if isinstance(op, Reply) else op.post))
        if target is None:
            return Ack(k=op.k, e="unknown-ref", d="Not there.")
        if isinstance(op, Reply):
            self.posts[number] = PostRecord(number, target.thread, target.number, MYSELF, self.now, op.body)
            return Ack(k=op.k, n=number, t=target.thread, at=self.now)
        if target.state is PostState.REMOVED:
            return Ack(k=op.k, e="post-removed", d="It was taken back.")
        if isinstance(op, Edit):
            self.posts[target.number] = replace(target, body=op.body, edited=self.now)
        else:
            self.posts[target.number] = replace(target, body="", state=PostState.REMOVED)
        return Ack(k=op.k, n=target.number, at=self.now)

    def heads(self) -> list[ThreadRecord]:
        out = []
        for number, title in self.titles.items():
            inside = [post for post in self.posts.values() if post.thread == number]
            last = max(post.number for post in inside)
            out.append(ThreadRecord(number, 1, title, MYSELF, NOW, NOW, len(inside), last))
        return out


class Line(RuleBasedStateMachine):
    """Bodies are unlike each other, so that each can be counted."""

    refs = Bundle("refs")

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.store = a_store(clock=self.clock)
        self.server = Server()
        self.words = 0
        self.alive: set[str] = set()  # what must be on the server in the end, once

    def said(self) -> str:
        self.words += 1
        body = f"words number {self.words}."
        self.alive.add(body)
        return body

    @rule(target=refs)
    def start(self) -> str:
        return actions.start_thread(self.store, 1, 1, "T", self.said())

    @rule(target=refs, to=refs)
    def reply(self, to: str) -> object:
        body = self.said()
        try:
            return actions.reply(self.store, 1, to, body)
        except BadInput:
            self.alive.discard(body)
            return multiple()

    @rule(ref=refs)
    def edit(self, ref: str) -> None:
        row = self.store.threads.post(1, ref)
        if row is None or row.state is PostState.REMOVED:
            return
        self.alive.discard(row.body)
        actions.edit_post(self.store, 1, ref, self.said())

    @rule(ref=consumes(refs))
    def take_back(self, ref: str) -> None:
        row = self.store.threads.post(1, ref)
        try:
            actions.remove_post(self.store, 1, ref)
        except BadInput:
            return
        assert row is not None
        self.alive.discard(row.body)

    @rule()
    def retry(self) -> None:
        for row in self.store.outbox.rows():
            if row.state == "refused":
                actions.retry(self.store, row.key)

    @rule(
        there=st.booleans(),
        back=st.booleans(),
        refuse=st.integers(0, 3),
        later=st.sampled_from([0, 0, 0, 4]),
        order=st.randoms(use_true_random=False),
        changes=st.sampled_from(["before", "after", "no"]),
    )
    def exchange(self, there: bool, back: bool, refuse: int, later: int, order: object, changes: str) -> None:
        ops = self.store.outbox.sendable(self.store.now_min())
        self.store.outbox.sending([op.k for op in ops])
        if not there:
            self.store.outbox.requeue([op.k for op in ops], reached=bool(refuse))
            return
        acks = [self.server.take(op, refuse == 1 and index == 0, later) for index, op in enumerate(ops)]
        if not back:
            self.store.outbox.requeue()
            return
        order.shuffle(acks)  # type: ignore[attr-defined]
        with self.store.transaction():
            if changes == "before":
                self.change()
            for ack in acks:
                self.store.outbox.acked(ack)
            if changes == "after":
                self.change()
        for ack in acks:
            self.store.outbox.acked(ack)

    @rule()
    def change(self) -> None:
        self.server.publish()
        self.store.threads.put_heads(1, self.server.heads())
        self.store.threads.put_posts(1, list(self.server.posts.values()))

    @rule(minutes=st.integers(1, 5))
    def wait(self, minutes: int) -> None:
        self.clock.minutes(minutes)
        self.server.now += minutes

    def shown(self) -> list[str]:
        rows = [row for thread in self.store.threads.list(1) for row in self.store.threads.posts(1, thread.ref)]
        return [row.body for row in rows if row.state is PostState.SHOWN]

    @invariant()
    def nothing_shows_twice(self) -> None:
        shown = self.shown()
        assert len(shown) == len(set(shown))

    def teardown(self) -> None:
        for _ in range(30):
            self.wait(5)
            self.exchange(True, True, 0, 0, _Still(), "after")
            self.retry()
            stuck = [row for row in self.store.outbox.rows() if row.problem in ("post-removed", "unknown-ref")]
            for row in stuck:
                self._give_up(row.key)
        self.change()
        assert self.store.outbox.count() == 0
        theirs = [post.body for post in self.server.posts.values() if post.state is PostState.SHOWN]
        assert sorted(self.shown()) == sorted(theirs)
        assert sorted(theirs) == sorted(self.alive)
        self.store.close()

    def _give_up(self, key: str) -> None:
        """An edit or removal of what was removed meanwhile."""
        item = self.store.outbox.get(key)
        assert item is not None
        assert isinstance(item.op, Edit | Remove), "a post was lost"
        self.store.outbox.withdraw(key)


class _Still:
    def shuffle(self, _: object) -> None:
        return


Line.TestCase.settings = settings(
    max_examples=60, phases=[p for p in Phase if p is not Phase.explain], stateful_step_count=25, deadline=None
)
TestLine = Line.TestCase
