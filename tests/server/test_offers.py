"""Posts offered for the library: by consent, under an alias or without a name, reviewed, and taken out at any time."""

from __future__ import annotations

from typing import Any, Final

import httpx
import pytest

from tests.server.community import Make, Voice, make_group, rows
from tests.server.conftest import Clock
from tests.server.roles.test_every_operation import refusal
from tuigroup.wire.leaving import APART_DAYS, DAYS, PostsFate
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.words import Given, ResourceKind
from tuigroup_server.service import leaving
from tuigroup_server.service.context import Context
from tuigroup_server.storage import accounts

TEA: Final = "I make tea I do not drink, and fold three towels."
NAMES: Final = ("runs", "ada", "bea", "eve")
People = dict[str, Voice]


@pytest.fixture
async def people(http: httpx.AsyncClient, person: Make, context: Context) -> People:
    """Group 1, which ``runs`` runs, with three members, and group 2; post 1 is ada's, on the board for strategies."""
    found = {name: Voice(http, person(name)) for name in (*NAMES, "elsewhere", "stranger")}
    group = make_group(context, "Night Porters", found["runs"].person, language="en")
    make_group(context, "Elsewhere", found["elsewhere"].person)
    for name in NAMES[1:]:
        await found[name].do(op="join", g=group, alias=f"a_{name}")
    await found["ada"].do(op="thread", g=group, board=3, title="The hour before light", body=TEA)
    await found["bea"].do(op="respond", g=group, post=1, kind="this_helped")
    for voice in found.values():
        await voice.sync()
    return found


async def own(voice: Voice) -> list[dict[str, Any]]:
    page = await voice.page(w="o", g=1)
    assert "e" not in page, page
    found: list[dict[str, Any]] = page["o"].get("own", [])
    return found


async def queue(voice: Voice) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await voice.page(w="o", g=1))["o"].get("queue", [])
    return found


async def library(voice: Voice, since: int = 0) -> list[ResourceRecord]:
    return rows(await voice.page(w="l", since=since), "l")


async def offer(people: People, *, named: bool = True, licence: str = "share") -> dict[str, Any]:
    ack = await people["ada"].do(op="offer", g=1, post=1, named=named, licence=licence)
    assert not ack.get("e"), ack
    return ack


async def take(people: People, **more: Any) -> dict[str, Any]:
    (waiting,) = [one for one in await queue(people["runs"]) if one["post"] == 1]
    said = {"title": "Before it gets light", "body": "I make tea, and fold towels.", "mark": waiting["mark"]} | more
    return await people["runs"].do(op="shelve", g=1, post=1, take=True, topics=["Sleep"], **said)


def kinds(answer: dict[str, Any]) -> list[str]:
    return [notice["t"] for notice in answer.get("n", [])]


async def test_what_is_offered_is_reviewed_and_stands_in_the_library_for_everybody(people: People) -> None:
    await offer(people)
    assert kinds(await people["runs"].sync()) == ["offer"]
    (waiting,) = await queue(people["runs"])
    assert (waiting["alias"], waiting["body"], waiting["helped"], waiting["named"]) == ("a_ada", TEA, 1, True)
    assert "queue" not in (await people["bea"].page(w="o", g=1))["o"]
    assert not (await take(people)).get("e")
    assert kinds(await people["ada"].sync()) == ["offer-taken"]
    (mine,) = await own(people["ada"])
    assert (mine["stand"], mine["helped"]) == ("taken", 1)
    for name in ("stranger", "elsewhere", "bea"):
        (text,) = await library(people[name])
        assert (text.title, text.kind, text.source, text.licence) == (
            "Before it gets light", ResourceKind.COPING, "a_ada", "CC BY-SA 4.0",
        )  # fmt: skip
        assert (text.given, text.topics, text.slug) == (Given.NAMED, ("sleep",), mine["slug"])


async def test_without_a_name_there_is_none_and_nothing_that_leads_to_one(people: People) -> None:
    await offer(people, named=False, licence="read")
    await take(people)
    page = await people["stranger"].page(w="l")
    (text,) = rows(page, "l")
    assert (text.given, text.source, text.licence) == (Given.UNNAMED, "", "read here only")
    body = (await people["stranger"].http.get(f"/v1/resources/{text.slug}")).text
    for hint in ("a_ada", "Night Porters", "ada", "2026-1" + "1-"):
        assert hint not in str(page) + body
    assert text.slug.startswith("given-")


async def test_it_is_taken_as_it_was_read_or_not_at_all(people: People) -> None:
    await offer(people)
    (waiting,) = await queue(people["runs"])
    await people["ada"].do(op="edit", g=1, post=1, body="Without the towels.")
    assert (await take(people, mark=waiting["mark"]))["e"] == "precondition"
    assert await library(people["bea"]) == []
    assert not (await take(people)).get("e")
    assert (await people["ada"].do(op="offer", g=1, post=1))["e"] == "precondition"


