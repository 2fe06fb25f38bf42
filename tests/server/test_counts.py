"""How many members a group has: its members hear it at once, everybody else by the hour."""

from __future__ import annotations

from typing import Any

import httpx

from tests.server.community import Make, Voice, make_group, rows
from tests.server.conftest import Clock
from tuigroup.wire import tables
from tuigroup_server.service import directory
from tuigroup_server.service.context import Context


async def counts(voice: Voice, http: httpx.AsyncClient) -> set[int]:
    """What every way to ask tells of it."""
    headers = voice.person.headers if voice.person else {}
    listed = (await http.get("/v1/groups", headers=headers)).json()["groups"][0]["group"]["members"]
    shown = (await http.get("/v1/groups/1", headers=headers)).json()["group"]["members"]
    [page] = tables.GROUPS.decode((await voice.page(w="g", g=1))["i"]["i"])
    [found] = rows(await voice.page(w="d"), "d")
    return {listed, shown, page.members, found.members}


async def test_nobody_outside_sees_the_minute_at_which_somebody_came_or_went(
    http: httpx.AsyncClient, person: Make, context: Context, clock: Clock
) -> None:
    heron, ada = Voice(http, person("heron")), Voice(http, person("ada"))
    outside: list[Any] = [Voice(http), Voice(http, person("passer-by")), Voice(http, person("olga", operator=True))]
    make_group(context, "Kettle Club", heron.person)
    directory.reckon(context, now=True)
    for voice in outside:
        assert await counts(voice, http) == {1}, "who began it is there from the first minute"
    await ada.do(op="join", g=1, alias="old_bicycle")
    for minutes in (1, 40):
        for voice in outside:
            assert await counts(voice, http) == {1}
        clock.forward(minutes=minutes)
    [page] = tables.GROUPS.decode((await ada.page(w="g", g=1))["i"]["i"])
    assert page.members == 2
    clock.forward(minutes=20)
    directory.reckon(context)
    for voice in outside:
        assert await counts(voice, http) == {2}
    await ada.do(op="leave", g=1)
    assert await counts(outside[0], http) == {2}
    clock.forward(minutes=60)
    directory.reckon(context)
    assert await counts(outside[0], http) == {1}
