"""Boards as who runs a group sets them: added, named, closed and opened again; nothing of them goes."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.server.community import Make, Voice, changes, make_group, rows
from tuigroup.wire import tables
from tuigroup.wire.records import BoardRecord
from tuigroup.wire.words import BoardPurpose
from tuigroup_server.service.context import Context

Voices = dict[str, Voice]
CLOSED = "This board is closed. What was written on it can still be read."


@pytest.fixture
async def voices(http: httpx.AsyncClient, person: Make, context: Context) -> Voices:
    """Group 1 is run by member 1; ada (2) wrote post 1 on board 3 and bea (3) reads along."""
    found = {name: Voice(http, person(name)) for name in ("runs", "ada", "bea")}
    make_group(context, "Night Porters", found["runs"].person)
    for name in ("ada", "bea"):
        await found[name].do(op="join", g=1, alias=f"a_{name}")
    await found["ada"].do(op="thread", g=1, board=3, title="Towels", body="I fold three of them.")
    for voice in found.values():
        await voice.sync()
    return found


async def put(voices: Voices, *boards: dict[str, Any]) -> dict[str, Any]:
    return await voices["runs"].do(op="set_up", g=1, settings={"boards": [*boards]})


async def shown(voice: Voice) -> dict[int, BoardRecord]:
    page = await voice.page(w="g", g=1)
    return {board.board: board for board in tables.BOARDS.decode(page["i"]["boards"])}


async def test_a_new_board_is_there_for_everybody_and_takes_threads(voices: Voices) -> None:
    assert not (await put(voices, {"title": "  Night walks ", "purpose": "coping"})).get("e")
    told = changes(await voices["bea"].sync(), 1)["i"]
    [new] = [board for board in tables.BOARDS.decode(told["boards"]) if board.board > 6]
    assert (new.title, new.purpose, new.closed) == ("Night walks", BoardPurpose.COPING, False)
    ack = await voices["ada"].do(op="thread", g=1, board=new.board, title="The bridge", body="There and back.")
    assert not ack.get("e")
    heads = rows(await voices["bea"].page(w="b", g=1, d=new.board), "h")
    assert [head.title for head in heads] == ["The bridge"]


async def test_only_who_runs_the_group_leads_a_board_of_announcements(voices: Voices) -> None:
    await put(voices, {"title": "Rota", "purpose": "announcements"})
    assert (await voices["ada"].do(op="thread", g=1, board=7, title="A", body="B"))["e"] == "not-allowed"
    assert not (await voices["runs"].do(op="thread", g=1, board=7, title="A", body="B")).get("e")


async def test_another_name_keeps_the_number_and_what_it_is_for(voices: Voices) -> None:
    assert not (await put(voices, {"board": 3, "title": "What helps", "purpose": "stories"})).get("e")
    board = (await shown(voices["ada"]))[3]
    assert (board.title, board.purpose) == ("What helps", BoardPurpose.COPING)


async def test_nobody_writes_on_a_closed_board_until_it_is_open_again_and_all_of_it_can_be_read(
    voices: Voices,
) -> None:
    runs, ada, bea = voices["runs"], voices["ada"], voices["bea"]
    assert not (await put(voices, {"board": 3, "title": "Coping strategies", "closed": True})).get("e")
    assert (await shown(ada))[3].closed
    for voice, op in (
        (ada, {"op": "thread", "board": 3, "title": "Soap", "body": "Lavender."}),
        (bea, {"op": "reply", "to": 1, "body": "Four here."}),
        (runs, {"op": "reply", "to": 1, "body": "Four here."}),
        (ada, {"op": "edit", "post": 1, "body": "I fold four."}),
        (runs, {"op": "open_meeting", "board": 3, "title": "Tonight", "body": "Welcome."}),
    ):
        ack = await voice.do(g=1, **op)
        assert (ack["e"], ack["d"]) == ("board-closed", CLOSED), op["op"]
    page = await bea.page(w="t", g=1, n=1)
    assert page["p"]["b"] == ["I fold three of them."]
    assert not (await bea.do(op="respond", g=1, post=1, kind="with_you")).get("e")
    assert not (await bea.do(op="report", g=1, post=1)).get("e")
    waiting = rows(await runs.page(w="v", g=1), "h")
    assert waiting == [], "where nobody can answer nobody waits"
    await put(voices, {"board": 3, "title": "Coping strategies"})
    assert not (await bea.do(op="reply", g=1, to=1, body="Four here.")).get("e")


async def test_what_was_put_off_and_comes_after_the_closing_is_told_to_its_author(voices: Voices, clock: Any) -> None:
    op = {"k": "put-off-0001", "op": "thread", "g": 1, "board": 3, "title": "Soap", "body": "Lavender.", "later": 5}
    assert (await voices["ada"].sync(op))["a"][0]["later"]
    await put(voices, {"board": 3, "title": "Coping strategies", "closed": True})
    clock.forward(minutes=10)
    assert (await voices["ada"].sync(op))["a"][0]["e"] == "board-closed"


@pytest.mark.parametrize(
    ("board", "sentence"),
    [
        ({"title": "\x1b[2J"}, "A board needs a name."),
        ({"title": "Guests", "purpose": "guest_session"}, "comes by itself"),
        ({"board": 44, "title": "Nowhere"}, "no such board"),
        ({"title": "check-IN"}, "a board of this name already"),
        ({"board": 1, "title": "Check-in"}, "a board of this name already"),
    ],
)
async def test_what_can_not_be_is_said_in_a_sentence_and_changes_nothing(
    board: dict[str, Any], sentence: str, voices: Voices
) -> None:
    before = await shown(voices["runs"])
    ack = await put(voices, {"board": 4, "title": "Hope"}, board)
    assert ack["e"] == "bad-field"
    assert sentence in ack["d"]
    assert await shown(voices["runs"]) == before


async def test_a_group_has_so_many_boards_and_no_more(voices: Voices) -> None:
    assert not (await put(voices, *({"title": f"Board {n}"} for n in range(4)))).get("e")
    assert "Please close one first" in (await put(voices, {"title": "One more"}))["d"]
    assert not (await put(voices, {"board": 7, "title": "Board 0", "closed": True}, {"title": "One more"})).get("e")
    assert "Please close one first" in (await put(voices, {"board": 7, "title": "Board 0"}))["d"]


async def test_the_board_of_guest_sessions_stays_open(voices: Voices, context: Context) -> None:
    minute = context.now_min()
    session = {"name": "Dr Fern", "title": "An evening", "body": "Ask away.", "start": minute, "until": minute + 60}
    assert not (await voices["runs"].do(op="guest_session", g=1, **session)).get("e")
    ack = await put(voices, {"board": 6, "title": "Guests", "closed": True})
    assert "a session ends by itself" in ack["d"]
    assert not (await put(voices, {"board": 6, "title": "Guests"})).get("e")


async def test_boards_are_for_who_runs_the_group(voices: Voices) -> None:
    ack = await voices["ada"].do(op="set_up", g=1, settings={"boards": [{"title": "Mine"}]})
    assert ack["e"] == "not-allowed"
    closed = BoardRecord(1, BoardPurpose.DISCUSSION, "A", closed=True)
    assert "c" not in tables.BOARDS.encode([BoardRecord(1, BoardPurpose.DISCUSSION, "A")])
    assert "c" in tables.BOARDS.encode([closed])
