"""Quiet hours on the server: for who runs the group to set, for everybody to know, and in nobody's way."""

from __future__ import annotations

import httpx
import pytest

from tests.server.community import Make, Voice, changes, make_group
from tuigroup_server.service.context import Context

Voices = dict[str, Voice]


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context) -> Voices:
    found = {name: Voice(http, person(name)) for name in ("runs", "ada")}
    make_group(context, "Night Porters", found["runs"].person, timezone="Europe/London")
    await found["ada"].do(op="join", g=1, alias="a_ada")
    for voice in found.values():
        await voice.sync()
    return found


async def test_they_are_told_cost_nothing_where_there_are_none_and_hold_nothing_up(
    voices: Voices, http: httpx.AsyncClient
) -> None:
    runs, ada = voices["runs"], voices["ada"]
    assert "h" not in (await ada.page(w="g", g=1))["i"]
    assert not (await runs.do(op="set_up", g=1, settings={"quiet": [1, 1439]})).get("e")
    assert changes(await ada.sync(), 1)["i"]["h"] == [1, 1439]
    assert (await Voice(http).page(w="g", g=1))["i"]["h"] == [1, 1439], "before joining too"
    assert (await http.get("/v1/groups/1")).json()["quiet_hours"] == [1, 1439]
    assert not (await ada.do(op="thread", g=1, title="Rain", body="Still here.")).get("e")
    assert not (await runs.do(op="set_up", g=1, settings={"quiet": []})).get("e")
    assert "h" not in changes(await ada.sync(), 1)["i"]


async def test_who_may_and_what_fits(voices: Voices) -> None:
    assert (await voices["ada"].do(op="set_up", g=1, settings={"quiet": [1, 2]}))["e"] == "not-allowed"
    ack = await voices["runs"].do(op="set_up", g=1, settings={"quiet": [60]})
    assert (ack["e"], ack["d"]) == ("bad-field", "Quiet hours have a beginning and an end.")
    assert not (await voices["runs"].do(op="set_up", g=1, settings={"quiet": [60, 60]})).get("e")
    assert "h" not in (await voices["ada"].page(w="g", g=1))["i"], "the same twice is never"
