"""Guest sessions: announced, asked before, answered by a guest who sees nothing else, and then in the library."""

from __future__ import annotations

from typing import Any, Final

import httpx
import pytest

from tests.server.community import Make, Voice, bodies, changes, make_group, rows
from tests.server.conftest import Clock
from tuigroup.wire import tables
from tuigroup.wire.leaving import PostsFate
from tuigroup.wire.records import PostRecord, ResourceRecord
from tuigroup.wire.words import Given, ResourceKind, Standing
from tuigroup_server.service import guests as service
from tuigroup_server.service.context import Context
from tuigroup_server.service.ticks import tick

SECRET: Final = "only for the group, about the lighthouse"
QUESTION: Final = "Is it wrong to be tired of listening?"
People = dict[str, Voice]
THREAD: Final = 2


@pytest.fixture
async def people(http: httpx.AsyncClient, person: Make, context: Context) -> People:
    """Group 1 with a thread of its own (1) and an announced session (2), which begins in an hour and lasts two."""
    found = {name: Voice(http, person(name)) for name in ("runs", "ada", "bea", "guest", "stranger")}
    group = make_group(context, "Night Porters", found["runs"].person)
    for name in ("ada", "bea"):
        await found[name].do(op="join", g=group, alias=f"a_{name}")
    await found["ada"].do(op="thread", g=group, title="Ours", body=SECRET)
    minute = context.now_min()
    ack = await found["runs"].do(
        op="guest_session", g=group, name="Dr Fern", credentials="sleep clinic", title="Sleep and shifts",
        body="Ask what you like.", start=minute + 60, until=minute + 180, licence="share",
    )  # fmt: skip
    assert (ack.get("e"), ack["t"]) == (None, THREAD)
    for voice in found.values():
        await voice.sync()
    return found


async def session(voice: Voice) -> dict[str, Any]:
    (told,) = (await voice.page(w="g", g=1))["i"]["s"]
    found: dict[str, Any] = told
    return found


async def let_in(people: People) -> dict[str, Any]:
    code = (await session(people["runs"]))["code"]
    return await people["guest"].do(op="join", g=1, alias="whoever", code=code)


async def asked(people: People, clock: Clock, context: Context, name: str = "ada") -> PostRecord:
    """A question without a name, once it is published, as bea sees it."""
    ack = await people[name].do(op="ask", g=1, thread=THREAD, body=QUESTION)
    assert ack["later"] > context.now_min(), "not at the minute at which it was asked"
    clock.forward(minutes=service.SOONEST + service.SPREAD)
    tick(context)
    return (await thread(people["bea"]))[-1]


async def thread(voice: Voice) -> list[PostRecord]:
    return rows(await voice.page(w="t", g=1, n=THREAD), "p")


async def test_it_is_announced_to_the_group_and_the_code_is_for_who_runs_it(people: People) -> None:
    told = await session(people["ada"])
    assert (told["name"], told["credentials"], told["thread"], told["licence"]) == (
        "Dr Fern", "sleep clinic", THREAD, "share",
    )  # fmt: skip
    assert "code" not in told
    assert (await session(people["runs"]))["code"]
    assert "s" not in (await people["stranger"].page(w="g", g=1))["i"]
    assert (await people["ada"].do(op="join", g=1, alias="dr_fern"))["e"] == "already-member"


async def test_nobody_learns_who_asks_without_a_name(people: People, clock: Clock, context: Context) -> None:
    question = await asked(people, clock, context)
    assert (question.body, question.author.member, question.author.alias, question.unnamed) == (QUESTION, 0, "", 1)
    await let_in(people)
    for name in ("runs", "bea", "guest"):
        (same,) = [post for post in await thread(people[name]) if post.number == question.number]
        assert same == question
    mine = (await thread(people["ada"]))[-1]
    assert mine.unnamed == 2
    await people["bea"].do(op="report", g=1, post=question.number, note="Hm.")
    (case,) = (await people["runs"].page(w="k", g=1))["k"]["cases"]
    assert "a_ada" not in str(case)
    for act in ("suspend", "end"):
        assert (await people["runs"].do(op="decide", g=1, case=1, act=act, to=1))["e"] == "unknown-ref"
    await people["runs"].do(op="decide", g=1, case=1, act="hide")
    assert (await thread(people["bea"]))[-1].body == ""
    assert (await thread(people["ada"]))[-1].body == QUESTION


