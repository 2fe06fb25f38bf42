"""Reports, holds, decisions and appeals: who sees what of them, and that nobody else can tell that they are there."""

from __future__ import annotations

from typing import Any, Final

import httpx
import pytest

from tests.server.community import Make, Voice, bodies, changes, make_group, rows
from tests.server.conftest import Clock
from tests.server.roles.test_every_operation import refusal
from tests.server.test_audience import nothing_by_any_way
from tuigroup.wire import limits, tables
from tuigroup.wire.words import KEPT_BACK, PostState, Review, Role, Standing
from tuigroup_server.service import operators
from tuigroup_server.service.context import Context
from tuigroup_server.service.ticks import tick

CRUEL: Final = "nobody would miss you"
MEMBERS: Final = ("author", "ann", "ben", "cem", "dee")
RUNNING: Final = ("facilitator", "helper")

People = dict[str, Voice]


@pytest.fixture
async def people(http: httpx.AsyncClient, person: Make, context: Context) -> People:
    """Group 1 with who runs it and five members, and somebody who runs group 2; post 2 of thread 1 is cruel."""
    found = {name: Voice(http, person(name)) for name in (*RUNNING, *MEMBERS, "elsewhere", "stranger")}
    group = make_group(context, "Night Porters", found["facilitator"].person)
    make_group(context, "Elsewhere", found["elsewhere"].person)
    code = operators.invite(context, str(group), role=Role.CO_FACILITATOR)
    await found["helper"].do(op="join", g=group, alias="helping", code=code)
    for name in MEMBERS:
        await found[name].do(op="join", g=group, alias=f"a_{name}")
    await found["ann"].do(op="thread", g=group, title="First week", body="It is hard to sleep.", intent="support")
    await found["author"].do(op="reply", g=group, to=1, body=CRUEL)
    for voice in found.values():
        await voice.sync()
    return found


async def report(people: People, *names: str, post: int = 2, category: str = "hurtful", note: str = "") -> None:
    for name in names:
        ack = await people[name].do(op="report", g=1, post=post, category=category, note=note)
        assert not ack.get("e"), ack


async def queue(voice: Voice) -> list[dict[str, Any]]:
    page = await voice.page(w="k", g=1)
    assert "e" not in page, page
    found: list[dict[str, Any]] = page["k"].get("cases", [])
    return found


async def decide(voice: Voice, act: str, *, case: int = 1, **more: Any) -> dict[str, Any]:
    return await voice.do(op="decide", g=1, case=case, act=act, **more)


async def told(voice: Voice) -> dict[str, Any]:
    page = await voice.page(w="m", g=1)
    assert "e" not in page, page
    found: dict[str, Any] = page["z"]
    return found


def acts(case: dict[str, Any]) -> list[str]:
    return [step["act"] for step in case["steps"]]


def kinds(answer: dict[str, Any]) -> list[str]:
    return [notice["t"] for notice in answer.get("n", [])]


async def test_a_report_is_for_who_runs_the_group_and_nobody_else_hears_of_it(people: People, context: Context) -> None:
    woken: set[str] = set()
    context.database.told = woken.update
    await report(people, "ann", note="It hurt to read.")
    running = [people[name].person for name in RUNNING]
    expected = {f"a{one.actor.account_id}" for one in running if one}
    assert {log for log in woken if not log.startswith("s")} == expected
    for name in RUNNING:
        assert kinds(await people[name].sync()) == ["case"]
        (case,) = await queue(people[name])
        assert (case["case"], case["level"], case["about"], case["body"]) == (1, 2, "a_author", CRUEL)
        assert case["reports"] == [{"category": "hurtful", "note": "It hurt to read.", "at": case["at"]}]
        assert "a_ann" not in str(case), "who reported stays unnamed"
    for name in ("author", "ben", "elsewhere", "stranger"):
        answer = await people[name].sync(want=[{"w": "k", "g": 1}])
        assert "hurt to read" not in str(answer)
        assert "n" not in answer
        assert answer["p"][0]["e"] in ("not-allowed", "not-a-member")
    assert await told(people["author"]) == {}, "a report decides nothing"


