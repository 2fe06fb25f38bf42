"""Accountability partners: by mutual consent, seen by the two, a no that nobody hears of, and an end by either."""

from __future__ import annotations

import httpx
import pytest

from tests.server.community import Make, Voice, bodies, changes, make_group, rows
from tuigroup.wire import limits
from tuigroup.wire.records import ThreadRecord
from tuigroup.wire.words import Audience
from tuigroup_server.service.context import Context
from tuigroup_server.service.partners import BODY

SECRET = "seven days without it"


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context) -> dict[str, Voice]:
    """Members 2 (ada), 3 (bea) and 4 (eve) of a group that member 1 runs."""
    found = {name: Voice(http, person(name)) for name in ("runs", "ada", "bea", "eve")}
    group = make_group(context, "Night Porters", found["runs"].person)
    for name in ("ada", "bea", "eve"):
        await found[name].do(op="join", g=group, alias=f"a_{name}")
        await found[name].do(op="thread", g=group, title="Hello", body="Hello.")
    for voice in found.values():
        await voice.sync()
    return found


async def asked(voices: dict[str, Voice]) -> int:
    ack = await voices["ada"].do(op="ask_partner", g=1, member=3)
    assert ack["n"] >= limits.APART
    return int(ack["n"])


async def head(voice: Voice, thread: int) -> ThreadRecord | None:
    """As a page tells it, None where it tells of none."""
    answer = await Voice(voice.http, voice.person).sync()
    return next((one for one in rows(changes(answer, 1), "h") if one.number == thread), None)


async def agreed(voices: dict[str, Voice]) -> int:
    thread = await asked(voices)
    assert not (await voices["bea"].do(op="partner", g=1, thread=thread, agree=True)).get("e")
    return thread


async def test_both_see_it_once_it_is_agreed_and_write_in_it(voices: dict[str, Voice]) -> None:
    thread = await asked(voices)
    found = rows(changes(await voices["bea"].sync(), 1), "h")
    assert [(one.pair, one.audience, one.author.alias) for one in found] == [(1, Audience.GROUP, "a_ada")]
    for name in ("ada", "bea"):
        said = await voices[name].do(op="reply", g=1, to=thread, body="Too early.")
        assert said["e"] == "not-allowed", "nobody is written to who did not agree"
    assert (await voices["ada"].do(op="edit", g=1, post=thread, body="Words of mine."))["e"] == "not-allowed"
    await voices["ada"].do(op="partner", g=1, thread=thread, agree=True)
    one = await head(voices["ada"], thread)
    assert one is not None
    assert one.pair == 1, "nobody agrees for somebody else"
    await voices["bea"].do(op="partner", g=1, thread=thread, agree=True)
    assert [one.pair for one in rows(changes(await voices["ada"].sync(), 1), "h")] == [2]
    await voices["ada"].do(op="reply", g=1, to=thread, body=SECRET)
    assert bodies(changes(await voices["bea"].sync(), 1)) == [SECRET]


async def test_who_only_reads_is_asked_by_nobody_who_could_not_know_of_them(
    voices: dict[str, Voice], http: httpx.AsyncClient, person: Make
) -> None:
    """Else their alias would stand above the question."""
    quiet = Voice(http, person("quiet"))
    number = (await quiet.do(op="join", g=1, alias="only_reads"))["n"]
    nobody = await voices["ada"].do(op="ask_partner", g=1, member=99)
    some = await voices["ada"].do(op="ask_partner", g=1, member=number)
    assert (some["e"], some["d"]) == (nobody["e"], nobody["d"])
    assert "only_reads" not in str(await voices["ada"].sync())
    assert not (await voices["runs"].do(op="ask_partner", g=1, member=number)).get("e"), "who sees the list of members"
    assert not (await voices["bea"].do(op="ask_partner", g=1, member=1)).get("e"), "who runs a group is known to all"
    assert not (await quiet.do(op="ask_partner", g=1, member=2)).get("e")
    post = await quiet.do(op="thread", g=1, title="Hello", body="Hello.")
    await quiet.do(op="remove", g=1, post=post["n"])
    assert not (await voices["bea"].do(op="ask_partner", g=1, member=number)).get("e"), "their name was seen"


