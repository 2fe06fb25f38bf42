"""Wished content notes: heard by the author and who runs the group, unsigned, once; and notes that are put on."""

from __future__ import annotations

import httpx
import pytest

from tests.server.community import Make, Voice, changes, make_group, rows
from tuigroup.wire.records import PostRecord
from tuigroup_server.service import audit
from tuigroup_server.service.context import Context

POST = 1  # ada's


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context) -> dict[str, Voice]:
    """Members 2 (ada), 3 (bea) and 4 (eve) of a group that member 1 runs; ada wrote post 1."""
    found = {name: Voice(http, person(name)) for name in ("runs", "ada", "bea", "eve")}
    group = make_group(context, "Night Porters", found["runs"].person)
    for name in ("ada", "bea", "eve"):
        await found[name].do(op="join", g=group, alias=f"a_{name}")
    await found["ada"].do(op="thread", g=group, title="Last week", body="I had to ring them again.", note="work")
    for voice in found.values():
        await voice.sync()
    return found


async def post(voice: Voice, number: int = POST) -> PostRecord:
    """As a page of the thread tells it."""
    page = await voice.page(w="t", g=1, n=POST)
    found: dict[int, PostRecord] = {one.number: one for one in rows(page, "p")}
    return found[number]


async def news(voice: Voice) -> list[PostRecord]:
    return list(rows(changes(await voice.sync(), 1), "p"))


async def test_the_author_and_who_runs_the_group_hear_it_and_nobody_else(
    voices: dict[str, Voice], context: Context
) -> None:
    woken: set[str] = set()
    context.database.told = woken.update
    assert not (await voices["bea"].do(op="wish", g=1, post=POST, topic="loss")).get("e")
    told = {f"a{voices[name].person.actor.account_id}" for name in ("ada", "runs")}  # type: ignore[union-attr]
    assert {log for log in woken if not log.startswith("s")} == told
    for name in ("ada", "runs"):
        (record,) = await news(voices[name])
        assert (record.wished, record.edited) == (("loss",), 0)
        assert (await post(voices[name])).wished == ("loss",)
    for name in ("bea", "eve"):
        assert await news(voices[name]) == []
        assert (await post(voices[name])).wished == ()
    mirror = f"/v1/groups/1/threads/{POST}"
    assert "loss" not in (await voices["eve"].http.get(mirror, headers=voices["eve"].person.headers)).text  # type: ignore[union-attr]
    everything = [await voices[name].sync(want=[{"w": "t", "g": 1, "n": POST}]) for name in ("ada", "runs")]
    assert "bea" not in str(everything)


async def test_a_member_is_heard_once_about_a_post(voices: dict[str, Voice]) -> None:
    await voices["bea"].do(op="wish", g=1, post=POST, topic="loss")
    await news(voices["ada"])
    assert not (await voices["bea"].do(op="wish", g=1, post=POST, topic="food")).get("e")
    assert await news(voices["ada"]) == []
    assert not (await voices["eve"].do(op="wish", g=1, post=POST, topic="loss")).get("e")
    assert await news(voices["ada"]) == [], "the same again is nothing to count"
    await voices["ada"].do(op="note", g=1, post=POST)
    await voices["bea"].do(op="wish", g=1, post=POST, topic="food")
    assert (await post(voices["ada"])).wished == (), "who was heard is not heard again, whatever became of it"


async def test_the_author_puts_the_note_on_and_the_post_is_not_called_edited(voices: dict[str, Voice]) -> None:
    await voices["bea"].do(op="wish", g=1, post=POST, topic="loss")
    assert not (await voices["ada"].do(op="note", g=1, post=POST, note="work, loss")).get("e")
    for name in ("bea", "runs", "eve"):
        answer = changes(await voices[name].sync(), 1)
        (record,) = rows(answer, "p")
        assert (record.note, record.edited, record.wished) == ("work, loss", 0, ())
        assert [head.note for head in rows(answer, "h")] == ["work, loss"]
    assert (await post(voices["ada"])).wished == ()


async def test_the_author_may_leave_it_as_it_is(voices: dict[str, Voice]) -> None:
    await voices["bea"].do(op="wish", g=1, post=POST, topic="loss")
    for name in ("ada", "runs", "eve"):
        await voices[name].sync()
    refused = await voices["runs"].do(op="note", g=1, post=POST)
    assert refused["e"] == "not-allowed", "that is the author's to say"
    await voices["ada"].do(op="note", g=1, post=POST)
    (record,) = await news(voices["runs"])
    assert (record.note, record.wished) == ("work", ())
    assert await news(voices["eve"]) == []


async def test_who_runs_the_group_puts_it_on_and_it_stands_in_the_log(
    voices: dict[str, Voice], context: Context
) -> None:
    before = audit.verify(context)
    assert (await voices["bea"].do(op="note", g=1, post=POST, note="loss"))["e"] == "not-allowed"
    assert not (await voices["runs"].do(op="note", g=1, post=POST, note="loss")).get("e")
    told = await voices["ada"].sync()
    assert [notice["t"] for notice in told["n"]] == ["noted"]
    cases = (await voices["runs"].page(w="k", g=1))["k"]
    (step,) = cases["apart"]
    assert (step["act"], step["by"], step["detail"], step["word"]) == ("topic", "heron", "a_ada", "loss")
    after = audit.verify(context, before.heads)
    assert not after.troubles
    assert [head.entry for head in after.heads] == [1]
    await voices["eve"].do(op="report", g=1, post=POST, category="other")
    await voices["runs"].do(op="note", g=1, post=POST, note="work")
    (case,) = (await voices["runs"].page(w="k", g=1))["k"]["cases"]
    assert [step["act"] for step in case["steps"]] == ["topic"], "where there is a case it stands there"


async def test_there_is_no_wish_that_would_have_a_name(voices: dict[str, Voice]) -> None:
    private = await voices["ada"].do(op="private", g=1, title="Apart", body="Only for you.")
    assert (await voices["runs"].do(op="wish", g=1, post=private["n"], topic="food"))["e"] == "not-allowed"
    assert (await voices["bea"].do(op="wish", g=1, post=private["n"], topic="food"))["e"] == "unknown-ref"
    assert (await voices["ada"].do(op="wish", g=1, post=POST, topic="food"))["e"] == "not-allowed"
    said = await voices["bea"].do(op="wish", g=1, post=POST, topic="you are awful")
    assert said["e"] == "bad-field", "what nobody signed has no room for words"


async def test_a_facilitator_of_later_hears_of_earlier_wishes(voices: dict[str, Voice], context: Context) -> None:
    await voices["bea"].do(op="wish", g=1, post=POST, topic="loss")
    await voices["runs"].do(op="hand_over", g=1, member=4, step_down=False)
    assert [record.wished for record in await news(voices["eve"])] == [("loss",)]
    fresh = Voice(voices["eve"].http, voices["eve"].person)
    assert [record.wished for record in await news(fresh)] == [("loss",)]
    await voices["ada"].do(op="remove", g=1, post=POST)
    assert (await post(voices["eve"])).wished == ()