async def test_another_report_joins_the_case_and_one_of_the_same_member_takes_the_place_of_theirs(
    people: People,
) -> None:
    await report(people, "ann", category="selling")
    await report(people, "ann", category="other", note="More of it.")
    await report(people, "ben", category="danger")
    (case,) = await queue(people["facilitator"])
    assert case["level"] == 3, "as urgent as the most urgent report"
    assert [one["category"] for one in case["reports"]] == ["other", "danger"]
    await report(people, "cem", post=1, category="selling")
    assert [one["case"] for one in await queue(people["facilitator"])] == [1, 2], "the most urgent first"


async def test_three_different_reporters_hold_a_post_until_it_is_reviewed(people: People) -> None:
    await report(people, "ann", "ben", "ben")
    assert bodies(await people["dee"].page(w="t", g=1, n=1))[1] == CRUEL
    await report(people, "cem")
    assert kinds(await people["author"].sync()) == ["held"]
    (held,) = rows(changes(await people["dee"].sync(), 1), "p")
    assert (held.body, held.state, held.review) == ("", PostState.REMOVED, Review.HELD)
    for name in ("dee", "ann"):
        page = await people[name].page(w="t", g=1, n=1)
        assert CRUEL not in str(page)
        assert bodies(await people[name].page(w="q", g=1, q="nobody would")) == []
    for name in ("author", *RUNNING):
        post = rows(await people[name].page(w="t", g=1, n=1), "p")[1]
        assert (post.body, post.state, post.review) == (CRUEL, PostState.SHOWN, Review.HELD), name
    (mine,) = (await told(people["author"]))["cases"]
    assert (acts(mine), mine["review"], mine["body"]) == (["hold"], "held", CRUEL)


async def test_what_is_held_comes_back_as_it_was(people: People) -> None:
    await people["dee"].do(op="respond", g=1, post=2, kind="me_too")
    await report(people, "ann", "ben", "cem")
    assert (await decide(people["helper"], "close"))["e"] == "precondition", "it would be held for ever"
    assert not (await decide(people["helper"], "restore")).get("e")
    post = rows(await people["dee"].page(w="t", g=1, n=1), "p")[1]
    assert (post.body, post.state, post.review, post.responses) == (CRUEL, PostState.SHOWN, Review.NONE, (0, 1, 0, 0))
    assert bodies(await people["dee"].page(w="q", g=1, q="nobody would")) == [CRUEL]
    assert [case["state"] for case in await queue(people["helper"])] == ["decided"]
    await report(people, "ann", "ben", "cem", "dee")
    assert bodies(await people["dee"].page(w="t", g=1, n=1))[1] == CRUEL, "what was reviewed is not held again"


async def test_a_held_beginning_loses_its_title_too_and_waits_for_nobody(people: People) -> None:
    await report(people, "author", "ben", "cem", post=1)
    page = await people["dee"].page(w="b", g=1, d=1)
    assert "First week" not in str(page)
    assert rows(await people["dee"].page(w="v", g=1), "h") == []
    await decide(people["facilitator"], "restore")
    assert rows(await people["dee"].page(w="b", g=1, d=1), "h")[0].title == "First week"


@pytest.mark.parametrize("want", [{"w": "b", "d": 1}, {"w": "t", "n": 1}])
async def test_a_held_beginning_keeps_its_title_for_who_wrote_it(people: People, want: dict[str, Any]) -> None:
    await report(people, "author", "ben", "cem", post=1)
    seen = {name: rows(await people[name].page(g=1, **want), "h")[0].title for name in ("ann", "dee", "helper")}
    assert seen == {"ann": "First week", "dee": KEPT_BACK, "helper": KEPT_BACK}


async def test_a_held_beginning_keeps_its_title_in_what_is_new_for_who_wrote_it(people: People) -> None:
    await report(people, "author", "ben", "cem", post=1)
    for name, title in (("ann", "First week"), ("dee", KEPT_BACK)):
        news = await people[name].sync()
        assert [head.title for head in rows(changes(news, 1), "h")] == [title]


async def test_a_title_that_only_looks_like_one_kept_back_is_its_authors(people: People) -> None:
    await people["ann"].do(op="thread", g=1, title=KEPT_BACK, body="It is what it is called.")
    assert KEPT_BACK in [head.title for head in rows(await people["dee"].page(w="b", g=1, d=1), "h")]


