"""Who waits for an answer, what a group sees of itself, and who is on duty: kept by the writes, over the real app."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.community import Make, Voice, changes, make_group, rows
from tests.server.conftest import Clock
from tuigroup.wire import tables
from tuigroup.wire.sync import WantWaiting
from tuigroup_server.service import directory, figures, pages
from tuigroup_server.service.context import Context


@pytest.fixture
async def voices(http: Any, person: Make, context: Context) -> dict[str, Voice]:
    """``ran`` runs group 1; ``ada`` and ``ben`` are members."""
    found = {name: Voice(http, person(name)) for name in ("ran", "ada", "ben", "stranger")}
    make_group(context, "Night Porters", found["ran"].person)
    for name in ("ada", "ben"):
        await found[name].do(op="join", g=1, alias=f"a_{name}")
        await found[name].sync()
    return found


async def begin(voice: Voice, title: str = "Evening", **more: Any) -> int:
    return int((await voice.do(op="thread", g=1, title=title, body="Good evening.", **more))["n"])


async def waiting(voice: Voice) -> list[tuple[str, int]]:
    """What waits in the group, as its page tells: titles with how many voices they have."""
    return [(head.title, head.voices) for head in rows(await voice.page(w="v", g=1), "h")]


async def test_threads_wait_until_two_others_wrote(voices: dict[str, Voice], clock: Clock, context: Context) -> None:
    ada, ben, ran = voices["ada"], voices["ben"], voices["ran"]
    first = await begin(ada, "First")
    clock.forward(minutes=5)
    second = await begin(ben, "Second")
    assert await waiting(ran) == [("First", 0), ("Second", 0)]
    await ada.do(op="reply", g=1, to=first, body="I add something.")
    assert await waiting(ran) == [("First", 0), ("Second", 0)], "one's own words are no answer"
    answer = await ben.do(op="reply", g=1, to=first, body="I hear you.")
    assert await waiting(ran) == [("First", 1), ("Second", 0)]
    await ran.do(op="reply", g=1, to=first, body="So do I.")
    assert await waiting(ran) == [("Second", 0)]
    await ben.do(op="remove", g=1, post=answer["n"])
    assert await waiting(ran) == [("First", 1), ("Second", 0)], "what was taken back is no answer"
    await ben.do(op="remove", g=1, post=second)
    assert await waiting(ran) == [("First", 1)]
    assert ada.person is not None
    for days, left in ((59, 1), (61, 0)):
        with context.database.read() as connection:
            asking = pages.Asking(connection, ada.person.actor.account_id, context.now_min() + days * 24 * 60)
            assert len(pages.gather(asking, [WantWaiting(g=1)])[1]) == left


async def test_announcements_and_private_words_are_in_no_such_list(voices: dict[str, Voice]) -> None:
    await begin(voices["ran"], "News", board=5)
    await voices["ada"].do(op="private", g=1, title="Between us", body="Not for all.")
    for name in ("ran", "ada", "ben"):
        assert await waiting(voices[name]) == []
    assert (await voices["stranger"].page(w="v", g=1))["e"] == "not-a-member"
    assert (await Voice(voices["ran"].http).page(w="v", g=1))["e"] == "not-signed-in"


async def test_heads_tell_voices_and_cost_nothing_where_posts_say_the_same(voices: dict[str, Voice]) -> None:
    number = await begin(voices["ada"])
    for body in ("Still here.", "And still."):
        await voices["ada"].do(op="reply", g=1, to=number, body=body)
    head = changes(await voices["ran"].sync(), 1)["h"]
    (told,) = tables.THREADS.decode(head)
    assert (told.posts, told.voices) == (3, 0)
    await begin(voices["ben"], "Short")
    head = changes(await voices["ran"].sync(), 1)["h"]
    assert tables.THREADS.decode(head)[0].voices == 0
    assert "y" not in head


async def test_what_a_group_sees_of_itself(voices: dict[str, Voice], clock: Clock, context: Context) -> None:
    for index in range(6):
        number = await begin(voices["ada"], f"Day {index}")
        waits = 30 if index else 2 * 24 * 60
        clock.forward(minutes=waits)
        await voices["ben"].do(op="reply", g=1, to=number, body="Hello.")
        clock.forward(minutes=3 * 24 * 60 - waits)
    directory.reckon(context, now=True)
    page = (await voices["ran"].page(w="g", g=1))["i"]
    assert page["v"]["day"] == 83
    assert [wait for wait in page["v"]["waits"] if wait] == [30]
    outside = (await voices["stranger"].page(w="g", g=1))["i"]
    assert "v" not in outside


def test_figures_say_nothing_where_there_is_little_to_go_by() -> None:
    day = figures.DAY
    assert figures.columns([], 100 * day) == {"answered_day": -1, "waits": []}
    four = [(50 * day, 50 * day + 10)] * 4
    assert figures.columns(four, 100 * day) == {"answered_day": -1, "waits": []}
    night = [(50 * day + 3 * 60 + 5, 50 * day + 3 * 60 + 205)] * 6
    evening = [(50 * day + 20 * 60, 50 * day + 20 * 60 + 40)] * 6 + [(50 * day + 20 * 60, 0)] * 4
    told = figures.columns([*night, *evening], 100 * day)
    assert told == {"answered_day": 75, "waits": [0, 200, 0, 0, 0, 0, 40, 0]}
    assert figures.share([(99 * day + 1, 0)] * 9, 100 * day) == -1, "who wrote today still waits"


async def test_who_is_on_duty_is_told_to_members_and_ends_by_itself(voices: dict[str, Voice], clock: Clock) -> None:
    ran, ada, minute = voices["ran"], voices["ada"], int(clock.now // 60)
    await ada.sync()
    assert (await ran.do(op="here", g=1, until=minute + 120)).get("e", "") == ""
    found = changes(await ada.sync(), 1)
    assert set(found) == {"g", "f"}, "only who runs the group is told again, not its page"
    assert [(who.alias, who.until) for who in rows_of(found["f"])] == [("heron", minute + 120)]
    page = (await voices["stranger"].page(w="g", g=1))["i"]
    assert "u" not in page["facilitators"], "whoever is outside is not told"
    page = (await ada.page(w="g", g=1))["i"]
    assert rows_of(page["facilitators"])[0].until == minute + 120
    await ran.do(op="here", g=1, until=0)
    assert rows_of(changes(await ada.sync(), 1)["f"])[0].until == 0
    assert (await ran.do(op="here", g=1, until=minute + 40 * 60))["e"] == "bad-field"
    assert (await ada.do(op="here", g=1, until=minute + 60))["e"] == "not-allowed"
    assert "c" not in await ada.sync()


def rows_of(table: dict[str, Any]) -> list[Any]:
    return tables.FACILITATORS.decode(table)
