"""A small community for tests: groups with somebody who runs them, and people who sync over the real app."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.server.conftest import Person
from tuigroup.wire import tables
from tuigroup.wire.columns import Columns
from tuigroup.wire.ops import GroupSettings, Reply, StartThread
from tuigroup.wire.words import GroupState, Role
from tuigroup_server.service import groups, membership, operations
from tuigroup_server.service.context import Context

WORDS = "Some nights I write tomorrow's list on paper and then make tea that I do not drink, number"
Make = Callable[..., Person]

READ: dict[str, Columns[Any]] = {
    "p": tables.POSTS,
    "h": tables.THREADS,
    "r": tables.JOIN_REQUESTS,
    "u": tables.MEMBERS,
    "d": tables.GROUPS,
    "x": tables.MEETINGS,
    "l": tables.RESOURCES,
}


def make_group(
    context: Context,
    name: str,
    facilitator: Person | None = None,
    *,
    alias: str = "heron",
    state: GroupState = GroupState.OPEN,
    **settings: Any,
) -> int:
    """An open, listed group unless told otherwise; its number."""
    with context.database.write() as connection:
        values = GroupSettings.model_validate({"name": name, "about": f"About {name}.", **settings})
        row = groups.make(connection, values, state, now=context.now())
        if facilitator is not None:
            account = facilitator.actor.account_id
            membership.seat(connection, row, account, alias, Role.FACILITATOR, context.now_min())
    return row.id


def rows(holder: dict[str, Any], key: str) -> list[Any]:
    """The records of a column table in a part of an answer, [] where it is absent."""
    return READ[key].decode(holder[key]) if key in holder else []


@dataclass
class Voice:
    """Somebody at a terminal: keeps the cursor, makes keys, and syncs in JSON."""

    http: httpx.AsyncClient
    person: Person | None = None
    cursor: str | None = None
    keys: Any = field(default_factory=lambda: itertools.count(1))
    last: dict[str, Any] = field(default_factory=dict)

    async def sync(self, *ops: dict[str, Any], want: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
        """The answer; operations without a key get one. The cursor moves on."""
        said: dict[str, Any] = dict(more)
        if self.cursor is not None:
            said["s"] = self.cursor
        if ops:
            said["o"] = [{"k": self.key(), **op} for op in ops]
        if want:
            said["w"] = want
        headers = self.person.headers if self.person else {}
        response = await self.http.post("/v1/sync", json=said, headers=headers)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        self.cursor = answer.get("s", self.cursor)
        self.last = answer
        return answer

    def key(self) -> str:
        return f"{self.person.name if self.person else 'guest'}-key-{next(self.keys):04}"

    async def do(self, **op: Any) -> dict[str, Any]:
        """One operation; its ack."""
        ack: dict[str, Any] = (await self.sync(op))["a"][0]
        return ack

    async def page(self, **want: Any) -> dict[str, Any]:
        """One wanted page."""
        page: dict[str, Any] = (await self.sync(want=[want]))["p"][0]
        return page


def changes(answer: dict[str, Any], group: int) -> dict[str, Any]:
    """What an answer says is new in a group, {} for nothing."""
    return next((found for found in answer.get("c", []) if found["g"] == group), {})


def bodies(holder: dict[str, Any]) -> list[str]:
    return [post.body for post in rows(holder, "p")]


def write(context: Context, who: Person, group: int, count: int, *, thread: int = 0, words: str = WORDS) -> int:
    """A thread with this many posts more, straight through the outbox; its number."""
    name = f"{who.name}-{context.random(6).hex()}"
    ops: list[Any] = []
    if not thread:
        ops.append(StartThread(k=f"{name}-open", g=group, title=f"Thread {name}", body=f"{words} 0"))
        count -= 1
    to = thread or f"{name}-open"
    ops += [Reply(k=f"{name}-{index:04}", g=group, to=to, body=f"{words} {index + 1}") for index in range(count)]
    return operations.apply(context, who.actor, ops)[0].ack.t


async def drained(voice: Voice, **more: Any) -> list[dict[str, Any]]:
    """Syncs until nothing remains."""
    answers = [await voice.sync(**more)]
    while "m" in answers[-1]:
        answers.append(await voice.sync(**more))
        assert len(answers) < 500
    return answers
