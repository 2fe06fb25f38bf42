"""After a backup was put back: no number is given twice, what is counted stays right, and what was begun goes on."""

from __future__ import annotations

import httpx
from sqlalchemy import text

from tests.server.community import Make, Voice, make_group, rows, write
from tests.server.conftest import Clock
from tuigroup.wire import limits
from tuigroup_server.service import directory, put_back
from tuigroup_server.service.context import Context


async def test_a_private_word_leaves_numbers_out_once_and_stays_in_its_room(
    http: httpx.AsyncClient, person: Make, context: Context, clock: Clock
) -> None:
    ines, ada = person("ines"), Voice(http, person("ada"))
    group = make_group(context, "Night Porters", ines)
    await ada.do(op="join", g=group, alias="wren")
    first = await ada.do(op="private", g=group, title="May I tell you", body="one", intent="support")
    second = await ada.do(op="reply", g=group, to=first["n"], body="two")
    assert second["n"] == first["n"] + 1
    clock.forward(minutes=5)
    put_back.ask_anew(context)
    ada.cursor = None
    clock.forward(minutes=5)
    third = await ada.do(op="reply", g=group, to=first["n"], body="three")
    assert third["n"] > second["n"] + 100, "what was written since the backup may have had those between"
    fourth = await ada.do(op="reply", g=group, to=first["n"], body="four")
    assert fourth["n"] == third["n"] + 1
    for _ in range(30):
        put_back.ask_anew(context)
        ada.cursor = None
        last = await ada.do(op="reply", g=group, to=first["n"], body="and on")
        assert not last.get("e")
    assert last["n"] < first["n"] + limits.APART_POSTS, "the next conversation begins there"


async def test_the_week_of_a_group_is_counted_over_the_numbers_left_out(
    http: httpx.AsyncClient, person: Make, context: Context, clock: Clock
) -> None:
    ines = person("ines")
    group = make_group(context, "Night Porters", ines)
    for days, posts in ((0, 5), (20, 7)):
        clock.forward(days=days)
        write(context, ines, group, posts)
    put_back.ask_anew(context)

    async def week() -> int:
        directory.reckon(context, now=True)
        with context.database.read() as connection:
            return int(connection.execute(text("SELECT posts_week FROM groups")).scalar_one())

    assert await week() == 7
    clock.forward(days=1)
    write(context, ines, group, 3)
    assert await week() == 10
    clock.forward(days=6, minutes=1)
    assert await week() == 3
    clock.forward(days=8)
    assert await week() == 0


async def test_a_cursor_from_before_is_expired_and_everything_comes_anew(
    http: httpx.AsyncClient, person: Make, context: Context
) -> None:
    ines, ada = person("ines"), Voice(http, person("ada"))
    group = make_group(context, "Night Porters", ines)
    await ada.do(op="join", g=group, alias="wren")
    write(context, ines, group, 3)
    await ada.sync()
    put_back.ask_anew(context)
    assert ada.person is not None
    answer = await http.post("/v1/sync", json={"s": ada.cursor}, headers=ada.person.headers)
    assert answer.status_code == 410
    ada.cursor = None
    (there,) = (await ada.sync())["c"]
    assert len(rows(there, "h")) == 1