async def test_others_say_mine_too_and_its_author_takes_it_back(people: People, clock: Clock, context: Context) -> None:
    question = await asked(people, clock, context)
    for name in ("bea", "runs"):
        assert not (await people[name].do(op="respond", g=1, post=question.number, kind="me_too")).get("e")
    assert (await people["ada"].do(op="respond", g=1, post=question.number, kind="me_too"))["e"] == "not-allowed"
    assert (await thread(people["bea"]))[-1].responses[1] == 2
    assert (await people["bea"].do(op="remove", g=1, post=question.number))["e"] == "not-allowed"
    assert not (await people["ada"].do(op="edit", g=1, post=question.number, body="Shorter.")).get("e")
    assert not (await people["ada"].do(op="remove", g=1, post=question.number)).get("e")


async def test_a_guest_sees_the_session_and_nothing_else(people: People, clock: Clock, context: Context) -> None:
    assert not (await let_in(people)).get("e")
    answer = await people["guest"].sync(
        want=[
            {"w": "t", "g": 1, "n": 1}, {"w": "b", "g": 1}, {"w": "g", "g": 1}, {"w": "v", "g": 1}, {"w": "o", "g": 1},
            {"w": "q", "g": 1, "q": "lighthouse"}, {"w": "q", "q": "lighthouse"}, {"w": "k", "g": 1},
        ]
    )  # fmt: skip
    assert SECRET not in str(answer)
    assert [page.get("e", "") for page in answer["p"]] == [
        "not-a-member", "", "", "not-a-member", "not-a-member", "not-a-member", "", "not-a-member",
    ]  # fmt: skip
    assert [head.number for head in rows(answer["p"][1], "h")] == [THREAD]
    assert [one["thread"] for one in answer["p"][2]["i"]["s"]] == [THREAD]
    cursor = people["guest"].cursor
    await people["ada"].do(op="reply", g=1, to=1, body=SECRET)
    assert await people["guest"].sync() == {}, "what happens elsewhere in the group moves nothing"
    assert people["guest"].cursor == cursor
    await people["bea"].do(op="reply", g=1, to=THREAD, body="How do you sleep?")
    assert bodies(changes(await people["guest"].sync(), 1)) == ["How do you sleep?"]
    for op in (
        {"op": "thread", "title": "Hi", "body": "Hi."}, {"op": "private", "title": "Hi", "body": "Hi."},
        {"op": "report", "post": 1}, {"op": "ask_partner", "member": 2}, {"op": "respond", "post": 3, "kind": "me_too"},
    ):  # fmt: skip
        assert (await people["guest"].do(g=1, **op))["e"] == "not-a-member", op
    assert (await people["guest"].do(op="reply", g=1, to=1, body="x"))["e"] == "unknown-ref"
    assert (await people["runs"].do(op="hand_over", g=1, member=4))["e"] == "unknown-ref"
    assert (await people["ada"].do(op="ask_partner", g=1, member=4))["e"] == "unknown-ref"


async def test_a_guest_answers_in_the_window_and_is_gone_after_it(
    people: People, clock: Clock, context: Context
) -> None:
    await let_in(people)
    reply = {"op": "reply", "g": 1, "to": THREAD, "body": "Good evening."}
    assert (await people["guest"].do(**reply))["e"] == "precondition"
    clock.forward(minutes=60)
    assert not (await people["guest"].do(**reply)).get("e")
    said = (await thread(people["ada"]))[-1]
    assert (said.author.alias, said.author.credentials, said.author.member) == (
        "Dr Fern", "sleep clinic", (await session(people["ada"]))["member"],
    )  # fmt: skip
    clock.forward(minutes=121)
    tick(context)
    (mine,) = tables.MEMBERSHIPS.decode((await people["guest"].sync())["y"])
    assert mine.standing is Standing.LEFT
    assert (await people["guest"].page(w="t", g=1, n=THREAD))["e"] == "not-a-member"
    assert (await people["ada"].do(op="reply", g=1, to=THREAD, body="Thanks."))["e"] == "thread-locked"
    assert (await people["ada"].do(op="ask", g=1, thread=THREAD, body="And?"))["e"] == "thread-locked"
    assert (await session(people["ada"]))["closed"]
    assert "session-over" in [notice["t"] for notice in (await people["runs"].sync())["n"]]


