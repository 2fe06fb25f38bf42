"""A town whose people are each in two groups, and what they do there: seeded, over a real server in process.

Everybody is there in the same evenings, so that nothing but the program could tie two memberships together. In an
evening apart they visit one group, each in an order of its own; in an evening together everybody's line comes back at
once, and what each wrote for both groups goes up in one flush, spread by the client's own rule.
"""

from __future__ import annotations

import hashlib
import random as pseudo
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from pydantic import TypeAdapter

from tests.server.community import Voice, make_group
from tests.server.conftest import Clock, Person, new_account, secret_of
from tests.server.linking.attacker import Attacker
from tuigroup.sync import plan
from tuigroup.wire.leaving import APART_DAYS, DAYS
from tuigroup.wire.ops import AnyOp
from tuigroup.wire.words import Role
from tuigroup_server.service import accounts, leaving, membership
from tuigroup_server.service.context import Context
from tuigroup_server.storage import groups, memberships

GROUPS: Final = (1, 2)
QUIET: Final = 16  # minutes after which everything is published that waited
_OP: Final[TypeAdapter[Any]] = TypeAdapter(AnyOp)

Spread = Callable[[list[Any], int, Callable[[int], int]], dict[str, int]]


def by_the_client(ops: list[Any], minute: int, draw: Callable[[int], int]) -> dict[str, int]:
    return plan.spread(ops, None, minute, draw)


def at_once(_ops: list[Any], _minute: int, _draw: Callable[[int], int]) -> dict[str, int]:
    """What a client would do that gives no thought to it."""
    return {}


@dataclass
class Dweller:
    """An account, its aliases by group, and what it wrote there."""

    voice: Voice
    aliases: dict[int, str]
    members: dict[int, int] = field(default_factory=dict)
    written: dict[int, list[int]] = field(default_factory=lambda: {1: [], 2: []})
    runs: frozenset[int] = frozenset()