async def test_it_comes_back_with_a_word_and_can_be_offered_again(people: People) -> None:
    await offer(people)
    ack = await people["runs"].do(op="shelve", g=1, post=1, take=False, word="Please leave the place out.")
    assert not ack.get("e")
    assert kinds(await people["ada"].sync()) == ["offer-back"]
    (mine,) = await own(people["ada"])
    assert (mine["stand"], mine["word"]) == ("back", "Please leave the place out.")
    assert await queue(people["runs"]) == []
    await offer(people)
    assert kinds(await people["runs"].sync()) == ["offer"]


@pytest.mark.parametrize("how", ["take_out", "remove", "hide", "given back", "left"])
async def test_what_is_taken_out_is_gone_for_everybody(people: People, how: str) -> None:
    await offer(people)
    await take(people)
    (text,) = await library(people["bea"])
    match how:
        case "take_out":
            ack = await people["ada"].do(op="take_out", g=1, post=1)
        case "remove":
            ack = await people["ada"].do(op="remove", g=1, post=1)
        case "hide":
            await people["bea"].do(op="report", g=1, post=1)
            ack = await people["runs"].do(op="decide", g=1, case=1, act="hide")
        case "given back":
            ack = await people["runs"].do(op="shelve", g=1, post=1, take=False)
        case _:
            await people["ada"].do(op="leave", g=1)
            assert [one.get("stand", "offered") for one in await own(people["ada"])] == ["taken"], (
                "it is theirs all the same"
            )
            ack = await people["ada"].do(op="take_out", g=1, post=1)
    assert not ack.get("e"), ack
    assert await library(people["bea"]) == []
    (gone,) = await library(people["bea"], since=text.rev)
    assert (gone.slug, gone.removed, gone.title, gone.source, gone.topics) == (text.slug, True, "", "", ())
    assert (await people["bea"].http.get(f"/v1/resources/{text.slug}")).status_code == 404


async def test_who_runs_the_group_may_ask_once_and_a_no_is_told_to_nobody(people: People) -> None:
    assert not (await people["runs"].do(op="ask_offer", g=1, post=1)).get("e")
    assert kinds(await people["ada"].sync()) == ["offer-asked"]
    assert [one.get("stand", "offered") for one in await own(people["ada"])] == ["asked"]
    assert (await take(people))["e"] == "unknown-ref", "nothing is taken that nobody agreed to"
    before = await queue(people["runs"])
    await people["runs"].sync()
    await people["ada"].do(op="take_out", g=1, post=1)
    assert "n" not in await people["runs"].sync()
    assert await queue(people["runs"]) == before
    assert await own(people["ada"]) == []
    assert (await people["runs"].do(op="ask_offer", g=1, post=1))["e"] == "not-allowed"
    await offer(people)
    assert [one.get("stand", "offered") for one in await queue(people["runs"])] == ["offered"], (
        "they may offer it all the same"
    )


async def test_only_ones_own_from_the_two_boards_can_be_offered(people: People, context: Context) -> None:
    await people["ada"].do(op="thread", g=1, board=1, title="Hello", body="I am new.")
    for name, post, key in (("bea", 1, "not-allowed"), ("ada", 2, "not-allowed"), ("ada", 77, "unknown-ref")):
        assert (await people[name].do(op="offer", g=1, post=post))["e"] == key
    assert (await people["runs"].do(op="ask_offer", g=1, post=2))["e"] == "not-allowed"
    await offer(people)
    for name in ("bea", "elsewhere", "stranger"):
        for op, fields in (("take_out", {}), ("shelve", {"take": False}), ("ask_offer", {})):
            there = refusal(context, people[name], op, fields | {"post": 1})
            assert there == refusal(context, people[name], op, fields | {"post": 77}) != "", (name, op)


@pytest.mark.parametrize("fate", PostsFate)
async def test_who_leaves_for_good_takes_it_along_or_leaves_it_without_a_name(
    people: People, context: Context, clock: Clock, fate: PostsFate
) -> None:
    await offer(people)
    await take(people)
    person = people["ada"].person
    assert person is not None
    with context.database.write() as connection:
        assert person.actor.account_id is not None
        accounts.set_leaving(connection, person.actor.account_id, context.now() + DAYS * 86_400, fate.value)
    clock.forward(days=DAYS, minutes=1)
    leaving.erase_due(context)
    clock.forward(days=APART_DAYS + 1)
    leaving.erase_due(context)
    found = await library(people["bea"])
    if fate is PostsFate.ERASE:
        assert found == []
        with context.database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM offers").scalar_one() == 0
    else:
        assert [(text.given, text.source) for text in found] == [(Given.UNNAMED, "")]


async def test_ones_own_is_in_what_one_takes_along(people: People) -> None:
    await offer(people)
    assert people["ada"].person is not None
    answer = await people["ada"].http.get("/v1/accounts/me/export", headers=people["ada"].person.headers)
    (given,) = answer.json()["memberships"][0]["given"]
    assert (given["post"], given["stands"], given["licence"]) == (1, "offered", "share")
