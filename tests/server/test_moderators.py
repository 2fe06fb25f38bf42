"""Moderators: members who look after what is written. What they see and do, and what stays with who runs the group."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.server.community import Make, Voice, changes, make_group, rows
from tuigroup.wire import tables
from tuigroup.wire.words import Role
from tuigroup_server.service.context import Context

Voices = dict[str, Voice]


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context) -> Voices:
    """Group 1 is run by member 1; ada (2) moderates it; bea (3) and cleo (4) are members. Post 1 is bea's."""
    found = {name: Voice(http, person(name)) for name in ("runs", "ada", "bea", "cleo")}
    make_group(context, "Night Porters", found["runs"].person)
    for name in ("ada", "bea", "cleo"):
        await found[name].do(op="join", g=1, alias=f"a_{name}")
    await found["bea"].do(op="thread", g=1, title="Last week", body="I had to ring them again.")
    assert not (await found["runs"].do(op="moderator", g=1, member=2)).get("e")
    for voice in found.values():
        await voice.sync()
    return found


async def queue(voice: Voice) -> list[dict[str, Any]]:
    """The cases that somebody sees, as they come."""
    page = await voice.page(w="k", g=1)
    return [*page.get("k", {}).get("cases", [])]


async def decide(voice: Voice, case: int, act: str, **more: Any) -> str:
    return str((await voice.do(op="decide", g=1, case=case, act=act, **more)).get("e", ""))


async def facilitators(voice: Voice) -> dict[str, Role]:
    page = await voice.page(w="g", g=1)
    return {who.alias: who.role for who in tables.FACILITATORS.decode(page["i"]["facilitators"])}


async def test_they_are_told_and_the_page_names_them_until_that_ends(voices: Voices) -> None:
    runs, ada, bea = voices["runs"], voices["ada"], voices["bea"]
    assert await facilitators(bea) == {"heron": Role.FACILITATOR, "a_ada": Role.MODERATOR}
    assert not (await runs.do(op="moderator", g=1, member=2, on=False)).get("e")
    answer = await ada.sync()
    assert [notice["t"] for notice in answer["n"]] == ["moderator-no-more"]
    assert [mine.role for mine in tables.MEMBERSHIPS.decode(answer["y"])] == [Role.MEMBER]
    assert await facilitators(bea) == {"heron": Role.FACILITATOR}
    assert (await ada.page(w="k", g=1))["e"] == "not-allowed"


async def test_only_a_facilitator_names_them_and_only_who_is_a_member(voices: Voices) -> None:
    for name in ("ada", "bea"):
        assert (await voices[name].do(op="moderator", g=1, member=4))["e"] == "not-allowed"
    assert (await voices["runs"].do(op="moderator", g=1, member=1))["e"] == "precondition"
    assert (await voices["runs"].do(op="moderator", g=1, member=77))["e"] == "unknown-ref"
    await voices["cleo"].do(op="leave", g=1)
    assert (await voices["runs"].do(op="moderator", g=1, member=4))["e"] == "unknown-ref"


async def test_a_report_comes_to_them_and_they_decide_about_what_is_written(voices: Voices) -> None:
    ada, bea, cleo = voices["ada"], voices["bea"], voices["cleo"]
    await cleo.do(op="report", g=1, post=1, note="Please look.")
    assert [notice["t"] for notice in (await ada.sync())["n"]] == ["case"]
    [case] = await queue(ada)
    assert (case["about"], case["body"]) == ("a_bea", "I had to ring them again.")
    for act, more in (
        ("assign", {}), ("note", {"word": "I look."}), ("triage", {"to": 1}), ("hide", {"word": "Names somebody."}),
        ("restore", {}), ("warn", {"word": "No names, please."}), ("lock", {}), ("unlock", {}), ("move", {"to": 3}),
    ):  # fmt: skip
        assert await decide(ada, 1, act, **more) == "", act
    told = [notice["t"] for notice in (await bea.sync())["n"]]
    assert told == ["hidden", "restored", "warned"]
    steps = [(step["act"], step.get("by", "")) for step in (await queue(voices["runs"]))[0]["steps"]]
    assert ("hide", "a_ada") in steps, "in the same log"


