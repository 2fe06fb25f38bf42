"""How many members a group takes: who has a place, what is said where there is none, and that nobody races past it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.server.community import Make, Voice, changes, make_group, rows
from tests.server.conftest import Clock
from tests.server.village import ask
from tuigroup.wire import tables
from tuigroup.wire.ops import Join
from tuigroup.wire.words import Role
from tuigroup_server.service import operations, operators, suspensions
from tuigroup_server.service.context import Context

Voices = dict[str, Voice]


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context) -> Voices:
    """Group 1 is run by member 1; ada is member 2. Everybody else stands outside."""
    found = {name: Voice(http, person(name)) for name in ("runs", "ada", "bea", "cleo")}
    make_group(context, "Night Porters", found["runs"].person)
    await found["ada"].do(op="join", g=1, alias="a_ada")
    return found


async def takes(voices: Voices, places: int, **more: Any) -> None:
    assert not (await voices["runs"].do(op="set_up", g=1, settings={"capacity": places, **more})).get("e")


async def full(voice: Voice) -> bool:
    """As the directory shows it."""
    [row] = rows(await voice.page(w="d"), "d")
    return bool(row.full)


async def test_beyond_the_last_place_nobody_joins_and_one_that_comes_free_is_taken(voices: Voices) -> None:
    await takes(voices, 3)
    assert not await full(voices["cleo"])
    assert not (await voices["bea"].do(op="join", g=1, alias="a_bea")).get("e")
    assert await full(voices["cleo"])
    refused = await voices["cleo"].do(op="join", g=1, alias="a_cleo")
    assert refused["e"] == "group-full"
    assert "A place may come free later" in refused["d"]
    await voices["ada"].do(op="leave", g=1)
    assert not await full(voices["cleo"])
    assert not (await voices["cleo"].do(op="join", g=1, alias="a_cleo")).get("e")
    assert (await voices["ada"].do(op="join", g=1, alias="a_ada"))["e"] == "group-full", "a place is not kept for them"


async def test_a_request_waits_for_a_place_and_none_can_be_made_in_a_full_group(voices: Voices) -> None:
    await takes(voices, 2, access="request")
    assert (await voices["bea"].do(op="join", g=1, alias="a_bea"))["e"] == "group-full"
    await takes(voices, 3)
    for name in ("bea", "cleo"):
        assert not (await voices[name].do(op="join", g=1, alias=f"a_{name}")).get("e"), "who asks has no place yet"
    assert not (await voices["runs"].do(op="answer", g=1, member=3, admit=True)).get("e")
    refused = await voices["runs"].do(op="answer", g=1, member=4, admit=True, word="Come in.")
    assert refused["e"] == "group-full"
    assert "The request waits" in refused["d"]
    await takes(voices, 0)
    assert not (await voices["runs"].do(op="answer", g=1, member=4, admit=True)).get("e")


async def test_declining_needs_no_place(voices: Voices) -> None:
    await takes(voices, 3, access="request")
    await voices["bea"].do(op="join", g=1, alias="a_bea")
    await takes(voices, 1)
    assert not (await voices["runs"].do(op="answer", g=1, member=3, admit=False)).get("e")


async def test_a_code_is_not_used_up_by_a_full_group_and_who_is_to_run_it_comes_in(
    voices: Voices, context: Context
) -> None:
    await takes(voices, 2, access="invite")
    code = operators.invite(context, "1", uses=1)
    assert (await voices["bea"].do(op="join", g=1, alias="a_bea", code=code))["e"] == "group-full"
    runs_it = operators.invite(context, "1", role=Role.CO_FACILITATOR)
    assert not (await voices["cleo"].do(op="join", g=1, alias="a_cleo", code=runs_it)).get("e")
    await takes(voices, 4)
    assert not (await voices["bea"].do(op="join", g=1, alias="a_bea", code=code)).get("e")


async def test_who_is_suspended_keeps_the_place_and_who_is_put_out_does_not(
    voices: Voices, context: Context, clock: Clock
) -> None:
    await takes(voices, 2)
    await voices["ada"].do(op="thread", g=1, title="Last week", body="I had to ring them again.")
    await voices["runs"].do(op="report", g=1, post=1)
    await voices["runs"].do(op="decide", g=1, case=1, act="suspend", to=2)
    assert await full(voices["bea"])
    assert (await voices["bea"].do(op="join", g=1, alias="a_bea"))["e"] == "group-full"
    clock.forward(days=3)
    assert suspensions.end_due(context) == 1
    assert await full(voices["bea"])
    await voices["runs"].do(op="decide", g=1, case=1, act="suspend", to=2)
    await voices["runs"].do(op="decide", g=1, case=1, act="end")
    assert not await full(voices["bea"]), "an end that follows a suspension leaves the place too"
    assert not (await voices["bea"].do(op="join", g=1, alias="a_bea")).get("e")


async def test_a_lower_number_puts_nobody_out(voices: Voices) -> None:
    await voices["bea"].do(op="join", g=1, alias="a_bea")
    await takes(voices, 1)
    assert not (await voices["ada"].do(op="thread", g=1, title="Rain", body="Still here.")).get("e")
    assert await full(voices["cleo"])


async def test_the_number_is_for_who_runs_the_group_and_costs_nothing_where_none_is_set(voices: Voices) -> None:
    page = (await voices["runs"].page(w="g", g=1))["i"]
    assert "b" not in page["i"]
    assert "q" not in page
    await voices["ada"].sync()
    await takes(voices, 2)
    assert (await voices["runs"].page(w="g", g=1))["i"]["q"] == {"cap": 2}
    told = changes(await voices["ada"].sync(), 1)["i"]
    assert "q" not in told
    [row] = tables.GROUPS.decode(told["i"])
    assert row.full


def test_of_two_who_come_at_once_for_the_last_place_one_is_let_in(person: Make, context: Context) -> None:
    make_group(context, "Night Porters", person("runs"), capacity=2)
    acks: list[str] = []
    start = threading.Barrier(4)

    def come(name: str) -> None:
        who = people[name]
        start.wait()
        [outcome] = operations.apply(context, who.actor, [Join(k=f"{name}-key-0001", g=1, alias=name)])
        acks.append(outcome.ack.e)

    people = {name: person(name) for name in ("ada", "bea", "cleo", "dora")}
    threads = [threading.Thread(target=come, args=(name,)) for name in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(acks) == ["", "group-full", "group-full", "group-full"]


@pytest.mark.parametrize("suspended", [False, True])
async def test_whoever_erases_their_account_leaves_the_place(
    suspended: bool, voices: Voices, http: httpx.AsyncClient, later: Callable[[], int]
) -> None:
    await takes(voices, 2)
    await voices["ada"].do(op="thread", g=1, title="Last week", body="I had to ring them again.")
    if suspended:
        await voices["runs"].do(op="report", g=1, post=1)
        await voices["runs"].do(op="decide", g=1, case=1, act="suspend", to=300)
    assert voices["ada"].person is not None
    await ask(http, voices["ada"].person)
    assert await full(voices["bea"]), "they have time to think again"
    later()
    assert not await full(voices["bea"])
