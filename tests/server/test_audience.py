"""A private word with the facilitators: who sees it, and that nobody else can tell that it is there."""

from __future__ import annotations

import random as pseudo
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from tests.server.community import Make, Voice, bodies, changes, drained, make_group, rows
from tests.server.conftest import Clock, Person, new_account
from tests.server.roles.test_every_operation import OPERATIONS, refusal
from tuigroup.wire import limits
from tuigroup.wire.words import Audience, Role
from tuigroup_server import rules
from tuigroup_server.http.app import create_app
from tuigroup_server.rules import Who
from tuigroup_server.service import accounts, membership, operators
from tuigroup_server.service.context import Context, open_context, prepare
from tuigroup_server.service.cursor import Cursor, Place, read, write
from tuigroup_server.settings import Settings
from tuigroup_server.storage import memberships as member_rows

SECRET: Final = "the pills are counted"
READERS: Final = ("author", "facilitator", "co_facilitator")
OTHERS: Final = ("member", "asking", "stranger", "elsewhere", "stepped_down", "left", "guest")


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context) -> dict[str, Voice]:
    """Somebody in each role of group 1, and a private word in it that ``author`` wrote."""
    found = {name: Voice(http, person(name)) for name in (*READERS, *OTHERS) if name != "guest"} | {
        "guest": Voice(http)
    }
    group = make_group(context, "Night Porters", found["facilitator"].person)
    make_group(context, "Elsewhere", found["elsewhere"].person)
    await found["stepped_down"].do(op="join", g=group, alias="once_ran_it")
    operators.add_facilitator(context, str(group), "stepped_down", "once_ran_it", role=Role.CO_FACILITATOR)
    code = operators.invite(context, str(group), role=Role.CO_FACILITATOR)
    await found["co_facilitator"].do(op="join", g=group, alias="helper", code=code)
    for name in ("author", "member", "left"):
        await found[name].do(op="join", g=group, alias=f"a_{name}")
    await found["facilitator"].do(op="set_up", g=group, settings={"access": "request"})
    await found["asking"].do(op="join", g=group, alias="waiting")
    ack = await found["author"].do(op="private", g=group, title="May I tell you", body=SECRET, intent="support")
    assert ack["n"] == ack["t"] >= limits.APART
    with context.database.write() as connection:
        row = member_rows.by_member(connection, group, 2)
        assert row is not None
        membership.set_role(connection, row, Role.MEMBER)
    await found["left"].do(op="leave", g=group)
    return found


def number_of(context: Context) -> int:
    with context.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT number FROM threads WHERE audience != ''").scalar_one())


async def test_the_author_and_who_runs_the_group_see_it_whole(voices: dict[str, Voice], context: Context) -> None:
    number = number_of(context)
    for name in READERS:
        answer = (
            await voices[name].sync()
            if name != "author"
            else await Voice(voices[name].http, voices[name].person).sync()
        )
        found = changes(answer, 1)
        assert bodies(found) == [SECRET], name
        head = next(head for head in rows(found, "h") if head.number == number)
        assert (head.audience, head.board, head.author.alias) == (Audience.FACILITATORS, 0, "a_author")
        page = await voices[name].page(w="t", g=1, n=number)
        assert bodies(page) == [SECRET]


async def test_nobody_else_does_by_any_way(
    app: FastAPI, http: httpx.AsyncClient, voices: dict[str, Voice], context: Context
) -> None:
    for name in OTHERS:
        await nothing_by_any_way(app, http, voices[name], number_of(context))


async def nothing_by_any_way(app: FastAPI, http: httpx.AsyncClient, voice: Voice, number: int) -> None:
    """Every route and want with the right number: as if there were nothing, and no word or number of it anywhere."""
    headers = voice.person.headers if voice.person else {}
    said = []
    for path, methods in app.openapi()["paths"].items():
        if "get" in methods:
            url = path.replace("{number}", "1").replace("{thread}", str(number)).replace("{slug}", "nothing")
            answer = await http.get(url, headers=headers)
            assert answer.status_code < 500
            said.append(answer.text)
            if "{thread}" in path:
                nothing = await http.get(url.replace(str(number), "77"), headers=headers)
                assert (answer.status_code, answer.json()) == (nothing.status_code, nothing.json())
    wants: list[dict[str, Any]] = [
        {"w": "t", "g": 1, "n": number}, {"w": "b", "g": 1}, {"w": "b", "g": 1, "d": 0}, {"w": "g", "g": 1},
        {"w": "q", "g": 1, "q": "pills"}, {"w": "q", "q": "counted"}, {"w": "d"},
    ]  # fmt: skip
    synced = await voice.sync(want=wants)
    other = await Voice(http, voice.person).sync(want=[{"w": "t", "g": 1, "n": 77}])
    assert {**synced["p"][0], "n": 77} == other["p"][0]
    said += [str(synced), str(other)]
    for text in said:
        assert SECRET not in text
        assert "May I tell you" not in text
        assert str(number) not in text.replace(f"'n': {number}", "")
    for text in said:
        assert "private" not in text or "openapi" in text


