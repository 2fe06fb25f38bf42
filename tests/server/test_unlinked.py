"""No answer lets anyone tie two memberships together: what others get does not depend on whose they are.

The same evening happens on two servers. On one a single account is in both groups, on the other there are two people.
Whoever else asks, by whatever route, must get the same bytes from both. At each moment they ask in a few of the ways
that there are, drawn for both alike; the soak asks in all.
"""

from __future__ import annotations

import json
import random as pseudo
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests.server.community import Voice, make_group
from tests.server.conftest import Clock, Person, new_account, secret_of
from tuigroup.wire.leaving import APART_DAYS, DAYS
from tuigroup.wire.words import GroupState
from tuigroup_server.http.app import create_app
from tuigroup_server.service import accounts, decisions, leaving
from tuigroup_server.service.context import open_context, prepare
from tuigroup_server.settings import Settings

PEOPLE: Final = ("heron-account", "finch-account", "olga-account", "ada-account", "bea-account")
ROUTES: Final = (
    "/v1/server", "/v1/groups", "/v1/groups?listings=true", "/v1/groups/1", "/v1/groups/2", "/v1/groups/3",
    "/v1/groups/1/threads", "/v1/groups/2/threads", "/v1/groups/1/threads/1", "/v1/groups/2/threads/1",
    "/v1/groups/1/threads/2", "/v1/groups/2/threads/2", "/v1/slips/key", "/v1/bundle", "/v1/resources", "/v1/helplines",
)  # fmt: skip
WANTS: Final[list[dict[str, Any]]] = [
    *({"w": "g", "g": group} for group in (1, 2, 3)),
    *({"w": "b", "g": group} for group in (1, 2)),
    *({"w": "t", "g": group, "n": number} for group in (1, 2) for number in (1, 2)),
    *({"w": want, "g": group} for want in "kmo" for group in (1, 2)),
    {"w": "q", "q": "kettle"},
    {"w": "d"},
    {"w": "d", "listings": True},
    {"w": "l"},
]
FEW: Final = 2  # routes, and as many wants, at each moment for each who asks