async def test_an_answer_that_is_hidden_answers_nobody(people: People) -> None:
    assert rows(await people["dee"].page(w="v", g=1), "h")[0].voices == 1
    await report(people, "ann")
    await decide(people["facilitator"], "hide")
    assert rows(await people["dee"].page(w="v", g=1), "h")[0].voices == 0
    await decide(people["facilitator"], "restore")
    assert rows(await people["dee"].page(w="v", g=1), "h")[0].voices == 1


async def test_its_author_can_take_back_what_is_held(people: People, context: Context) -> None:
    await report(people, "ann", "ben", "cem")
    edit = {"op": "edit", "g": 1, "post": 2, "body": "I did not mean it."}
    assert (await people["author"].do(**edit))["e"] == "post-removed"
    assert not (await people["author"].do(op="remove", g=1, post=2)).get("e")
    post = rows(await people["facilitator"].page(w="t", g=1, n=1), "p")[1]
    assert (post.body, post.state, post.review) == ("", PostState.REMOVED, Review.NONE)
    (case,) = await queue(people["facilitator"])
    assert (case["state"], acts(case)[-1], case.get("body", "")) == ("decided", "taken_back", "")
    assert (await decide(people["facilitator"], "restore"))["e"] == "post-removed"
    with context.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM kept_back").scalar_one() == 0


async def test_a_refusal_tells_nothing_of_a_case_that_is_there(people: People, context: Context) -> None:
    await report(people, "ann", "ben", "cem")
    for name in (*MEMBERS, "elsewhere", "stranger"):
        for op, fields in (("decide", {"act": "hide"}), ("appeal", {"body": "Please."})):
            if (name, op) == ("author", "appeal"):
                continue
            there = refusal(context, people[name], op, fields | {"case": 1})
            assert there == refusal(context, people[name], op, fields | {"case": 77}) != "", (name, op)


async def test_nobody_decides_about_themselves(people: People) -> None:
    await people["helper"].do(op="reply", g=1, to=1, body="Pull yourself together.")
    await report(people, "ann", post=3)
    assert await queue(people["helper"]) == []
    assert "n" not in await people["helper"].sync()
    assert (await decide(people["helper"], "restore"))["e"] == "unknown-ref"
    (case,) = await queue(people["facilitator"])
    assert case["about"] == "helping"
    assert not (await decide(people["facilitator"], "suspend", to=3)).get("e")


async def test_where_only_the_one_it_is_about_could_look_the_operator_hears(
    people: People, person: Make, http: httpx.AsyncClient
) -> None:
    operator = Voice(http, person("operator", operator=True))
    await operator.sync()
    await people["helper"].do(op="leave", g=1)
    await people["facilitator"].do(op="thread", g=1, title="Rules", body="Pull yourselves together.")
    await report(people, "ann", post=3)
    (notice,) = (await operator.sync())["n"]
    assert (notice["t"], "Pull" in notice["d"]) == ("case", False)


async def test_every_decision_is_carried_out_and_told(people: People) -> None:
    await report(people, "ann")
    voice = people["facilitator"]
    for act, more in (
        ("assign", {}), ("note", {"word": "I know them."}), ("triage", {"to": 1}), ("lock", {}),
        ("move", {"to": 3}), ("warn", {"word": "Please write as you would speak to a friend."}),
        ("escalate", {}), ("hide", {"word": "This hurts people."}),
    ):  # fmt: skip
        assert not (await decide(voice, act, **more)).get("e"), act
    head = rows(await people["dee"].page(w="b", g=1, d=3), "h")[0]
    assert (head.number, head.locked) == (1, True)
    (case,) = await queue(people["helper"])
    assert (case["assigned"], case["level"], case["state"], case["review"]) == ("heron", 2, "decided", "hidden")
    assert acts(case) == ["assign", "note", "triage", "lock", "move", "warn", "escalate", "hide"]
    assert [step["by"] for step in case["steps"]] == ["heron"] * 8
    assert [case["steps"][index]["detail"] for index in (0, 2, 4)] == ["heron", "amber", "Coping strategies"]
    assert kinds(await people["author"].sync()) == ["warned", "hidden"]
    (mine,) = (await told(people["author"]))["cases"]
    assert acts(mine) == ["lock", "move", "warn", "hide"]
    assert mine["steps"][-1]["word"] == "This hurts people."
    assert "I know them" not in str(mine)