async def test_no_operation_tells_that_it_is_there(voices: dict[str, Voice], context: Context) -> None:
    number = number_of(context)
    for name in OTHERS:
        for op, field in (("reply", "to"), *((op, "post") for op in ("edit", "remove", "respond", "report"))):
            fields = OPERATIONS[op][1]
            there = refusal(context, voices[name], op, fields | {field: number})
            assert there == refusal(context, voices[name], op, fields | {field: 77}) != "", (name, op)


async def test_only_who_sees_it_is_woken(voices: dict[str, Voice], context: Context) -> None:
    woken: set[str] = set()
    context.database.told = woken.update
    number = number_of(context)
    for op in ({"op": "reply", "to": number, "body": "More."}, {"op": "private", "title": "Two", "body": "Another."}):
        await voices["author"].do(g=1, **op)
    people = [person for name in READERS if (person := voices[name].person)]
    expected = {f"a{person.actor.account_id}" for person in people}
    assert {log for log in woken if not log.startswith("s")} == expected


async def test_search_of_the_server_has_none_of_it_for_anybody(voices: dict[str, Voice]) -> None:
    for name in READERS:
        page = await voices[name].page(w="q", g=1, q="pills")
        assert bodies(page) == []


async def test_a_private_word_is_answered_and_stays_private(voices: dict[str, Voice], context: Context) -> None:
    number = number_of(context)
    await voices["author"].sync()
    ack = await voices["facilitator"].do(op="reply", g=1, to=number, body="I am here. Are you safe now?")
    assert ack["t"] == number
    assert ack["n"] == number + 1
    assert bodies(changes(await voices["author"].sync(), 1)) == ["I am here. Are you safe now?"]
    await voices["author"].do(op="respond", g=1, post=number + 1, kind="thank_you")
    await voices["author"].do(op="edit", g=1, post=number, body="They are counted and put away.")
    found = rows(changes(await voices["co_facilitator"].sync(), 1), "p")
    assert [(post.number, post.body) for post in found] == [
        (number + 1, "I am here. Are you safe now?"), (number, "They are counted and put away."),
    ]  # fmt: skip
    assert found[0].responses == (0, 0, 1, 0)
    await voices["author"].do(op="remove", g=1, post=number)
    told = rows(changes(await voices["facilitator"].sync(), 1), "p")
    assert (told[-1].number, told[-1].state, told[-1].body) == (number, "removed", "")
    assert "c" not in await voices["member"].sync() or SECRET not in str(voices["member"].last)


async def test_what_one_did_oneself_does_not_come_back(voices: dict[str, Voice]) -> None:
    await voices["author"].sync()
    answer = await voices["author"].sync({"op": "private", "g": 1, "title": "Again", "body": "Still here."})
    assert "c" not in answer
    assert "c" not in await voices["author"].sync()


async def test_a_new_facilitator_gets_what_was_written_before(
    voices: dict[str, Voice], context: Context, http: httpx.AsyncClient
) -> None:
    await voices["member"].sync()
    operators.add_facilitator(context, "1", "member", "")
    answers = await drained(voices["member"])
    assert SECRET in [body for answer in answers for body in bodies(changes(answer, 1))]
    # And somebody who stepped down, when they run it again, on a machine that knows nothing.
    operators.add_facilitator(context, "1", "stepped_down", "")
    assert SECRET in bodies(changes(await Voice(http, voices["stepped_down"].person).sync(), 1))


async def test_more_than_one_answer_holds_comes_in_several(voices: dict[str, Voice], context: Context) -> None:
    number = number_of(context)
    await voices["co_facilitator"].sync()
    told = " ".join(context.random(200).hex() for _ in range(4))
    for index in range(12):
        await voices["author"].do(op="reply", g=1, to=number, body=f"{index} {told}")
    answers = await drained(voices["co_facilitator"], m=2500)
    assert len(answers) > 2
    found = [body for answer in answers for body in bodies(changes(answer, 1))]
    assert [body.split()[0] for body in found] == [str(index) for index in range(12)]
    on_a_new_machine = Voice(voices["author"].http, voices["author"].person)
    found = [body for answer in await drained(on_a_new_machine, m=2500) for body in bodies(changes(answer, 1))]
    assert {SECRET, *(f"{index} {told}" for index in range(12))} <= set(found)


