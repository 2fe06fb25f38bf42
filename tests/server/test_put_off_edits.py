"""Edits that wait for their minute: nobody sees them before, and the newest words are what is published."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.server.community import Make, Voice, bodies, make_group, rows
from tests.server.conftest import Clock
from tuigroup_server.service.context import Context


@pytest.fixture
def heron(http: httpx.AsyncClient, person: Make) -> Voice:
    return Voice(http, person("heron"))


@pytest.fixture
async def ada(http: httpx.AsyncClient, person: Make, context: Context, heron: Voice) -> Voice:
    """In group 1, with a thread there."""
    voice = Voice(http, person("ada"))
    await voice.do(op="join", g=make_group(context, "Kettle Club", heron.person), alias="old_bicycle")
    assert (await voice.do(op="thread", g=1, title="Nights", body="First words.", note="food"))["n"] == 1
    return voice


def edit(key: str, body: str, **more: Any) -> dict[str, Any]:
    return {"k": key, "op": "edit", "g": 1, "post": 1, "body": body, **more}


async def test_an_edit_is_seen_at_its_minute_and_is_of_it(ada: Voice, heron: Voice, clock: Clock) -> None:
    now = int(clock.now) // 60
    change = edit("change-01", "Later words.", later=7)
    assert await ada.do(**change) == {"k": "change-01", "later": now + 7}
    clock.forward(minutes=6)
    assert bodies(await heron.page(w="t", g=1, n=1)) == ["First words."]
    clock.forward(minutes=3)
    [post] = rows(await heron.page(w="t", g=1, n=1), "p")
    assert (post.body, post.note, post.edited) == ("Later words.", "food", now + 7)
    done = await ada.do(**change)
    assert (done["n"], done["at"]) == (1, now + 7)
    assert (await ada.do(**edit("change-01", "Something else.")))["e"] == "key-reused"


async def test_a_second_edit_takes_the_place_and_the_minute_of_the_first(
    ada: Voice, heron: Voice, clock: Clock
) -> None:
    first = edit("change-01", "Later words.", later=7, note="loss")
    second = edit("change-02", "Latest words.", title="Nights again")
    due = (await ada.do(**first))["later"]
    clock.forward(minutes=2)
    assert (await ada.do(**second))["later"] == due
    assert bodies(await heron.page(w="t", g=1, n=1)) == ["First words."]
    clock.forward(minutes=30)
    page = await heron.page(w="t", g=1, n=1)
    [post] = rows(page, "p")
    assert (post.body, post.note, post.edited) == ("Latest words.", "loss", due)
    assert rows(page, "h")[0].title == "Nights again"
    acks = (await ada.sync(first, second))["a"]
    assert [ack.get("e", "") for ack in acks] == ["", ""]
    assert [ack["n"] for ack in acks] == [1, 1]


async def test_what_is_taken_back_goes_at_once_and_stays_away(ada: Voice, heron: Voice, clock: Clock) -> None:
    change = edit("change-01", "Later words.", later=7)
    await ada.do(**change)
    assert not (await ada.do(op="remove", g=1, post=1)).get("e")
    assert bodies(await heron.page(w="t", g=1, n=1)) == [""]
    clock.forward(minutes=30)
    assert bodies(await heron.page(w="t", g=1, n=1)) == [""]
    assert not (await ada.do(**change)).get("e"), "it is as its author wanted it"


async def test_a_note_that_was_set_meanwhile_stays(ada: Voice, heron: Voice, clock: Clock) -> None:
    await ada.do(**edit("change-01", "Later words.", later=7, note="loss"))
    await ada.do(op="note", g=1, post=1, note="illness")
    clock.forward(minutes=30)
    [post] = rows(await heron.page(w="t", g=1, n=1), "p")
    assert (post.body, post.note) == ("Later words.", "illness")


async def test_what_can_not_be_changed_is_said_now_and_by_whom_changes_nothing(
    ada: Voice, heron: Voice, clock: Clock
) -> None:
    assert (await heron.do(**edit("change-01", "Not mine.", later=7)))["e"] == "not-allowed"
    assert (await ada.do(op="edit", g=1, post=77, body="Nothing.", later=7))["e"] == "unknown-ref"
    await ada.do(**edit("change-02", "Later words.", later=7))
    refused = await ada.do(**edit("change-03", "Other.", title="x", post=1, note="n" * 121))
    assert refused.get("e") == "bad-field"
    clock.forward(minutes=30)
    assert bodies(await heron.page(w="t", g=1, n=1)) == ["Later words."], "a refusal leaves what waits"