async def test_nobody_else_can_tell(voices: dict[str, Voice], context: Context) -> None:
    woken: set[str] = set()
    context.database.told = woken.update
    thread = await agreed(voices)
    await voices["bea"].do(op="reply", g=1, to=thread, body=SECRET)
    accounts = {f"a{voices[name].person.actor.account_id}" for name in ("ada", "bea")}  # type: ignore[union-attr]
    assert {log for log in woken if not log.startswith("s")} == accounts
    for name in ("eve", "runs"):
        answer = await voices[name].sync(want=[{"w": "t", "g": 1, "n": thread}, {"w": "b", "g": 1}])
        nothing = await voices[name].sync(want=[{"w": "t", "g": 1, "n": 77}])
        assert {**answer["p"][0], "n": 77} == nothing["p"][0]
        assert SECRET not in str(answer)
        assert BODY not in str(answer)
        assert not answer.get("c")
        for op in ({"op": "reply", "to": thread, "body": "x"}, {"op": "partner", "thread": thread, "agree": False}):
            assert (await voices[name].do(g=1, **op))["e"] == "unknown-ref"


async def test_a_facilitator_of_later_hears_nothing_either(voices: dict[str, Voice]) -> None:
    thread = await agreed(voices)
    await voices["runs"].do(op="hand_over", g=1, member=4, step_down=False)
    assert await head(voices["eve"], thread) is None


async def test_a_no_is_told_to_nobody_and_holds(voices: dict[str, Voice]) -> None:
    thread = await asked(voices)
    await voices["bea"].sync()
    await voices["ada"].sync()
    assert not (await voices["bea"].do(op="partner", g=1, thread=thread, agree=False)).get("e")
    assert not (await voices["ada"].sync()).get("c")
    one = await head(voices["ada"], thread)
    assert one is not None
    assert (one.pair, one.locked) == (1, False)
    assert await head(voices["bea"], thread) is None, "it is gone for who said no"
    waiting = await voices["ada"].do(op="ask_partner", g=1, member=3)
    await voices["ada"].do(op="partner", g=1, thread=thread, agree=False)
    again = await voices["ada"].do(op="ask_partner", g=1, member=3)
    assert waiting["e"] == again["e"] == "not-allowed"
    assert waiting["d"] == again["d"] == "You have asked already. The answer is theirs to give, whenever they like."
    other = await voices["bea"].do(op="ask_partner", g=1, member=2)
    assert other["n"] > 0, "who said no may ask"


async def test_who_gives_up_waiting_does_not_ask_again(voices: dict[str, Voice]) -> None:
    thread = await asked(voices)
    await voices["ada"].do(op="partner", g=1, thread=thread, agree=False)
    assert (await voices["ada"].do(op="ask_partner", g=1, member=3))["e"] == "not-allowed"
    assert (await voices["bea"].do(op="partner", g=1, thread=thread, agree=True))["e"] == "precondition"
    one = await head(voices["bea"], thread)
    assert one is not None
    assert (one.pair, one.locked) == (3, True)


@pytest.mark.parametrize("by", ["ada", "bea"])
async def test_either_ends_it_and_both_can_still_read_it(by: str, voices: dict[str, Voice]) -> None:
    thread = await agreed(voices)
    await voices["ada"].do(op="reply", g=1, to=thread, body=SECRET)
    await voices[by].do(op="partner", g=1, thread=thread, agree=False)
    for name in ("ada", "bea"):
        one = await head(voices[name], thread)
        assert one is not None
        assert (one.pair, one.locked) == (3, True)
        assert bodies(await voices[name].page(w="t", g=1, n=thread)) == [BODY, SECRET]
        assert (await voices[name].do(op="reply", g=1, to=thread, body="x"))["e"] == "thread-locked"
    assert (await voices["bea"].do(op="ask_partner", g=1, member=2))["n"] > 0, "and they may begin again"


async def test_whoever_leaves_the_group_ends_it(voices: dict[str, Voice]) -> None:
    thread = await agreed(voices)
    await voices["bea"].do(op="leave", g=1)
    one = await head(voices["ada"], thread)
    assert one is not None
    assert (one.pair, one.locked) == (3, True)
    assert (await voices["ada"].do(op="ask_partner", g=1, member=3))["e"] == "unknown-ref"


async def test_nobody_asks_many_or_oneself(voices: dict[str, Voice]) -> None:
    assert (await voices["ada"].do(op="ask_partner", g=1, member=2))["e"] == "bad-field"
    for member in (1, 3, 4):
        assert (await voices["ada"].do(op="ask_partner", g=1, member=member))["n"]
    code = await voices["eve"].do(op="ask_partner", g=1, member=2)
    assert "already" in code["d"]