async def test_what_cannot_be_decided_is_refused_and_leaves_no_step(people: People) -> None:
    await report(people, "ann")
    voice = people["facilitator"]
    for act, more, key in (
        ("warn", {}, "bad-field"), ("note", {}, "bad-field"), ("triage", {"to": 4}, "bad-field"),
        ("move", {"to": 9}, "bad-field"), ("move", {"to": 1}, "precondition"), ("unlock", {}, "precondition"),
        ("restore", {}, "precondition"), ("suspend", {"to": 0}, "bad-field"), ("assign", {"to": 3}, "unknown-ref"),
        ("open", {}, "unknown-ref"), ("appeal", {}, "unknown-ref"),
    ):  # fmt: skip
        assert (await decide(voice, act, **more))["e"] == key, act
    (case,) = await queue(voice)
    assert "steps" not in case
    assert (await people["author"].do(op="report", g=1, post=2))["e"] == "not-allowed"


async def test_who_is_suspended_reads_nothing_but_why_and_comes_back_by_themselves(
    people: People, context: Context, clock: Clock
) -> None:
    await report(people, "ann")
    await decide(people["facilitator"], "suspend", to=2, word="Two days to breathe.")
    answer = await people["author"].sync(want=[{"w": "t", "g": 1, "n": 1}, {"w": "k", "g": 1}, {"w": "b", "g": 1}])
    mine = rows_of_mine(answer)
    assert (mine.standing, mine.word) == (Standing.ENDED, "Two days to breathe.")
    assert mine.until == context.now_min() + 2 * 24 * 60
    assert [page["e"] for page in answer["p"]] == ["suspended"] * 3
    for op, fields in (("reply", {"to": 1, "body": "But."}), ("leave", {}), ("join", {"alias": "another"})):
        assert refusal(context, people["author"], op, fields) == "suspended"
    (case,) = (await told(people["author"]))["cases"]
    assert case["steps"][-1] | {"at": 0} == {"act": "suspend", "at": 0, "by": "heron", "detail": "2",
                                            "word": "Two days to breathe."}  # fmt: skip
    clock.forward(days=2, minutes=1)
    tick(context)
    assert rows_of_mine(await people["author"].sync()).standing is Standing.ACTIVE
    assert not (await people["author"].do(op="reply", g=1, to=1, body="I am back.")).get("e")
    assert acts((await told(people["author"]))["cases"][0])[-1] == "return"


def rows_of_mine(answer: dict[str, Any]) -> Any:
    (mine,) = tables.MEMBERSHIPS.decode(answer["y"])
    return mine


async def test_an_ended_membership_stays_ended(people: People, context: Context, clock: Clock) -> None:
    await report(people, "ann")
    await decide(people["facilitator"], "end")
    clock.forward(days=20)
    tick(context)
    mine = rows_of_mine(await people["author"].sync())
    assert (mine.standing, mine.until) == (Standing.ENDED, 0)
    assert refusal(context, people["author"], "join", {"alias": "another"}) == "suspended"


@pytest.mark.parametrize("out", [False, True], ids=["in the group", "suspended"])
async def test_an_appeal_reaches_who_runs_the_group_and_its_answer_the_author(people: People, out: bool) -> None:
    await report(people, "ann")
    await decide(people["facilitator"], "hide")
    if out:
        await decide(people["facilitator"], "suspend", to=7)
    await people["helper"].sync()
    ack = await people["author"].do(op="appeal", g=1, case=1, body="It was meant for myself.")
    assert ack["t"] >= limits.APART
    answer = await people["helper"].sync()
    assert kinds(answer) == ["appeal"]
    assert "It was meant for myself." in bodies(changes(answer, 1))
    (case,) = await queue(people["helper"])
    assert (case["state"], case["appeal"]) == ("appealed", ack["t"])
    await people["helper"].do(op="reply", g=1, to=ack["n"], body="Thank you for telling us.")
    await people["author"].do(op="appeal", g=1, case=1, body="I am sorry.")
    (mine,) = (await told(people["author"]))["cases"]
    assert [(one["body"], one.get("mine", False)) for one in mine["talk"]] == [
        ("It was meant for myself.", True),
        ("Thank you for telling us.", False),
        ("I am sorry.", True),
    ]
    await decide(people["helper"], "restore", word="We read it again.")
    assert bodies(await people["dee"].page(w="t", g=1, n=1))[1] == CRUEL
    (mine,) = (await told(people["author"]))["cases"]
    assert (mine["state"], mine["steps"][-1]["word"]) == ("decided", "We read it again.")