async def test_a_replay_answers_the_same_and_begins_nothing_twice(voices: dict[str, Voice], context: Context) -> None:
    op = {"k": "private-key-1", "op": "private", "g": 1, "title": "Once", "body": "Only once."}
    first, again = await voices["author"].sync(op), await voices["author"].sync(op)
    assert first["a"] == again["a"]
    reused = (await voices["author"].sync(op | {"body": "Something else."}))["a"][0]
    assert reused["e"] == "key-reused"


def test_rules_of_audiences() -> None:
    for who in Who:
        inside = who in rules.INSIDE
        assert rules.hears("", who, party=False) is inside
        assert rules.hears("facilitators", who, party=False) is (who in rules.RUNNING)
        assert rules.hears("facilitators", who, party=True) is inside
        # An audience that names nobody by duty is for its parties alone: what two members agreed on.
        assert rules.hears("partners", who, party=False) is False
        assert rules.hears("partners", who, party=True) is inside
    assert set(rules.HEARD_BY) == set(map(str, Audience))


def test_a_cursor_with_and_without_private_logs() -> None:
    groups = {3 + 7 * index: Place(900 + index, 900 + index) for index in range(10)}
    plain = write("abcd", Cursor(12, 5, groups))
    some = {number: replace(place, own=index % 3 * 40) for index, (number, place) in enumerate(groups.items())}
    assert read("abcd", plain) == Cursor(12, 5, groups)
    told = write("abcd", Cursor(12, 5, some))
    assert read("abcd", told) == Cursor(12, 5, some)
    assert len(told) - len(plain) < 16


class Twin:
    """A server of its own whose clock and randomness are like the other's."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        seeded = pseudo.Random(11)
        prepare(folder, Settings(), random=seeded.randbytes)
        self.context = open_context(folder, Settings(), clock=self.clock, random=seeded.randbytes)
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(self.context)), base_url="http://server.example.org"
        )

    def voice(self, name: str) -> Voice:
        new = new_account(name)
        signed_in = accounts.create(self.context, new)
        actor = accounts.identify(self.context, signed_in.token)
        assert actor is not None
        headers = {"Authorization": f"Bearer {signed_in.token}"}
        return Voice(self.http, Person(name, new.secret, signed_in.token, actor, headers))


@pytest.mark.sqlite
async def test_for_a_member_the_group_is_the_same_with_private_words_and_without(tmp_path: Path) -> None:
    """Two servers, one with private words between whatever else happens: all that a member hears is the same."""
    heard: list[list[Any]] = []
    for private in (False, True):
        twin = Twin(tmp_path / str(private))
        ran, author, member = (twin.voice(name) for name in ("ran", "author", "member"))
        make_group(twin.context, "Night Porters", ran.person)
        for voice in (author, member):
            await voice.do(op="join", g=1, alias=f"a_{voice.person.name if voice.person else ''}")
        member.cursor = None
        listened: list[Any] = [await member.sync()]

        async def whisper(author: Voice = author, ran: Voice = ran, private: bool = private) -> None:
            if private:
                ack = await author.do(op="private", g=1, title="Between us", body=SECRET)
                answer = await ran.do(op="reply", g=1, to=ack["n"], body="I read you.")
                await author.do(op="respond", g=1, post=answer["n"], kind="with_you")

        for index in range(4):
            await whisper()
            twin.clock.forward(minutes=3)
            first = await author.sync(
                {"op": "thread", "g": 1, "title": f"Evening {index}", "body": "Tea.", "k": f"open-{index}-0"}
            )
            await whisper()
            number = first["a"][0]["n"]
            await ran.sync({"op": "reply", "g": 1, "to": number, "body": "Good evening.", "k": f"say-{index}-0001"})
            await whisper()
            wants: list[dict[str, Any]] = [
                {"w": "b", "g": 1},
                {"w": "g", "g": 1},
                {"w": "q", "q": "tea pills"},
                {"w": "d"},
                {"w": "t", "g": 1, "n": number},
            ]
            listened += [await member.sync(want=wants), await member.sync()]
            for path in ("/v1/groups", "/v1/groups/1", "/v1/groups/1/threads", f"/v1/groups/1/threads/{number}"):
                mirror = await twin.http.get(path, headers=member.person.headers if member.person else {})
                listened.append((mirror.status_code, mirror.headers.get("etag"), mirror.json()))
            await whisper()
            listened.append(await member.sync())
        heard.append(listened)
        await twin.http.aclose()
        twin.context.database.close()
    assert heard[0] == heard[1]
