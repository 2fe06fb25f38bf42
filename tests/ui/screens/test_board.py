"""A group's home: boards and threads with what is new, what is asked for, what to do where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from tests.ui.sample import ANXIETY, ASK, HERON, MINUTE, NIGHT, fill, thread
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup import actions
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.board import BoardScreen
from tuigroup.ui.screens.compose import ComposeScreen
from tuigroup.ui.screens.thread import ThreadScreen
from tuigroup.wire.records import PostRecord
from tuigroup.wire.sync import WantBoard

Make = Callable[..., TuigroupApp]


def more_threads(store: Store) -> None:
    store.threads.put_heads(
        NIGHT,
        [
            thread(20, "Night workers: how do you eat?", HERON, MINUTE - 3000, 3, 22),
            thread(30, "日本語のタイトル, and a long one that goes on and on for a whole line", HERON, MINUTE, 9, 39),
        ],
    )
    store.threads.put_posts(NIGHT, [PostRecord(20, 20, 0, HERON, MINUTE - 3000, "Soup, mostly.")])


async def opened(pilot: Pilot[Any], app: TuigroupApp, group: int = NIGHT, board: int = 0) -> str:
    app.open("board", group=group, board=board)
    await pilot.pause()
    await pilot.pause()
    return screen_text(app)


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store)
    more_threads(store)
    actions.watch(store, NIGHT, 20, True)
    actions.start_thread(store, NIGHT, 1, "Towels", "I fold the same three.")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        golden(app, "board-80x24")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "board-120x40")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        golden(app, "board-40x12")


async def test_heads_are_asked_for_and_shown_as_they_come(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        assert session.engine.wanted == [WantBoard(g=NIGHT, d=0)]
        more_threads(store)
        await pilot.pause()
        await pilot.pause()
        assert "how do you eat?" in screen_text(app)


async def test_enter_goes_in_and_esc_comes_back_to_the_same_row(make_app: Make, store: Store) -> None:
    fill(store)
    more_threads(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("end", "k", "k", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        assert "how do you eat?" in screen_text(app).splitlines()[0]
        await pilot.press("escape")
        await pilot.pause()
        row = next(of for of in screen_text(app).splitlines() if of.startswith(" >"))
        assert "how do you eat?" in row


async def test_a_board_alone(make_app: Make, store: Store) -> None:
    fill(store)
    more_threads(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("home", "enter")
        await pilot.pause()
        text = screen_text(app)
        assert isinstance(app.screen, BoardScreen)
        assert text.splitlines()[0].startswith(" Night Shift Sleep Circle > Talk")
        assert "eat?" in text
        assert "3 a.m." not in text


async def test_an_empty_group_says_what_to_do(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, group=3)
        assert "No threads are here yet. t begins one" in text
        session.engine.link.state = "offline"
        session.engine.changed()
        await pilot.pause()
        assert "They come when the line is back." in screen_text(app)


async def test_who_is_no_member_is_told_the_way_in(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, group=ASK)
        assert "Only members read and write here." in text
        assert "t new thread" not in text
        assert session.engine.wanted == []


async def test_t_asks_on_which_board_and_begins(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("t")
        await pilot.pause()
        assert "On which board?" in screen_text(app)
        await pilot.press("2")
        await pilot.pause()
        assert isinstance(app.screen, ComposeScreen)
        assert (app.screen.draft.kind, app.screen.draft.board) == ("thread", 2)


async def test_t_on_a_board_begins_there_and_goes_on_with_its_draft(make_app: Make, store: Store) -> None:
    fill(store)
    saved = store.drafts.save(Draft("", "thread", NIGHT, board=1, title="Towels", body="I fold"))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("home", "t")
        await pilot.pause()
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.draft.id == saved.id


async def test_older_threads_are_asked_for(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, ANXIETY)
        await pilot.press("end", "enter")
        await pilot.pause()
        last = store.threads.list(ANXIETY)[-1].last_at
        assert session.engine.wanted[-1] == WantBoard(g=ANXIETY, d=0, before=last)
        assert "Asked for older threads" in screen_text(app)


async def test_the_preview_of_a_wide_terminal_reads_nothing(make_app: Make, store: Store) -> None:
    fill(store)
    unread = store.threads.next_unread(g=NIGHT)
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        text = await opened(pilot, app)
        assert "I have been awake since one." in text
        await pilot.press("j", "k")
        await pilot.pause()
        assert store.threads.next_unread(g=NIGHT) == unread


async def test_n_w_m_from_the_list(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("w", "m")
        await pilot.pause()
        assert store.marks.is_watched(NIGHT, 1)
        assert store.marks.is_muted(NIGHT, 1)
        await pilot.press("m")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
