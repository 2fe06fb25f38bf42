"""Wanted pages: what is there for whom. What somebody may not know of answers as if it were not there."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.server.community import Make, Voice, bodies, make_group, rows
from tests.server.conftest import Clock, Person
from tuigroup.wire import tables
from tuigroup.wire.words import GroupState
from tuigroup_server.service import directory, library
from tuigroup_server.service.context import Context
from tuigroup_server.service.library import Reading
from tuigroup_server.settings import Settings
from tuigroup_server.storage import resources


@pytest.fixture
def ines(person: Make) -> Person:
    return person("ines")


@pytest.fixture
def group(context: Context, ines: Person) -> int:
    return make_group(context, "Kettle Club", ines, topics=["sleep"], meetings=[{"weekday": 2, "start": 1260}])


@pytest.fixture
def hidden(context: Context, ines: Person) -> int:
    return make_group(context, "Behind the Curtain", ines, listed=False)


@pytest.fixture
async def ada(http: httpx.AsyncClient, person: Make, group: int) -> Voice:
    voice = Voice(http, person("ada"))
    await voice.sync({"op": "join", "g": group, "alias": "old_bicycle"})
    return voice


def thread(group: int, **more: Any) -> dict[str, Any]:
    return {"op": "thread", "g": group, "title": "What helps at night?", "body": "The house is quiet.", **more}


async def test_guests_see_the_directory_a_listed_group_and_the_library_only(
    http: httpx.AsyncClient, ada: Voice, group: int, hidden: int, context: Context
) -> None:
    await ada.do(**thread(group))
    library.put(context, [Reading("worry-time", "Worry time", "Put it off.")])
    guest = Voice(http)
    answer = await guest.sync(
        want=[
            {"w": "d"},
            {"w": "g", "g": group},
            {"w": "l"},
            {"w": "t", "g": group, "n": 1},
            {"w": "b", "g": group},
            {"w": "q", "q": "quiet"},
            {"w": "g", "g": hidden},
            {"w": "t", "g": hidden, "n": 1},
        ]
    )
    assert "s" not in answer
    found, page, shelf, *refused = answer["p"]
    assert [row.name for row in rows(found, "d")] == ["Kettle Club"]
    assert [row.start for row in rows(found, "x")] == [1260]
    assert [who.alias for who in tables.FACILITATORS.decode(page["i"]["facilitators"])] == ["heron"]
    assert [head.slug for head in rows(shelf, "l")] == ["worry-time"]
    assert [one["e"] for one in refused] == ["not-signed-in"] * 3 + ["not-found", "not-signed-in"]
    # A group that is not there at all answers the same.
    nowhere = await guest.sync(want=[{"w": "g", "g": 999}, {"w": "t", "g": 999, "n": 1}])
    assert [one["e"] for one in nowhere["p"]] == [one["e"] for one in refused[3:]]


async def test_without_guests_nothing_is_shown(context: Context, app: FastAPI, http: httpx.AsyncClient) -> None:
    object.__setattr__(context, "settings", Settings(guests=False))
    answer = await http.post("/v1/sync", json={"w": [{"w": "d"}]})
    assert answer.status_code == 401


async def test_an_unlisted_group_is_not_there_for_who_is_outside(
    ada: Voice, http: httpx.AsyncClient, ines: Person, hidden: int
) -> None:
    answer = await ada.sync(
        {"op": "join", "g": hidden, "alias": "old_bicycle"},
        {"op": "join", "g": hidden, "alias": "old_bicycle", "code": "abcd-efgh"},
        {"op": "reply", "g": hidden, "to": 1, "body": "Hello?"},
        {"op": "leave", "g": hidden},
        {"op": "set_up", "g": hidden, "settings": {}},
        {"op": "claim", "g": hidden, "alias": "old_bicycle"},
        {"op": "join", "g": 999, "alias": "old_bicycle"},
        want=[
            {"w": "g", "g": hidden},
            {"w": "t", "g": hidden, "n": 1},
            {"w": "b", "g": hidden},
            {"w": "q", "q": "x", "g": hidden},
            {"w": "d", "q": "curtain"},
            {"w": "d"},
        ],
    )
    assert {(ack["e"], ack["d"]) for ack in answer["a"]} == {("not-found", "There is no such group here.")}
    assert [page.get("e", "") for page in answer["p"]] == ["not-found"] * 4 + ["", ""]
    assert "Curtain" not in str(answer)
    member = Voice(http, ines)
    assert "Curtain" in str(await member.page(w="g", g=hidden))


async def test_changes_of_an_unlisted_group_leave_no_trace_in_the_directory(
    ada: Voice, http: httpx.AsyncClient, ines: Person, hidden: int, group: int
) -> None:
    rev = (await ada.page(w="d"))["rev"]
    await Voice(http, ines).do(op="set_up", g=hidden, settings={"about": "Still behind."})
    again = await ada.page(w="d", since=rev)
    assert again == {"w": "d", "rev": rev}


async def test_a_group_that_hides_is_gone_from_the_directory_without_a_word_of_it(
    ada: Voice, http: httpx.AsyncClient, ines: Person, group: int
) -> None:
    rev = (await ada.page(w="d"))["rev"]
    await Voice(http, ines).do(op="set_up", g=group, settings={"listed": False})
    guest = Voice(http)
    [row] = rows(await guest.page(w="d", since=rev), "d")
    assert (row.group, row.name, row.about, row.state) == (group, "", "", GroupState.CLOSED)
    assert rows(await guest.page(w="d"), "d") == []
    assert (await guest.page(w="g", g=group))["e"] == "not-found"


async def test_a_thread_from_where_one_stopped(ada: Voice, group: int) -> None:
    ack = await ada.do(**thread(group))
    for index in range(5):
        await ada.do(op="reply", g=group, to=ack["n"], body=f"Answer {index}")
    page = await ada.page(w="t", g=group, n=ack["n"], after=ack["n"] + 3)
    assert bodies(page) == ["Answer 3", "Answer 4"]
    assert "h" not in page
    assert (await ada.page(w="t", g=group, n=4_711))["e"] == "not-found"


async def test_a_board_goes_on_in_whole_minutes(ada: Voice, group: int, clock: Clock, context: Context) -> None:
    numbers = []
    for index in range(60):
        numbers.append((await ada.do(**thread(group, title=f"Thread {index}", board=1 + index % 2)))["n"])
        if index % 3 == 2:
            clock.forward(minutes=1)
    seen: list[int] = []
    before, more = 0, True
    while more:
        page = await ada.page(w="b", g=group, before=before)
        heads = rows(page, "h")
        seen += [head.number for head in heads]
        before, more = heads[-1].last_at, page.get("more", False)
    assert seen == numbers[::-1]
    second = rows(await ada.page(w="b", g=group, d=2), "h")
    assert {head.board for head in second} == {2}


async def test_a_board_where_one_minute_holds_more_than_a_page(ada: Voice, group: int) -> None:
    for index in range(50):
        await ada.do(**thread(group, title=f"Thread {index}"))
    page = await ada.page(w="b", g=group)
    assert len(rows(page, "h")) == 50
    assert "more" not in page


async def test_the_directory_since_and_in_pieces(ada: Voice, context: Context, ines: Person, group: int) -> None:
    for index in range(30):
        make_group(context, f"Circle {index}", about=f"For people who like {index} long evenings and short walks. " * 3)
    first = await ada.sync(want=[{"w": "d"}], m=2_000)
    page = first["p"][0]
    names = [row.name for row in rows(page, "d")]
    assert page["more"] is True
    while page.get("more"):
        page = (await ada.sync(want=[{"w": "d", "since": page["rev"]}], m=2_000))["p"][0]
        names += [row.name for row in rows(page, "d")]
    assert len(names) == len(set(names)) == 31
    assert (await ada.page(w="d", since=page["rev"])) == {"w": "d", "rev": page["rev"]}


async def test_finding_groups_by_words(ada: Voice, context: Context, group: int) -> None:
    make_group(context, "Long Road", place="Leeds, a room above the library", topics=["grief"])
    make_group(context, "100% Human_kind", about="Nothing else.")
    make_group(context, "Tuesday Rest", state=GroupState.LISTING, topics=["sleep"])

    async def found(words: str, **more: Any) -> list[str]:
        page = await ada.page(w="d", q=words, **more)
        assert "rev" not in page
        return [row.name for row in rows(page, "d")]

    assert await found("SLEEP") == ["Kettle Club"]
    assert await found("leeds room") == ["Long Road"]
    assert await found("leeds sleep") == []
    assert await found("100%") == ["100% Human_kind"]
    assert await found("_") == ["100% Human_kind"]
    assert await found("sleep", listings=True) == ["Tuesday Rest"]


async def test_posts_do_not_stir_the_directory(ada: Voice, group: int, context: Context, clock: Clock) -> None:
    directory.reckon(context, now=True)
    ack = await ada.do(**thread(group))
    rev = (await ada.page(w="d"))["rev"]
    for index in range(20):
        await ada.do(op="reply", g=group, to=ack["n"], body=f"Answer {index}")
    assert (await ada.page(w="d"))["rev"] == rev
    clock.forward(minutes=61)
    directory.reckon(context)
    page = await ada.page(w="d", since=rev)
    assert [row.posts_week for row in rows(page, "d")] == [21]
    clock.forward(days=8)
    directory.reckon(context)
    assert [row.posts_week for row in rows(await ada.page(w="d"), "d")] == [0]


async def test_how_long_a_first_reply_takes(
    ada: Voice, http: httpx.AsyncClient, ines: Person, group: int, clock: Clock
) -> None:
    other = Voice(http, ines)
    for wait in (10, 30, 500):
        ack = await ada.do(**thread(group))
        clock.forward(minutes=1)
        await ada.do(op="reply", g=group, to=ack["n"], body="I add to this myself.")
        clock.forward(minutes=wait - 1)
        await other.do(op="reply", g=group, to=ack["n"], body="I hear you.")
    [row] = rows(await ada.page(w="d"), "d")
    assert row.first_reply == 30


async def test_searching_where_one_is_a_member_only(
    ada: Voice, http: httpx.AsyncClient, ines: Person, group: int, hidden: int, context: Context
) -> None:
    facilitator = Voice(http, ines)
    await facilitator.do(**thread(hidden, title="Tea", body="Tea behind the curtain."))
    mine = await ada.do(**thread(group, title="Tea at night", body="I drink it slowly."))
    await facilitator.do(op="reply", g=group, to=mine["n"], body="Camomile tea, or crème.")
    pages = (await ada.sync(want=[{"w": "q", "q": "tea"}]))["p"]
    assert [(page["g"], sorted(bodies(page))) for page in pages] == [
        (group, ["Camomile tea, or crème.", "I drink it slowly."])
    ]
    assert [head.title for head in rows(pages[0], "h")] == ["Tea at night"]
    both = (await facilitator.sync(want=[{"w": "q", "q": "tea"}]))["p"]
    assert {page["g"] for page in both} == {group, hidden}
    assert bodies(await ada.page(w="q", q="creme", g=group)) == ["Camomile tea, or crème."]
    assert bodies(await ada.page(w="q", q="camo", g=group)) == ["Camomile tea, or crème."]
    assert (await ada.page(w="q", q="tea", g=hidden))["e"] == "not-found"
    for hostile in ('"', "tea AND", "words:tea", "NEAR(", "*", "')--", "tea\x00", "-tea ^", "OR"):
        page = await ada.page(w="q", q=hostile)
        assert "e" not in page


async def test_what_was_edited_is_found_by_its_new_words_only(ada: Voice, group: int) -> None:
    mine = await ada.do(**thread(group, title="Lanterns", body="About lanterns."))
    await ada.do(op="edit", g=group, post=mine["n"], body="About candles.", title="Candles")
    assert bodies(await ada.page(w="q", q="lanterns")) == []
    assert bodies(await ada.page(w="q", q="candles")) == ["About candles."]


async def test_the_library_tells_what_is_new_and_what_is_gone(ada: Voice, context: Context) -> None:
    library.put(context, [Reading("one", "One", "First."), Reading("two", "Two", "Second.", sections=("Why",))])
    page = await ada.page(w="l")
    assert [(head.slug, head.sections) for head in rows(page, "l")] == [("one", ()), ("two", ("Why",))]
    library.put(context, [Reading("one", "One", "First."), Reading("two", "Two", "Second, again.")])
    new = await ada.page(w="l", since=page["rev"])
    assert [head.slug for head in rows(new, "l")] == ["two"]
    assert (await ada.page(w="l", since=new["rev"])) == {"w": "l", "rev": new["rev"]}
    with context.database.write() as connection:
        assert resources.remove(connection, "one")
        assert not resources.remove(connection, "nothing")
    gone = rows(await ada.page(w="l", since=new["rev"]), "l")
    assert [(head.slug, head.removed) for head in gone] == [("one", True)]
    assert [head.slug for head in rows(await ada.page(w="l"), "l")] == ["two"]


async def test_pages_come_in_the_order_asked(ada: Voice, group: int) -> None:
    await ada.do(**thread(group))
    wants: list[dict[str, Any]] = [
        {"w": "l"},
        {"w": "d"},
        {"w": "t", "g": group, "n": 1},
        {"w": "b", "g": group},
        {"w": "g", "g": group},
    ]
    answer = await ada.sync(want=wants)
    assert [page["w"] for page in answer["p"]] == ["l", "d", "t", "b", "g"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("tea quiet", [1]),
        ("quiet_house", [1]),
        ("qui", [1, 2]),
        ("house", [1]),
        ("uiet", []),
        ("TEA", [1]),
        ("moon", []),
    ],
)
async def test_words_are_found_whole_but_for_an_unfinished_last_one(
    ada: Voice, group: int, said: str, found: list[int]
) -> None:
    await ada.do(**thread(group, title="Tea at night", body="100% quiet_house."))
    await ada.do(**thread(group, title="Other", body="1000 quietXhouse."))
    assert sorted(post.number for post in rows(await ada.page(w="q", q=said, g=group), "p")) == found
