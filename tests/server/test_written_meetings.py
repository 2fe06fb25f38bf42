"""Written meetings: turns in order, no cross-talk, a clock, what comes late, what stays and what is forgotten."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import func, select

from tests.server.community import Make, Voice, bodies, changes, make_group, rows
from tests.server.conftest import Clock
from tuigroup.wire import rounds
from tuigroup.wire.records import PostRecord, ThreadRecord
from tuigroup.wire.rounds import Meeting, Step
from tuigroup.wire.words import PostState
from tuigroup_server import schema
from tuigroup_server.service import ticks
from tuigroup_server.service.context import Context

DAY = 24 * 60
CHECK_IN, SHARING = int(Step.CHECK_IN), int(Step.SHARING)


class Room:
    """Members 2 (ada), 3 (bea) and 4 (eve) of a group that member 1 runs."""

    def __init__(self, voices: dict[str, Voice], context: Context, clock: Clock) -> None:
        self.voices, self.context, self.clock = voices, context, clock
        self.thread = 0

    async def open(self, **more: object) -> None:
        said = {"title": "Tuesday in words", "body": "Welcome to all.", "closing": "Go gently."}
        ack = await self.voices["runs"].do(op="open_meeting", g=1, board=2, **said | more)
        assert not ack.get("e"), ack
        self.thread = ack["n"]

    async def say(self, who: str, say: str, step: int = 0) -> dict[str, object]:
        return await self.voices[who].do(op="in_meeting", g=1, thread=self.thread, say=say, step=step)

    async def move(self, step: Step, who: str = "runs") -> dict[str, object]:
        return await self.voices[who].do(op="move_meeting", g=1, thread=self.thread, step=step)

    async def turn(self, who: str, step: int = CHECK_IN, body: str = "") -> dict[str, object]:
        said = body or f"A turn of {who}."
        return await self.voices[who].do(op="reply", g=1, to=self.thread, body=said, turn=step)

    async def reply(self, who: str, to: int = 0) -> dict[str, object]:
        return await self.voices[who].do(op="reply", g=1, to=to or self.thread, body=f"An answer of {who}.")

    async def head(self, who: str = "eve") -> ThreadRecord:
        answer = await Voice(self.voices[who].http, self.voices[who].person).sync()
        heads: list[ThreadRecord] = rows(changes(answer, 1), "h")
        return next(one for one in heads if one.number == self.thread)

    async def meeting(self) -> Meeting:
        return rounds.of_text((await self.head()).meeting)

    async def posts(self, who: str = "eve") -> list[PostRecord]:
        found: list[PostRecord] = rows(await self.voices[who].page(w="t", g=1, n=self.thread), "p")
        return found

    def wait(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)
        ticks.tick(self.context)


@pytest.fixture
async def room(http: httpx.AsyncClient, person: Make, context: Context, clock: Clock) -> Room:
    found = {name: Voice(http, person(name)) for name in ("runs", "ada", "bea", "eve")}
    group = make_group(context, "Night Porters", found["runs"].person, guidelines="We do not advise.")
    for name in ("ada", "bea", "eve"):
        await found[name].do(op="join", g=group, alias=f"a_{name}")
    for voice in found.values():
        await voice.sync()
    return Room(found, context, clock)


async def test_an_evening_of_an_hour(room: Room) -> None:
    await room.open()
    first = (await room.posts())[0]
    assert first.body == "Welcome to all.\n\nWe do not advise.", "the group's guidelines, as they are today"
    await room.say("ada", "in")
    await room.say("bea", "in")
    await room.say("bea", "in")
    await room.voices["eve"].sync()
    room.wait(9)
    news = changes(await room.voices["eve"].sync(), 1)
    meeting = rounds.of_text(rows(news, "h")[0].meeting)
    assert (meeting.step, [seat.alias for seat in meeting.seats]) == (Step.CHECK_IN, ["a_ada", "a_bea"])
    assert meeting.turn is not None
    assert meeting.turn.alias == "a_ada"
    assert "p" not in news, "the clock writes nothing"
    ack = await room.turn("ada")
    assert ack["turn"] == CHECK_IN
    for who in ("ada", "bea", "eve", "runs"):
        assert (await room.reply(who, to=int(str(ack["n"]))))["e"] == "no-cross-talk"
    assert not (await room.voices["eve"].do(op="respond", g=1, post=ack["n"], kind="with_you")).get("e")
    await room.say("bea", "pass", CHECK_IN)
    assert (await room.meeting()).turn is None
    await room.move(Step.SHARING)
    await room.say("ada", "later", SHARING)
    ack = await room.turn("bea", SHARING)
    assert ack["turn"] == SHARING
    room.wait(100)
    assert [(post.body, post.turn) for post in (await room.posts())[1:]] == [
        ("A turn of ada.", CHECK_IN), ("A turn of bea.", SHARING), ("Go gently.", int(Step.CLOSING)),
    ]  # fmt: skip
    head = await room.head()
    assert head.meeting == rounds.text(Meeting((await room.meeting()).plan, Step.OVER)), "nobody is known to have come"
    assert not head.locked
    assert not (await room.reply("eve")).get("e")


async def test_who_runs_it_says_whether_answers_are_free_and_whether_the_record_is_closed(room: Room) -> None:
    await room.open(free=False, closes=True, closing="")
    await room.say("ada", "in")
    await room.move(Step.CLOSING)
    assert (await room.reply("bea"))["e"] == "no-cross-talk"
    await room.move(Step.OVER)
    assert (await room.head()).locked
    assert (await room.reply("bea"))["e"] == "thread-locked"
    assert (await room.turn("ada", SHARING))["e"] == "thread-locked"
    assert len(await room.posts()) == 1
    await room.open()
    await room.move(Step.CLOSING)
    assert not (await room.reply("bea")).get("e")


async def test_over_a_day_a_turn_that_comes_late_is_there(room: Room) -> None:
    await room.open(length=DAY)
    for who in ("ada", "bea"):
        await room.say(who, "in")
    await room.move(Step.CHECK_IN)
    room.wait(3 * 60)
    assert [seat.alias for seat in [(await room.meeting()).turn] if seat] == ["a_bea"], "passed over, without a word"
    assert (await room.turn("ada"))["turn"] == rounds.mark(Step.CHECK_IN, late=True)
    assert (await room.turn("ada"))["e"] == "not-your-turn", "one turn a round"
    assert (await room.turn("ada", SHARING))["e"] == "not-your-turn", "nobody is before their time"
    assert (await room.turn("eve"))["e"] == "not-your-turn", "who did not come in"
    room.wait(12 * 60)
    assert (await room.turn("bea"))["turn"] == rounds.mark(Step.CHECK_IN, late=True), "of a round that is over"
    assert (await room.turn("bea"))["e"] == "not-your-turn"
    room.wait(DAY)
    assert (await room.turn("ada", SHARING))["turn"] == rounds.mark(Step.SHARING, late=True), "of a meeting, too"


async def test_what_is_sent_at_once_after_a_night_offline_has_its_order(room: Room) -> None:
    await room.open(length=DAY)
    await room.move(Step.CHECK_IN)
    eve = room.voices["eve"]
    said = {"g": 1, "thread": room.thread}
    answer = await eve.sync(
        {"op": "in_meeting", **said, "say": "in"},
        {"op": "reply", "g": 1, "to": room.thread, "body": "I came in offline.", "turn": CHECK_IN},
        {"op": "in_meeting", **said, "say": "pass", "step": SHARING},
    )
    assert [ack.get("e", "") for ack in answer["a"]] == ["", "", ""]
    assert answer["a"][1]["turn"] == CHECK_IN
    again = await eve.sync({"op": "in_meeting", **said, "say": "pass", "step": CHECK_IN, "k": "eve-key-again"})
    assert not again["a"][0].get("e"), "a word that means nothing any more is no trouble"


async def test_nothing_is_kept_of_who_was_there(room: Room) -> None:
    await room.open()
    with room.context.database.read() as connection:
        before = connection.execute(select(func.count()).select_from(schema.operations)).scalar_one()
    said = {"op": "in_meeting", "g": 1, "thread": room.thread, "say": "in", "k": "the-same-key"}
    acks = [(await room.voices["ada"].sync(said))["a"] for _ in range(2)]
    assert acks == [[{"k": "the-same-key"}]] * 2
    assert len((await room.meeting()).seats) == 1
    await room.say("ada", "later", CHECK_IN)
    await room.move(Step.OVER)
    with room.context.database.read() as connection:
        after = connection.execute(select(func.count()).select_from(schema.operations)).scalar_one()
        assert after == before + 1, "that the meeting was ended"
        for table in schema.metadata.sorted_tables:
            if table.name not in ("memberships", "posts"):
                assert not [row for row in connection.execute(table.select()) if "a_ada" in str(row)], table.name


async def test_only_who_runs_the_group_leads(room: Room) -> None:
    ack = await room.voices["ada"].do(op="open_meeting", g=1, title="Mine", body="Welcome.")
    assert ack["e"] == "not-allowed"
    await room.open(opens=int(room.clock.now) // 60 + 90)
    assert (await room.meeting()).step is Step.ANNOUNCED
    assert (await room.move(Step.WELCOME, "ada"))["e"] == "not-allowed"
    await room.say("ada", "in")
    room.wait(89)
    assert (await room.meeting()).step is Step.ANNOUNCED
    room.wait(1)
    assert (await room.meeting()).step is Step.WELCOME
    far = await room.voices["runs"].do(op="open_meeting", g=1, title="x", body="x", opens=int(room.clock.now))
    assert far["e"] == "bad-field"
    for op in ({"op": "in_meeting", "say": "in"}, {"op": "move_meeting", "step": 3}):
        assert (await room.voices["runs"].do(g=1, thread=999, **op))["e"] == "unknown-ref"


async def test_who_leaves_the_group_is_in_none_of_its_meetings(room: Room) -> None:
    await room.open()
    for who in ("ada", "bea"):
        await room.say(who, "in")
    await room.say("bea", "out")
    await room.voices["ada"].do(op="leave", g=1)
    assert (await room.meeting()).seats == ()


async def test_a_meeting_waits_for_no_answer_and_counts_in_no_figure(room: Room) -> None:
    await room.open()
    page = await room.voices["runs"].page(w="v", g=1)
    assert not rows(page, "h")
    assert (await room.head()).voices == 2


async def test_a_newcomers_turn_is_held_where_the_group_holds_first_posts(room: Room) -> None:
    await room.voices["runs"].do(op="set_up", g=1, settings={"hold_first": True})
    await room.open()
    for who in ("ada", "bea"):
        await room.say(who, "in")
    await room.move(Step.CHECK_IN)
    held = await room.turn("ada")
    assert not held.get("e")
    assert "A turn of ada." not in bodies(await room.voices["eve"].page(w="t", g=1, n=room.thread))
    turn = (await room.meeting()).turn
    assert turn is not None
    assert turn.alias == "a_bea", "and the round goes on"


async def test_a_turn_of_ones_own_can_be_taken_back(room: Room) -> None:
    await room.open()
    await room.say("ada", "in")
    await room.move(Step.CHECK_IN)
    ack = await room.turn("ada")
    assert not (await room.voices["ada"].do(op="remove", g=1, post=ack["n"])).get("e")
    assert (await room.posts())[1].state is PostState.REMOVED