async def test_an_appeal_is_nobody_elses(people: People, http: httpx.AsyncClient, app: Any) -> None:
    await report(people, "ann")
    await decide(people["facilitator"], "hide")
    ack = await people["author"].do(op="appeal", g=1, case=1, body="The pills are counted, it was for me.")
    for name in ("ann", "dee", "elsewhere", "stranger"):
        await nothing_by_any_way(app, http, people[name], ack["t"])


async def held_newcomer(people: People) -> dict[str, Any]:
    await people["facilitator"].do(op="set_up", g=1, settings={"hold_first": True, "plan": "Call the night desk."})
    return await people["dee"].do(op="thread", g=1, title="Hello all", body="The pills are counted.", intent="hello")


async def test_a_newcomers_first_post_waits_and_to_others_it_is_not_there(
    people: People, http: httpx.AsyncClient, app: Any
) -> None:
    await people["ann"].sync()
    ack = await held_newcomer(people)
    held = people["dee"].last
    assert ack["t"] >= limits.APART
    assert (await people["ann"].do(op="reply", g=1, to=1, body="One more."))["n"] == 3, "there is no gap"
    for name in ("ann", "cem", "elsewhere", "stranger"):
        await nothing_by_any_way(app, http, people[name], ack["t"])
    (post,) = rows(changes(held, 1), "p")
    assert (post.body, post.review, post.number) == ("The pills are counted.", Review.HELD, ack["n"])
    page = (await people["facilitator"].page(w="k", g=1))["k"]
    (case,) = page["cases"]
    assert page["plan"] == "Call the night desk."
    assert (case["why"], case["about"], case["title"], case.get("level", 0)) == (
        "newcomer", "a_dee", "Hello all", 0,
    )  # fmt: skip
    again = await people["dee"].do(op="reply", g=1, to=1, body="And an answer.")
    assert again["t"] >= limits.APART, "until somebody has read one"


async def test_a_first_post_is_published_as_it_was_written_and_the_next_needs_nobody(people: People) -> None:
    ack = await held_newcomer(people)
    await people["dee"].do(op="edit", g=1, post=ack["n"], body="The pills are counted. I am new.")
    await people["dee"].sync()
    await decide(people["helper"], "restore", word="Welcome.")
    published = rows(await people["ann"].page(w="b", g=1, d=1), "h")[0]
    assert (published.title, published.author.alias, published.number) == ("Hello all", "a_dee", 3)
    assert bodies(await people["ann"].page(w="t", g=1, n=3)) == ["The pills are counted. I am new."]
    answer = await people["dee"].sync()
    assert kinds(answer) == ["released"]
    waited = next(post for post in rows(changes(answer, 1), "p") if post.number == ack["n"])
    assert (waited.body, waited.review) == ("", Review.RELEASED)
    assert (await people["dee"].do(op="reply", g=1, to=1, body="Thank you."))["n"] == 4
    assert (await decide(people["helper"], "restore"))["e"] == "post-removed", "it is published once"


async def test_a_first_answer_is_published_where_it_belongs(people: People) -> None:
    await people["facilitator"].do(op="set_up", g=1, settings={"hold_first": True})
    await people["dee"].do(op="reply", g=1, to=2, body="That is unkind.")
    await decide(people["helper"], "restore")
    last = rows(await people["ann"].page(w="t", g=1, n=1), "p")[-1]
    assert (last.body, last.parent, last.author.alias) == ("That is unkind.", 2, "a_dee")


async def test_a_first_post_that_is_not_published_stays_its_authors(people: People) -> None:
    ack = await held_newcomer(people)
    await decide(people["helper"], "hide", word="Names of pills are not for here.")
    post = rows(await people["dee"].page(w="t", g=1, n=ack["t"]), "p")[0]
    assert (post.body, post.review) == ("The pills are counted.", Review.HIDDEN)
    assert not (await people["dee"].do(op="appeal", g=1, case=1, body="May I write it without?")).get("e")
    assert not (await people["dee"].do(op="remove", g=1, post=ack["n"])).get("e")


async def test_how_long_a_review_usually_takes_is_told(people: People, clock: Clock) -> None:
    await report(people, "ann", "ben", "cem")
    clock.forward(minutes=95)
    await decide(people["helper"], "restore")
    assert (await told(people["author"]))["wait"] == 95
