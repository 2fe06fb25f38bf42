"""People on a bad line: whatever is lost on the way, in the end all have the same and nothing is there twice."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.server.community import Make, Voice, changes, make_group, rows
from tests.server.conftest import Clock
from tuigroup_server.service.context import Context
from tuigroup_server.storage import groups, posts, threads


@pytest.fixture
def group(context: Context, person: Make) -> int:
    return make_group(context, "Kettle Club", person("ines"))


@dataclass
class Reader:
    """Somebody on a bad line: an outbox that is kept until it is acknowledged, and what has arrived so far."""

    voice: Voice
    group: int
    chance: random.Random
    outbox: list[dict[str, Any]] = field(default_factory=list)
    posts: dict[int, tuple[str, str]] = field(default_factory=dict)
    heads: dict[int, tuple[int, int]] = field(default_factory=dict)  # posts, and the last of them
    written_in: dict[int, int] = field(default_factory=dict)  # one's own posts, to their threads
    mine: dict[str, int] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    bodies: dict[int, str] = field(default_factory=dict)

    async def step(self) -> None:
        self.write()
        await self.exchange()

    async def rest(self, clock: Clock) -> None:
        """Until nothing is left to send or to fetch, on a line that holds."""
        for _ in range(200):
            clock.forward(minutes=1)
            if not await self.exchange(holds=True) and not self.outbox:
                return
        raise AssertionError("no rest")

    def write(self) -> None:
        key, chance = self.voice.key(), self.chance
        body = f"words {key}"
        own = [number for number in self.mine.values() if number not in self.taken()]
        kind = chance.choice(["thread", "reply", "reply", "reply", "edit", "remove", "respond"])
        op: dict[str, Any] = {"k": key, "g": self.group, "op": kind}
        if kind == "thread":
            op |= {"title": f"Title {key}", "body": body, "later": chance.choice([0, 0, 3])}
        elif kind == "reply" and (known := [*self.posts, *(op["k"] for op in self.outbox if op["op"] == "thread")]):
            op |= {"to": chance.choice(known), "body": body, "later": chance.choice([0, 0, 2])}
        elif kind == "edit" and own:
            op |= {"post": chance.choice(own)}
            op |= {"body": self.bodies[op["post"]].split("|")[0] + "|" + key}
        elif kind == "remove" and own and chance.random() < 0.4:
            op |= {"post": chance.choice(own)}
            self.removed.append(self.bodies[op["post"]].split("|")[0])
        elif kind == "respond" and (others := [n for n in self.posts if n not in self.mine.values()]):
            op |= {"post": chance.choice(others), "kind": chance.choice(["me_too", None])}
        else:
            return
        if kind in ("thread", "reply"):
            self.written.append(body)
        self.outbox.append(op)

    def taken(self) -> set[int]:
        return {op["post"] for op in self.outbox if op["op"] == "remove"} | {
            number for number, (_body, state) in self.posts.items() if state
        }

    async def exchange(self, *, holds: bool = False) -> bool:
        """Whether anything came of it. Without ``holds`` a question or an answer may be lost."""
        luck = 1.0 if holds else self.chance.random()
        if luck < 0.15:
            return True
        before = self.voice.cursor
        answer = await self.voice.sync(*self.outbox, m=self.chance.choice([256, 1_000, 60_000]))
        if luck < 0.4:
            self.voice.cursor = before
            return True
        for op, ack in zip(list(self.outbox), answer.get("a", []), strict=True):
            self.acknowledged(op, ack)
        new = changes(answer, self.group)
        for post in rows(new, "p"):
            self.posts[post.number] = (post.body, post.state.value)
        self.heads |= {head.number: (head.posts, head.last) for head in rows(new, "h")}
        if new.get("gap"):
            for number in list(self.heads):
                page = await self.voice.page(w="t", g=self.group, n=number)
                self.posts |= {post.number: (post.body, post.state.value) for post in rows(page, "p")}
        return bool(answer.get("c") or answer.get("m"))

    def counted(self) -> dict[int, int]:
        """Posts by thread: what its head counts, and one's own beyond it, which only their acks told."""
        beyond = [thread for number, thread in self.written_in.items() if number > self.heads[thread][1]]
        return {thread: posts + beyond.count(thread) for thread, (posts, _last) in self.heads.items()}

    def acknowledged(self, op: dict[str, Any], ack: dict[str, Any]) -> None:
        if ack.get("later"):
            return
        self.outbox.remove(op)
        assert ack.get("e", "") in ("", "post-removed") or op["op"] == "respond", ack
        if ack.get("e"):
            if op["op"] in ("thread", "reply"):
                self.written.remove(op["body"])
            return
        if op["op"] in ("thread", "reply"):
            self.mine[op["k"]] = ack["n"]
            self.bodies[ack["n"]] = op["body"]
            self.posts.setdefault(ack["n"], (op["body"], ""))
            self.written_in[ack["n"]] = ack["t"]
            if op["op"] == "thread":
                self.heads.setdefault(ack["n"], (1, ack["n"]))
        elif op["op"] == "edit":
            self.posts[op["post"]] = (op["body"], "")
            self.bodies[op["post"]] = op["body"]
        elif op["op"] == "remove":
            self.posts[op["post"]] = ("", "removed")


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_the_line_does_all_end_up_with_the_same(
    http: httpx.AsyncClient, person: Make, group: int, context: Context, clock: Clock, seed: int
) -> None:
    """People write, edit, respond and take back over a line that loses questions and answers, in small budgets."""
    chance = random.Random(seed)
    people = [Reader(Voice(http, person(f"p{index}-{seed}")), group, chance) for index in range(3)]
    for index, reader in enumerate(people):
        await reader.voice.do(op="join", g=group, alias=f"alias{index}")
    for _ in range(60):
        clock.forward(minutes=chance.random() * 3)
        await chance.choice(people).step()
    clock.forward(minutes=60)
    for reader in people:
        await reader.rest(clock)
    with context.database.read() as connection:
        row = groups.by_id(connection, group)
        there = {post.number: (post.body, post.state) for post, _ in posts.changed(connection, group, 0, 10_000)}
        heads = {head.thread.number: head.thread.posts for head in threads.changed(connection, group, 0, 10_000)}
    assert row is not None
    assert len(there) == row.next_number - 1 == sum(heads.values())
    written = [body for reader in people for body in reader.written]
    said = [body.split("|")[0] for body, state in there.values() if not state]
    removed = [body for reader in people for body in reader.removed]
    assert sorted(written) == sorted(said + removed)
    for reader in people:
        await reader.rest(clock)
        assert reader.posts == there
        assert reader.counted() == heads