@dataclass
class World:
    """A server, who acts on it (``pair``: for group 1 and for group 2), and all that others heard, in order."""

    clock: Clock
    others: dict[str, Voice]
    pair: tuple[Voice, Voice]
    decide: Callable[[], None]
    erase: Callable[[], int]
    some: Callable[[Sequence[Any]], Sequence[Any]]
    heard: list[Any] = field(default_factory=list)

    async def both(self, first: dict[str, Any], second: dict[str, Any]) -> tuple[int, int]:
        """What happens in group 1 and in group 2, in one flush where it is one person's; the numbers of both."""
        one, other = self.pair
        here, there = first | {"g": 1}, second | {"g": 2}
        if one is other:
            acks = (await one.sync(here, there))["a"]
        else:
            acks = (await one.sync(here))["a"] + (await other.sync(there))["a"]
        assert not [ack for ack in acks if "e" in ack], acks
        return acks[0].get("n", 0), acks[1].get("n", 0)

    async def ask(self, method: str, *routes: str, **body: Any) -> None:
        """A route for each of the pair, with the secret of who asks."""
        for voice, route in zip(self.pair, routes, strict=False):
            assert voice.person is not None
            told = {**body, "secret": voice.person.secret} if "posts" in body else body
            answer = await voice.http.request(method, route, json=told, headers=voice.person.headers)
            assert answer.is_success, answer.text

    async def listen(self) -> None:
        """Everybody else asks for what there is."""
        for name, voice in self.others.items():
            self.heard.append((name, await voice.sync(), await voice.sync(want=list(self.some(WANTS)))))
            headers = voice.person.headers if voice.person else {}
            for route in self.some(ROUTES):
                answer = await voice.http.get(route, headers=headers)
                told = {key: value for key, value in answer.headers.items() if key != "date"}
                self.heard.append((name, route, answer.status_code, told, answer.text))


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.soak)])
async def worlds(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[tuple[World, World]]:
    """One person in both groups, and two people; everything else is the same to the last random number."""
    async with AsyncExitStack() as stack:
        yield (
            await _world(stack, tmp_path / "one", ("ada-account", "ada-account"), request.param),
            await _world(stack, tmp_path / "two", ("ada-account", "bea-account"), request.param),
        )


async def _world(stack: AsyncExitStack, folder: Path, pair: tuple[str, str], ways: str) -> World:
    clock, seeded = Clock(), pseudo.Random(11)
    prepare(folder, Settings(), random=seeded.randbytes)
    context = open_context(folder, Settings(), clock=clock, random=seeded.randbytes)
    stack.callback(context.database.close)
    transport = httpx.ASGITransport(create_app(context))
    client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://x.example.org"))
    people: dict[str, Person] = {}
    for name in PEOPLE:
        token = accounts.create(context, new_account(name), operator=name.startswith("olga")).token
        actor = accounts.identify(context, token)
        assert actor is not None
        people[name] = Person(name, secret_of(name + "-secret"), token, actor, {"Authorization": f"Bearer {token}"})
    heron = people["heron-account"]
    make_group(context, "Kettle Club", heron, access="request")
    make_group(context, "Paper Boats", heron, access="open")
    make_group(context, "Tuesday Rest", state=GroupState.LISTING)
    others = {
        "who runs both": Voice(client, heron),
        "a member of both": Voice(client, people["finch-account"]),
        "the operator": Voice(client, people["olga-account"]),
        "a guest": Voice(client),
    }
    voices = {name: Voice(client, people[name]) for name in set(pair)}

    def decide() -> None:
        decisions.confirm_credentials(context, "2", "old_bicycle")
        decisions.confirm_claim(context, 1)

    drawn = pseudo.Random(12)
    world = World(
        clock,
        others,
        (voices[pair[0]], voices[pair[1]]),
        decide,
        erase=lambda: leaving.erase_due(context),
        some=lambda all_of: drawn.sample(all_of, FEW) if ways == "some" else all_of,
    )
    for group in (1, 2):
        await others["a member of both"].do(op="join", g=group, alias="finch")
    await others["who runs both"].do(op="answer", g=1, member=2, admit=True)
    return world


async def spend(world: World) -> None:
    """Everything that somebody can do in two groups: what one says in each differs, as two people would."""
    runs = world.others["who runs both"]
    await world.both(
        {"op": "join", "alias": "quiet_fern", "word": "I carry much."}, {"op": "join", "alias": "old_bicycle"}
    )
    await world.listen()
    await runs.do(op="answer", g=1, member=3, admit=True, word="Welcome.")
    world.clock.forward(minutes=3)
    thread = {"op": "thread", "d": 1, "intent": "support"}
    await world.both(
        thread | {"title": "A kettle", "body": "The kettle hums."},
        thread | {"title": "Rain", "body": "No kettle here, rain.", "later": 4},
    )
    await world.listen()
    world.clock.forward(minutes=9)
    await world.listen()
    await runs.do(op="thread", g=1, title="Hello", body="From who runs it.")
    await runs.do(op="thread", g=2, title="Hello", body="From who runs it.")
    await world.both({"op": "reply", "to": 2, "body": "Yes."}, {"op": "reply", "to": 2, "body": "No."})
    await world.both({"op": "respond", "post": 2, "kind": "with_you"}, {"op": "respond", "post": 2, "kind": "me_too"})
    await world.both({"op": "edit", "post": 1, "body": "It hums."}, {"op": "remove", "post": 3})
    await world.listen()
    await moderate(world)
    await give(world)
    for group in (1, 2):
        await runs.do(op="set_up", g=group, settings={"guidelines": "- Ask first.", "ask_again": True})
    await world.listen()
    await world.both({"op": "agree", "version": 2}, {"op": "agree", "version": 2})
    await world.listen()
    await runs.do(op="hand_over", g=2, member=3, step_down=True)
    await world.both({"op": "reply", "to": 1, "body": "More."}, {"op": "credentials", "text": "Social worker"})
    await world.pair[1].do(op="claim", g=3, alias="lantern", word="I open the door.")
    await world.pair[0].do(op="propose", alias="lantern", settings={"name": "Long Road"})
    await world.listen()
    world.decide()
    await world.listen()
    await world.both({"op": "leave"}, {"op": "leave"})
    await world.listen()
    await world.both({"op": "join", "alias": "quiet_fern"}, {"op": "join", "alias": "other_bicycle"})
    await world.listen()
    await go(world)


MODERATED: Final = ("Hum less.", "It is quiet.", "It hums too much.", "We walk.", "Here we sit.")


async def moderate(world: World) -> None:
    """Reports, what is decided, an appeal, a partner and a slip, in both groups."""
    runs, finch = world.others["who runs both"], world.others["a member of both"]
    await world.both({"op": "wish", "post": 2, "topic": "food"}, {"op": "wish", "post": 2, "topic": "loss"})
    for group in (1, 2):
        assert not (await finch.do(op="wish", g=group, post=1, topic="violence")).get("e")
    await world.listen()
    await world.both({"op": "note", "post": 1, "note": "violence"}, {"op": "note", "post": 1})
    await world.listen()
    await world.both({"op": "report", "post": 2, "category": "other", "note": "A note of mine."},
                     {"op": "report", "post": 2, "category": "selling"})  # fmt: skip
    await world.listen()
    for group in (1, 2):
        ack = await finch.do(op="report", g=group, post=1, category="hurtful", note="It hums too much.")
        assert not ack.get("e"), ack
        for act, word in (("warn", "Hum less."), ("hide", "")):
            assert not (await runs.do(op="decide", g=group, case=2, act=act, word=word)).get("e")
    await world.listen()
    await world.both({"op": "appeal", "case": 2, "body": "It is quiet."}, {"op": "appeal", "case": 2, "body": "Why?"})
    await world.listen()
    for group in (1, 2):
        assert not (await runs.do(op="decide", g=group, case=2, act="restore")).get("e")
        assert not (await finch.do(op="reply", g=group, to=2, body="I am here too.")).get("e")
    pairs = await world.both({"op": "ask_partner", "member": 2}, {"op": "ask_partner", "member": 2})
    await world.listen()
    for group, thread in enumerate(pairs, 1):
        assert not (await finch.do(op="partner", g=group, thread=thread, agree=True)).get("e")
    await world.both(
        {"op": "reply", "to": pairs[0], "body": "We walk."}, {"op": "reply", "to": pairs[1], "body": "So."}
    )
    await world.listen()
    await meet(world)
    start = datetime.fromtimestamp(world.clock.now, UTC)
    meeting = {
        "weekday": start.isoweekday(),
        "start": start.hour * 60 + start.minute,
        "duration": 60,
        "timezone": "UTC",
    }
    for group in (1, 2):
        assert not (await runs.do(op="set_up", g=group, settings={"meetings": [meeting]})).get("e")
    await world.ask("POST", "/v1/groups/1/slips", "/v1/groups/2/slips", at=int(world.clock.now) // 60)
    await world.listen()


async def meet(world: World) -> None:
    """A written meeting in each group: coming in, a turn, passing, going; and a turn that is late."""
    runs, threads = world.others["who runs both"], []
    for group in (1, 2):
        ack = await runs.do(op="open_meeting", g=group, title="Tonight", body="Welcome.", closing="Go gently.")
        threads.append(ack["n"])
    here, there = threads

    async def say(first: str, second: str, step: int = 0) -> None:
        one, other = ({"op": "in_meeting", "thread": thread, "say": word, "step": step}
                      for thread, word in ((here, first), (there, second)))  # fmt: skip
        await world.both(one, other)
        await world.listen()

    await say("in", "in")
    world.clock.forward(minutes=9)
    turn = {"op": "reply", "turn": 3}
    await world.both(turn | {"to": here, "body": "Here we sit."}, turn | {"to": there, "body": "I sit."})
    await world.listen()
    for group, thread in ((1, here), (2, there)):
        await runs.do(op="move_meeting", g=group, thread=thread, step=4)
    await say("pass", "later", step=4)
    turn = {"op": "reply", "turn": 4}
    world.clock.forward(minutes=60)
    await world.both(turn | {"to": here, "body": "Late."}, turn | {"to": there, "body": "Too late."})


GIVEN: Final = ("A kettle by night.", "Rain on a roof.")


async def give(world: World) -> None:
    """Something for the library from both groups, under an alias from one and without a name from the other."""
    runs = world.others["who runs both"]
    story = {"op": "thread", "board": 4}
    numbers = await world.both(story | {"title": "A kettle", "body": "By night."}, story | {"title": "R", "body": "Ro"})
    await world.both(
        {"op": "offer", "post": numbers[0], "named": True}, {"op": "offer", "post": numbers[1], "licence": "free"}
    )
    await world.listen()
    for group, (number, body) in enumerate(zip(numbers, GIVEN, strict=True), 1):
        queue = (await runs.page(w="o", g=group))["o"]["queue"]
        shelved = {"take": True, "title": f"Text {group}", "body": body, "mark": queue[0]["mark"]}
        ack = await runs.do(op="shelve", g=group, post=number, **shelved)
        assert not ack.get("e"), ack
    await world.listen()
    heard = [text["slug"] for text in (await runs.http.get("/v1/resources")).json()["resources"]]
    for slug in heard:
        world.heard.append((await runs.http.get(f"/v1/resources/{slug}")).text)
    minute = int(world.clock.now) // 60
    session = {"name": "Dr Fern", "title": "An evening", "body": "Ask.", "start": minute, "until": minute + 90}
    asked = []
    for group in (1, 2):
        asked.append((await runs.do(op="guest_session", g=group, **session))["t"])
    await world.both(
        {"op": "ask", "thread": asked[0], "body": "May I ask?"}, {"op": "ask", "thread": asked[1], "body": "And I?"}
    )
    await world.listen()
    world.clock.forward(minutes=12)
    await world.listen()
    await world.both({"op": "take_out", "post": numbers[0]}, {"op": "reply", "to": 2, "body": "So."})
    await world.listen()


async def go(world: World) -> None:
    """Leaving for good: nobody hears of the days to think, and what they hear then is what two people would be."""
    one, other = world.pair
    route = "/v1/accounts/me/leaving"
    await world.ask("POST", *([route] if one is other else [route, route]), posts="erase")
    await world.listen()
    world.clock.forward(days=DAYS, minutes=1)
    await world.listen()


async def gone(world: World) -> None:
    """At moments drawn at random, so that in both worlds only chance says which group hears of it first."""
    world.erase()
    world.clock.forward(days=APART_DAYS + 1)
    world.erase()
    wants = [want for want in WANTS if want["w"] != "d"]
    for name, voice in world.others.items():
        await voice.sync()
        world.heard.append((name, (await voice.sync(want=wants))["p"]))


def without_order(said: Any) -> Any:
    """Without the places in the directory's log."""
    if isinstance(said, dict):
        return {name: without_order(value) for name, value in said.items() if name != "v"}
    return [without_order(one) for one in said] if isinstance(said, list | tuple) else said


async def test_others_hear_the_same_whoever_it_is(worlds: tuple[World, World]) -> None:
    for world in worlds:
        await spend(world)
    one, two = worlds
    assert len(one.heard) == len(two.heard) > 100
    for left, right in zip(one.heard, two.heard, strict=True):
        assert left == right
    everything = json.dumps([one.heard, two.heard])
    for world in worlds:
        world.heard.clear()
        await gone(world)
    assert len(one.heard) == len(two.heard) == 4
    for left, right in zip(one.heard, two.heard, strict=True):
        assert without_order(left) == without_order(right)
    for voice in one.others.values():
        assert "quiet_fern" not in json.dumps(await voice.sync(want=WANTS)), "and they are gone"
    for seen in (
        "quiet_fern",
        "old_bicycle",
        "lantern",
        "It hums.",
        "rain",
        "Social worker",
        "I carry much.",
        *MODERATED,
        *GIVEN,
    ):
        assert seen in everything, "they did hear of it"
    for account in ("ada-account", "bea-account"):
        assert account not in everything
