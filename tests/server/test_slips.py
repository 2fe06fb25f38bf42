"""Attendance slips: given to members while they meet, checked by anybody, and nothing left of who asked."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.server.community import Make, Voice, make_group
from tests.server.conftest import Clock, Person
from tuigroup.errors import ConfigError
from tuigroup.wire import limits
from tuigroup.wire import slips as wire
from tuigroup_server import schema
from tuigroup_server.service import slips
from tuigroup_server.service.context import Context

# The clock begins on Wednesday 18 November 2026, 11:06:40 UTC.
STARTS = 1_795_000_000 // 60 + 13  # 11:19 UTC
MEETING = {"weekday": 3, "start": 11 * 60 + 19, "duration": 60, "timezone": "UTC"}


async def ask(http: httpx.AsyncClient, who: Person | None, group: int, at: int = STARTS) -> httpx.Response:
    headers = who.headers if who else {}
    return await http.post(f"/v1/groups/{group}/slips", json={"at": at}, headers=headers)


def kind(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition("/")[2]


async def test_a_slip_says_group_and_date_and_anybody_can_check_it(
    http: httpx.AsyncClient, context: Context, person: Make, clock: Clock
) -> None:
    group = make_group(context, "Night Porters", ada := person("ada"), alias="heron", meetings=[MEETING])
    key = (await http.get("/v1/slips/key")).json()["key"]
    clock.forward(minutes=5)
    answer = await ask(http, ada, group)
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    code = answer.json()["code"]
    found = wire.verify(key, code)
    assert found is not None
    assert (found.group, found.day) == ("Night Porters", date(2026, 11, 18))
    raw = wire.ungrouped(code)
    assert raw is not None
    assert b"heron" not in raw
    other = (await ask(http, ada, group)).json()["code"]
    assert other != code, "the random number tells them apart"


async def test_only_while_it_is_on(http: httpx.AsyncClient, context: Context, person: Make, clock: Clock) -> None:
    group = make_group(context, "Night Porters", ada := person("ada"), meetings=[MEETING])
    early = await ask(http, ada, group)
    assert (early.status_code, kind(early)) == (409, "no-meeting")
    said = f"from {limits.SLIP_BEFORE} minutes before to {limits.SLIP_AFTER} minutes after"
    assert said in early.json()["detail"]
    clock.forward(minutes=60)
    assert (await ask(http, ada, group)).status_code == 201
    assert kind(await ask(http, ada, group, STARTS + 1)) == "no-meeting"
    clock.forward(minutes=40)
    assert kind(await ask(http, ada, group)) == "no-meeting"
    assert kind(await ask(http, ada, group, 2**31)) == "no-meeting"
    assert (await ask(http, ada, group, 2**40)).status_code == 422


async def test_a_date_that_is_left_out_has_none_and_a_moved_one_has_its_own_hours(
    http: httpx.AsyncClient, context: Context, person: Make, clock: Clock
) -> None:
    out = make_group(
        context, "Left Out", ada := person("ada"), meetings=[MEETING | {"changes": ["2026-11-18 A holiday."]}]
    )
    moved = make_group(context, "Moved", ada, meetings=[MEETING | {"changes": ["2026-11-18>2026-11-19T00:10"]}])
    clock.forward(minutes=15)
    assert kind(await ask(http, ada, out)) == "no-meeting"
    assert kind(await ask(http, ada, moved)) == "no-meeting"
    clock.forward(minutes=13 * 60)
    answer = await ask(http, ada, moved)
    found = wire.verify(slips.public_key(context).key, answer.json()["code"])
    assert found is not None
    assert found.day == date(2026, 11, 19), "the day on which it was held"


async def test_nobody_outside_gets_one(http: httpx.AsyncClient, context: Context, person: Make, clock: Clock) -> None:
    group = make_group(context, "Night Porters", person("ada"), listed=False, meetings=[MEETING])
    clock.forward(minutes=15)
    assert kind(await ask(http, None, group)) == "not-signed-in"
    assert kind(await ask(http, person("eve"), group)) == "not-found", "not even that the group is there"


async def test_nothing_is_kept_of_who_asked(
    http: httpx.AsyncClient, context: Context, person: Make, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    ada, ben = person("ada"), person("ben")
    group = make_group(context, "Night Porters", ada, meetings=[MEETING])
    await Voice(http, ben).do(op="join", g=group, alias="tealeaf")
    clock.forward(minutes=15)
    await http.get("/v1/slips/key")

    def everything() -> list[Any]:
        with context.database.read() as connection:
            tables = schema.metadata.sorted_tables
            return [connection.execute(text(f"SELECT * FROM {table.name}")).all() for table in tables]

    before = everything()
    with caplog.at_level(logging.DEBUG):
        assert (await ask(http, ben, group)).status_code == 201
    assert everything() == before
    assert "tealeaf" not in caplog.text
    assert "ben" not in caplog.text
    assert "Night Porters" not in caplog.text


async def test_a_member_gets_few_at_a_time(
    http: httpx.AsyncClient, context: Context, person: Make, clock: Clock
) -> None:
    group = make_group(context, "Night Porters", ada := person("ada"), meetings=[MEETING])
    clock.forward(minutes=15)
    answers = [await ask(http, ada, group) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [201] * 6 + [429]


def test_the_key_is_made_once_and_belongs_to_the_database(context: Context) -> None:
    path = context.folder / slips.FILE
    assert not path.exists()
    first = slips.public_key(context).key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in context.folder.glob("slip*")] == [slips.FILE]
    assert slips.public_key(context).key == first
    path.unlink()
    with pytest.raises(ConfigError, match="does not belong to this database"):
        slips.public_key(context)
    assert not path.exists(), "and no other is left there"
    path.write_text("nonsense")
    with pytest.raises(ConfigError, match="can't be read"):
        slips.public_key(context)
