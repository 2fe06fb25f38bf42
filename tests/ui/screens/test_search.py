"""Searching what is here, and, only when asked to, on the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.library_sample import fill_library
from tests.ui.sample import ANXIETY, MINUTE, NIGHT, fill
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup import actions
from tuigroup.errors import Offline
from tuigroup.store import SearchHit, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.search import SearchScreen
from tuigroup.ui.screens.thread import ThreadScreen

Make = Callable[..., TuigroupApp]


async def searched(pilot: Pilot[Any], app: TuigroupApp, text: str, **where: object) -> str:
    app.open("search", **where)
    await pilot.pause()
    await pilot.press(*("space" if c == " " else c for c in text), "enter")
    await pilot.pause()
    return screen_text(app)


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store)
    fill_library(store)
    actions.reply(store, NIGHT, 2, "My hands fold towels.")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await searched(pilot, app, "s")
        golden(app, "search-80x24")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "search-120x40")


async def test_a_find_opens_where_it_is(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await searched(pilot, app, "tomorrow list")
        assert "heron, Night Shift Sleep Circle" in text
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        assert app.screen.pane.marker == 2


async def test_in_one_group_only(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await searched(pilot, app, "first week", group=NIGHT)
        assert text.splitlines()[0].startswith(" Search > Night Shift Sleep Circle")
        assert "Nothing here has these words." in text
        await pilot.press("escape")
        assert "tealeaf" in await searched(pilot, app, "first week", group=ANXIETY)


async def test_the_server_is_asked_only_when_one_says_so(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    session.engine.hits = [
        SearchHit("post", "Old nights", "a kettle, long ago", NIGHT, 90, 91, "", "wren", MINUTE - 90_000, False),
        SearchHit("post", "What do you do at 3 a.m.?", "tea I don't drink", NIGHT, 1, 2, "", "heron", MINUTE, False),
    ]
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await searched(pilot, app, "tea")
        assert "Search all of your groups on the server (it will see these words)" in text
        assert "Old nights" not in text
        await pilot.press("end", "enter")
        await pilot.pause()
        await pilot.pause()
        text = screen_text(app)
        assert "On the server" in text
        assert "Old nights" in text
        assert text.count("3 a.m.") == 1, "what is here is not shown twice"


async def test_the_line_drops_while_one_searches(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    session.engine.refuse = Offline("The line dropped.")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await searched(pilot, app, "kettle")
        await pilot.press("end", "enter")
        await pilot.pause()
        await pilot.pause()
        text = screen_text(app)
        assert "The line dropped." in text
        assert "Ask the server again" in text


async def test_offline_says_so(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    session.engine.link.state = "offline"
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await searched(pilot, app, "tea")
        assert "can be searched on the server when the line is back" in text
        assert "heron" in text


async def test_a_find_does_not_show_what_a_note_folds(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await searched(pilot, app, "dull")
        assert "note: medication" in text
        assert "dose" not in text


async def test_a_find_of_the_server_does_not_show_what_a_note_folds(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    hit = SearchHit("post", "Old nights", "a dose, long ago", NIGHT, 90, 91, "", "wren", MINUTE - 90, False)
    session.engine.hits = [replace(hit, note="medication"), replace(hit, ref=92, snippet="a warm dose of tea")]
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await searched(pilot, app, "kettle")
        await pilot.press("end", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        text = screen_text(app)
        assert "note: medication" in text
        assert "long ago" not in text
        assert "a warm dose of tea" in text
        store.settings.set("folds", "food")
        await pilot.pause()
        app.screen.fill()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "long ago" in screen_text(app), "who chose to see this topic does"


@pytest.mark.parametrize("text", ['"', "a OR b*", "NEAR(x", "^", "{}", "%", "(((", "-", "'; DROP TABLE posts; --"])
async def test_no_query_breaks_it(make_app: Make, store: Store, text: str) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("search", text=text)
        await pilot.pause()
        assert isinstance(app.screen, SearchScreen)
    assert store.threads.list(NIGHT)