async def test_a_code_lets_in_once_and_not_when_it_is_over(people: People, clock: Clock, context: Context) -> None:
    code = (await session(people["runs"]))["code"]
    await people["runs"].do(op="end_session", g=1, thread=THREAD)
    refused = await people["guest"].do(op="join", g=1, alias="whoever", code=code)
    assert refused["e"] == "invite-needed"


async def test_the_transcript_is_in_the_library_as_it_was_edited(people: People, context: Context) -> None:
    said = {"op": "transcript", "g": 1, "thread": THREAD, "title": "Sleep and shifts", "topics": ["sleep"]}
    assert (await people["ada"].do(**said, body="Mine."))["e"] == "not-allowed"
    for body in ("**A question.** An answer.", "**A question.** A better answer."):
        assert not (await people["runs"].do(**said, body=body)).get("e")
    (text,) = rows(await people["stranger"].page(w="l"), "l")
    assert isinstance(text, ResourceRecord)
    assert (text.kind, text.source, text.licence, text.given) == (
        ResourceKind.TRANSCRIPT, "Dr Fern", "CC BY-SA 4.0", Given.GUEST,
    )  # fmt: skip
    assert "better" in (await people["stranger"].http.get(f"/v1/resources/{text.slug}")).text
    assert (await session(people["ada"]))["slug"] == text.slug
    await people["runs"].do(**said, body="")
    assert rows(await people["stranger"].page(w="l"), "l") == []


@pytest.mark.parametrize("fate", PostsFate)
async def test_a_guest_who_is_erased_is_named_no_more(people: People, context: Context, fate: PostsFate) -> None:
    await people["runs"].do(op="transcript", g=1, thread=THREAD, title="Sleep", body="Words.")
    member = (await session(people["runs"]))["member"]
    with context.database.write() as connection:
        service.part(connection, 1, member, fate.value)
    found = rows(await people["stranger"].page(w="l"), "l")
    assert [(one.source, one.given) for one in found] == ([] if fate is PostsFate.ERASE else [("", Given.GUEST)])


async def test_what_cannot_be_announced_is_refused(people: People, context: Context) -> None:
    minute = context.now_min()
    fit = {"op": "guest_session", "g": 1, "title": "T", "body": "B", "start": minute, "until": minute + 60}
    for fields, key in (
        ({"name": "a_ada"}, "alias-taken"), ({"name": "Dr Elm", "until": minute}, "bad-field"),
        ({"name": "Dr Elm", "until": minute + 30 * 24 * 60}, "bad-field"), ({"name": "operator"}, "alias-unfit"),
    ):  # fmt: skip
        assert (await people["runs"].do(**(fit | fields)))["e"] == key, fields
    assert (await people["ada"].do(**fit, name="Dr Elm"))["e"] == "not-allowed"


async def test_who_was_a_guest_can_become_a_member_like_anybody(people: People, clock: Clock, context: Context) -> None:
    await let_in(people)
    clock.forward(minutes=181)
    tick(context)
    ack = await people["guest"].do(op="join", g=1, alias="Dr.Fern")
    assert not ack.get("e"), ack
    ack = await people["guest"].do(op="thread", g=1, title="As myself", body="I am tired too.")
    assert not ack.get("e"), ack
    assert bodies(await people["ada"].page(w="t", g=1, n=ack["n"])) == ["I am tired too."]