class Town:
    def __init__(
        self, context: Context, http: httpx.AsyncClient, clock: Clock, *, people: int, seed: int, spread: Spread
    ) -> None:
        self.context, self.http, self.clock, self.spread = context, http, clock, spread
        self.random = pseudo.Random(seed)
        self.attacker = Attacker()
        names = [f"{first}_{second}" for first in FIRST for second in SECOND]
        self.random.shuffle(names)
        heron = self._voice("heron")
        for group in GROUPS:
            make_group(context, f"Group {group}", heron.person, access="request", guidelines="- Be kind.")
        self.spies = [heron, self._voice("finch"), self._voice("olga", operator=True), Voice(http)]
        aliases = iter(names)
        self.people = [
            Dweller(self._voice(f"account-{number}"), {group: next(aliases) for group in GROUPS})
            for number in range(people)
        ]
        # Whoever runs one group besides runs no other for it: that would be two facts about one person.
        for group in GROUPS:
            for one in self.random.sample(self.people, people // 4):
                one.runs |= {group}
        self.threads: dict[int, list[int]] = {1: [], 2: []}

    def _voice(self, name: str, *, operator: bool = False) -> Voice:
        token = accounts.create(self.context, new_account(name), operator=operator).token
        actor = accounts.identify(self.context, token)
        assert actor is not None
        person = Person(name, secret_of(name + "-secret"), token, actor, {"Authorization": f"Bearer {token}"})
        return Voice(self.http, person)

    @property
    def minute(self) -> int:
        return int(self.clock.now) // 60

    @property
    def truth(self) -> dict[str, str]:
        return {one.aliases[1]: one.aliases[2] for one in self.people}

    # What happens

    async def live(self, evenings: int) -> None:
        await self.begin()
        for _ in range(evenings):
            await self.apart(self._write_one)
            await self.together()
        await self.apart(self._on_duty)
        await self.apart(self._part)
        await self.listen(whole=True)
        await self._go()

    async def begin(self) -> None:
        """Everybody joins, at their own time in each group; who runs both lets them in as they come."""
        heron, finch = self.spies[:2]
        for group in GROUPS:
            ack = await finch.do(op="join", g=group, alias="finch")
            await heron.do(op="answer", g=group, member=ack["n"], admit=True)
            for number in range(3):
                ack = await heron.do(op="thread", g=group, title=f"Thread {number}", body="Tell us.")
                self.threads[group].append(ack["n"])
        await self.apart(self._join)

    async def _join(self, one: Dweller, group: int) -> None:
        ack = await one.voice.do(op="join", g=group, alias=one.aliases[group], word="x" * self.random.randrange(40))
        one.members[group] = ack["n"]
        await self.listen()
        await self.spies[0].do(op="answer", g=group, member=ack["n"], admit=True)
        if group in one.runs:
            with self.context.database.write() as connection:
                row = memberships.by_member(connection, group, ack["n"])
                assert row is not None
                membership.set_role(connection, row, Role.CO_FACILITATOR)
                groups.advance_page(connection, group)

    async def apart(self, visit: Callable[[Dweller, int], Any]) -> None:
        """Everybody visits each group, in an order of its own, a minute after another."""
        for group in self.random.sample(GROUPS, 2):
            for one in self.random.sample(self.people, len(self.people)):
                await visit(one, group)
                self.clock.forward(minutes=self.random.choice((0, 1, 1, 2)))
                await self.listen()

    async def _write_one(self, one: Dweller, group: int) -> None:
        await self._flush(one, self._said(one, group))

    async def _on_duty(self, one: Dweller, group: int) -> None:
        if group in one.runs:
            until = -(-(self.minute + 60 * self.random.choice((1, 2))) // 30) * 30
            await self._flush(one, [{"op": "here", "g": group, "until": until}])

    async def _part(self, one: Dweller, group: int) -> None:
        """Some take something back, ask for a partner or leave; as many in each group, and not the same people."""
        kind = self.random.randrange(4)
        if kind == 0 and one.written[group]:
            await self._flush(one, [{"op": "remove", "g": group, "post": self.random.choice(one.written[group])}])
        elif kind == 1:
            await self._flush(one, [{"op": "private", "g": group, "title": "A word", "body": "x" * 30}])
        elif kind == 2:
            await self._flush(one, [{"op": "leave", "g": group}])

    async def _go(self) -> None:
        """Everybody leaves for good; whoever listens goes on listening until they are all gone."""
        for one in self.random.sample(self.people, len(self.people)):
            person = one.voice.person
            assert person is not None
            body = {"secret": person.secret, "posts": "keep"}
            answer = await self.http.post("/v1/accounts/me/leaving", json=body, headers=person.headers)
            assert answer.is_success, answer.text
            self.clock.forward(minutes=1)
        self.clock.forward(days=DAYS)
        for _ in range(APART_DAYS * 12 + 2):
            leaving.erase_due(self.context)
            await self.listen()
            self.clock.forward(minutes=120)

    async def together(self) -> None:
        """Everybody's line comes back in the same minute; then an hour of quiet, in which others only read."""
        for group in GROUPS:
            settings = {"guidelines": "- Be kind and brief.", "ask_again": True}
            await self.spies[0].do(op="set_up", g=group, settings=settings)
        sent = []
        for one in self.random.sample(self.people, len(self.people)):
            outbox = []
            for group in self.random.sample(GROUPS, 2):
                version = 2**40  # whatever is the latest
                outbox += [{"op": "agree", "g": group, "version": version}, *self._said(one, group)]
            sent.append((one, await self._flush(one, outbox)))
        for _ in range(QUIET):
            await self.listen()
            self.clock.forward(minutes=1)
        for one, outbox in sent:
            await self._hear_numbers(one, outbox)

    def _said(self, one: Dweller, group: int) -> list[dict[str, Any]]:
        """One or two posts, something for what others wrote, and mostly an edit of an earlier one."""
        draw = self.random
        ops: list[dict[str, Any]] = []
        for _ in range(draw.choice((1, 1, 2))):
            body = "x" * draw.randrange(20, 400)
            if draw.random() < 0.3:
                ops.append({"op": "thread", "g": group, "title": "x" * draw.randrange(5, 40), "body": body})
            else:
                ops.append({"op": "reply", "g": group, "to": draw.choice(self.threads[group]), "body": body})
        ops.append({"op": "respond", "g": group, "post": draw.choice(self.threads[group]), "kind": "with_you"})
        ops.append({"op": "wish", "g": group, "post": draw.choice(self.threads[group]), "topic": "food"})
        if one.written[group] and draw.random() < 0.8:
            ops.append({"op": "edit", "g": group, "post": draw.choice(one.written[group]), "body": "x" * 50})
        return ops

    async def _flush(self, one: Dweller, outbox: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Up in one request, put off as the client does it; what was sent."""
        keyed = [{"k": f"{self.random.getrandbits(60):016x}", **op} for op in outbox]
        minutes = self.spread([_OP.validate_python(op) for op in keyed], self.minute, self.random.randrange)
        sent = [op | ({"later": minutes[op["k"]]} if op["k"] in minutes else {}) for op in keyed]
        await self._hear_numbers(one, sent)
        return sent

    async def _hear_numbers(self, one: Dweller, outbox: list[dict[str, Any]]) -> None:
        acks = (await one.voice.sync(*outbox))["a"]
        for op, ack in zip(outbox, acks, strict=True):
            assert "e" not in ack, (op, ack)
            if op["op"] in ("thread", "reply") and ack.get("n") and ack["n"] not in one.written[op["g"]]:
                one.written[op["g"]].append(ack["n"])

    # What others hear

    async def listen(self, *, whole: bool = False) -> None:
        """Who runs both groups asks every minute; a member, the operator and a guest at the end, for all there is."""
        for spy in self.spies if whole else self.spies[:1]:
            self.attacker.hear(await spy.sync(), self.minute)
            if whole:
                wants = [{"w": want, "g": group} for group in GROUPS for want in "gbvkm"]
                self.attacker.hear(await spy.sync(want=wants), self.minute)
                await self._mirrors(spy)

    async def _mirrors(self, spy: Voice) -> None:
        for group in GROUPS:
            paths = [f"/v1/groups/{group}", f"/v1/groups/{group}/threads"]
            paths += [f"/v1/groups/{group}/threads/{number}" for number in self.threads[group]]
            for path in paths:
                answer = await self.http.get(path, headers=spy.person.headers if spy.person else {})
                if answer.status_code == 200:
                    tag = int(hashlib.sha256(answer.headers["etag"].encode()).hexdigest()[:12], 16)
                    self.attacker.groups[group].walk(answer.json(), tag)


FIRST: Final = ("quiet", "old", "north", "late", "small", "green", "wide", "slow", "far", "low", "plain", "half")
SECOND: Final = ("fern", "kettle", "harbour", "lamp", "meadow", "button", "ladder", "pebble")