async def test_they_put_nobody_out_and_run_nothing(voices: Voices) -> None:
    ada = voices["ada"]
    await voices["cleo"].do(op="report", g=1, post=1)
    assert await decide(ada, 1, "suspend", to=3) == "not-allowed"
    assert await decide(ada, 1, "end") == "not-allowed"
    for op in (
        {"op": "set_up", "settings": {"name": "Mine"}},
        {"op": "answer", "member": 4, "admit": True},
        {"op": "hand_over", "member": 2},
        {"op": "close"},
        {"op": "here", "until": 0},
        {"op": "open_meeting", "title": "Tonight", "body": "Welcome."},
    ):
        assert (await ada.do(g=1, **op))["e"] == "not-allowed", op["op"]
    assert (await ada.do(op="thread", g=1, board=5, title="News", body="News."))["e"] == "not-allowed"
    page = changes(await Voice(ada.http, ada.person).sync(), 1)
    assert not {"r", "u"} & set(page), "who asks to join, and who is in the group, is not theirs to know"
    assert "q" not in page["i"]


async def test_what_was_not_written_to_the_group_is_not_theirs(voices: Voices) -> None:
    runs, ada, bea = voices["runs"], voices["ada"], voices["bea"]
    private = await bea.do(op="private", g=1, title="A word", body="Only you: lighthouse.")
    await runs.do(op="report", g=1, post=private["n"])
    assert len(await queue(runs)) == 1
    assert await queue(ada) == []
    assert await decide(ada, 1, "hide") == "unknown-ref"
    assert "lighthouse" not in str(await ada.sync())
    assert (await runs.do(op="decide", g=1, case=1, act="assign", to=2))["e"] == "unknown-ref"


async def test_an_appeal_goes_to_who_runs_the_group(voices: Voices) -> None:
    runs, ada, bea = voices["runs"], voices["ada"], voices["bea"]
    await voices["cleo"].do(op="report", g=1, post=1)
    await decide(ada, 1, "hide")
    for voice in (runs, ada):
        await voice.sync()
    assert not (await bea.do(op="appeal", g=1, case=1, body="It was my own name.")).get("e")
    assert [notice["t"] for notice in (await runs.sync())["n"]] == ["appeal"]
    told = await ada.sync()
    assert "n" not in told
    assert "It was my own name." not in str(told)
    [case] = await queue(ada)
    assert (case["state"], case.get("appeal", 0)) == ("appealed", 0)
    assert (await queue(runs))[0]["appeal"]


async def test_first_posts_that_wait_are_theirs_to_let_through_and_their_own_do_not_wait(voices: Voices) -> None:
    runs, ada, cleo = voices["runs"], voices["ada"], voices["cleo"]
    await runs.do(op="set_up", g=1, settings={"hold_first": True})
    assert not (await ada.do(op="thread", g=1, title="Hello", body="I look after this place.")).get("e")
    await cleo.do(op="thread", g=1, title="Hello", body="I am new here.")
    [case] = await queue(ada)
    assert (case["why"], case["body"]) == ("newcomer", "I am new here.")
    assert await decide(ada, case["case"], "restore") == ""
    heads = rows(await voices["bea"].page(w="b", g=1), "h")
    assert sorted(head.title for head in heads) == ["Hello", "Hello", "Last week"]


async def test_nobody_decides_about_themselves_and_a_note_can_be_put_on_any_post(voices: Voices) -> None:
    ada, bea = voices["ada"], voices["bea"]
    own = await ada.do(op="thread", g=1, title="Mine", body="My own words.")
    await bea.do(op="report", g=1, post=own["n"])
    assert await queue(ada) == []
    assert await decide(ada, 1, "restore") == "unknown-ref"
    assert not (await ada.do(op="note", g=1, post=1, note="work")).get("e")
    [post] = rows(await bea.page(w="t", g=1, n=1), "p")
    assert post.note == "work"


async def test_new_guidelines_are_for_them_to_agree_to(voices: Voices) -> None:
    await voices["runs"].do(op="set_up", g=1, settings={"guidelines": "- Be kind.", "ask_again": True})
    assert (await voices["ada"].do(op="reply", g=1, to=1, body="Here."))["e"] == "agree-first"


async def test_who_then_runs_the_group_reads_what_was_written_to_its_facilitators(voices: Voices) -> None:
    await voices["bea"].do(op="private", g=1, title="A word", body="Only you: lighthouse.")
    assert "lighthouse" not in str(await voices["ada"].sync())
    await voices["runs"].do(op="hand_over", g=1, member=2, step_down=False)
    assert "lighthouse" in str(await voices["ada"].sync())
