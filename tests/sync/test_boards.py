"""A board that is here is not asked for again, a part of it only for the rest; no thread is missing for that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.world import Machine, World
from tuigroup import actions
from tuigroup.sync.boards import PAGE, Boards
from tuigroup.wire.sync import SyncAnswer, SyncRequest, WantBoard

MANY = 70


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    yield made
    await made.close()


@pytest.fixture
def group(world: World) -> int:
    return world.group("Night Kitchen")


async def write(world: World, writer: Machine, group: int, count: int, board: int = 1) -> None:
    for index in range(count):
        actions.start_thread(writer.store, group, board, f"Thread {index} of board {board}", "It rains.")
        await writer.sync()
        world.clock.forward(2)


def heard(machine: Machine) -> list[SyncRequest]:
    """Every exchange from now on."""
    asked: list[SyncRequest] = []
    client = machine.session._client
    sync = client.sync

    async def noted(request: SyncRequest, **how: Any) -> SyncAnswer:
        asked.append(request)
        return await sync(request, **how)

    client.sync = noted  # type: ignore[method-assign]
    return asked


def titles(machine: Machine, group: int, board: int = 0) -> list[str]:
    return [thread.title for thread in machine.store.threads.list(group, board, 500)]


def boards_asked(asked: list[SyncRequest]) -> list[WantBoard]:
    return [want for request in asked for want in request.w if isinstance(want, WantBoard)]


async def open_board(machine: Machine, group: int, board: int = 0, before: int = 0) -> None:
    machine.session.engine.want(WantBoard(g=group, d=board, before=before))
    await machine.sync()
    assert not machine.session.engine.pending()


async def test_who_joins_a_small_group_has_its_boards_and_asks_for_nothing(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    await write(world, ada, group, 5)
    await write(world, ada, group, 2, board=2)
    bea = await world.member("bea", group)
    asked = heard(bea)
    for board in (0, 1, 2, 3):
        await open_board(bea, group, board)
        assert titles(bea, group, board) == titles(ada, group, board)
    assert boards_asked(asked) == []


async def test_who_joins_a_large_group_gets_a_board_s_first_page_with_it_and_no_more(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    await write(world, ada, group, MANY)
    bea = await world.member("bea", group)
    assert PAGE <= len(titles(bea, group)) < MANY
    asked = heard(bea)
    await open_board(bea, group, 1)
    assert boards_asked(asked) == []
    here = titles(bea, group)
    assert here == titles(ada, group)[: len(here)]


async def test_the_first_page_of_a_large_board_comes_once_and_stays_as_it_is_on_the_server(
    world: World, group: int
) -> None:
    ada = await world.member("ada", group)
    await write(world, ada, group, MANY)
    bea = await world.member("bea", group, world.group("Rainy Mornings"))
    joined = len(titles(bea, group))
    assert 0 < joined < PAGE
    asked = heard(bea)
    await open_board(bea, group, 1)
    assert len(titles(bea, group)) >= PAGE
    await write(world, ada, group, 3)
    await open_board(bea, group, 1)
    await open_board(bea, group)
    assert len(boards_asked(asked)) <= 2
    here = titles(bea, group)
    assert here == titles(ada, group)[: len(here)]


async def test_older_threads_come_page_by_page_until_all_are_here(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    await write(world, ada, group, MANY)
    bea = await world.member("bea", group)
    await open_board(bea, group, 1)
    for _ in range(3):
        oldest = bea.store.threads.list(group, 1, 500)[-1].last_at
        await open_board(bea, group, 1, before=oldest)
    assert titles(bea, group, 1) == titles(ada, group, 1)
    asked = heard(bea)
    await open_board(bea, group, 1)
    assert boards_asked(asked) == []


async def test_other_boards_are_asked_for_by_themselves(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    await write(world, ada, group, 30, board=2)
    await write(world, ada, group, 30, board=1)
    bea = await world.member("bea", group)
    for board in (1, 2, 3):
        await open_board(bea, group, board)
        assert titles(bea, group, board) == titles(ada, group, board)


@pytest.mark.parametrize("lost", ["nonsense.1", None])
async def test_after_a_lost_cursor_a_board_is_asked_for_again(world: World, group: int, lost: str | None) -> None:
    ada = await world.member("ada", group)
    await write(world, ada, group, 3)
    bea = await world.member("bea", group)
    await open_board(bea, group, 1)
    await write(world, ada, group, MANY)
    bea.store.set_cursor(lost)
    await open_board(bea, group, 1)
    await open_board(bea, group, 1)
    here = titles(bea, group, 1)
    assert len(here) >= PAGE
    # Nothing between the newest and the fortieth is missing.
    assert here[:PAGE] == titles(ada, group, 1)[:PAGE]


async def test_who_was_away_for_long_asks_again(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    bea = await world.member("bea", group)
    await open_board(bea, group, 1)
    await write(world, ada, group, 210)
    await bea.sync()
    await open_board(bea, group, 1)
    assert titles(bea, group, 1)[:PAGE] == titles(ada, group, 1)[:PAGE]


async def test_who_left_and_comes_back_asks_again(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    await write(world, ada, group, 4)
    bea = await world.member("bea", group)
    await open_board(bea, group, 1)
    actions.leave(bea.store, group)
    await bea.sync()
    await write(world, ada, group, MANY)
    actions.join(bea.store, group, "bea-again")
    bea.session.engine.want(WantBoard(g=group, d=1))
    await bea.sync()
    await open_board(bea, group, 1)
    assert titles(bea, group, 1)[:PAGE] == titles(ada, group, 1)[:PAGE]


async def test_a_page_beyond_a_hole_says_nothing_of_what_is_above_it(world: World, group: int) -> None:
    bea = await world.member("bea", group)
    boards = Boards(bea.store)
    boards.begin(group, 500)
    boards.extend(group, 1, before=300, since=200)
    assert boards._read(group) == {0: 500}
    boards.extend(group, 1, before=500, since=200)
    assert boards._read(group) == {0: 500, 1: 200}
    boards.begin(group, 0)
    assert boards.placed(WantBoard(g=group, d=1)) == WantBoard(g=group, d=1)
