"""What the reader knows already does not come again: what they wrote themselves, and what the same answer tells."""

from __future__ import annotations

import httpx
import pytest

from tests.server.community import Make, Voice, bodies, changes, make_group, rows, write
from tests.server.conftest import Person
from tuigroup_server.service.context import Context


@pytest.fixture
def ines(person: Make) -> Person:
    return person("ines")


@pytest.fixture
def group(context: Context, ines: Person) -> int:
    return make_group(context, "Kettle Club", ines)


@pytest.fixture
async def ada(http: httpx.AsyncClient, person: Make, group: int) -> Voice:
    voice = Voice(http, person("ada"))
    await voice.do(op="join", g=group, alias="old_bicycle")
    return voice


async def test_of_what_one_writes_nothing_comes_back_but_the_ack(ada: Voice, ines: Person, group: int) -> None:
    await ada.sync()
    key = ada.key()
    begun = await ada.sync({"k": key, "op": "thread", "g": group, "title": "Hello", "body": "I am new."})
    assert set(begun) == {"a", "s"}
    number = begun["a"][0]["n"]
    two = await ada.sync(
        {"op": "reply", "g": group, "to": key, "body": "And glad to be here."},
        {"op": "reply", "g": group, "to": number, "body": "It rains."},
    )
    assert set(two) == {"a", "s"}
    titled = await ada.sync({"op": "edit", "g": group, "post": number, "body": "I am new here.", "title": "Hello all"})
    assert [head.title for head in rows(changes(titled, group), "h")] == ["Hello all"]


async def test_where_others_wrote_too_the_head_comes_with_all_of_it(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    number = write(context, ines, group, 2)
    await ada.sync()
    before = ada.cursor
    write(context, ines, group, 1, thread=number)
    reply = {"k": ada.key(), "op": "reply", "g": group, "to": number, "body": "Me too."}
    for _lost in range(2):
        ada.cursor = before
        answer = await ada.sync(reply)
        assert [(head.posts, head.last) for head in rows(changes(answer, group), "h")] == [(4, answer["a"][0]["n"])]
        assert len(bodies(changes(answer, group))) == 1
    before = ada.cursor
    later = {"k": ada.key(), "op": "reply", "g": group, "to": number, "body": "Still."}
    await ada.sync(later)
    write(context, ines, group, 1, thread=number)
    ada.cursor = before
    answer = await ada.sync(later)
    assert [(head.posts, head.last) for head in rows(changes(answer, group), "h")] == [(6, answer["a"][0]["n"] + 1)]


async def test_a_group_that_the_directory_tells_in_the_same_answer_is_told_once(
    http: httpx.AsyncClient, context: Context, ines: Person, group: int
) -> None:
    hidden = make_group(context, "Quiet Bench", ines, alias="sparrow", listed=False)
    answer = await Voice(http, ines).sync(want=[{"w": "d"}])
    assert [row.group for row in rows(answer["p"][0], "d")] == [group]
    assert not {"i", "meetings"} & set(changes(answer, group)["i"])
    assert {"i", "meetings"} <= set(changes(answer, hidden)["i"])
    # What the directory does not tell this time is said with the group.
    answer = await Voice(http, ines).sync(want=[{"w": "d", "since": answer["p"][0]["rev"]}])
    assert {"i", "meetings"} <= set(changes(answer, group)["i"])
