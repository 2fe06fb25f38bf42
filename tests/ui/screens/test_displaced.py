"""Somebody signed out or in in another window: what is shown here is closed, and nothing of it is written down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from tests.ui.composing import thread, write
from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import StubSession, screen_text
from tuigroup.store import Store
from tuigroup.store.settings import NAME
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.sheet import LongTextScreen
from tuigroup.views import decided

Make = Callable[..., TuigroupApp]


async def come_elsewhere(pilot: Pilot[Any], store: Store, session: StubSession) -> None:
    """As another program does it: what was here is gone, and the store is somebody else's. And it is heard of here."""
    for draft in store.drafts.all():
        store.drafts.delete(draft.id)
    store.settings.set(NAME, "fern")
    session.account, session.others = "fern", True
    session.arrivals += 1
    session.engine.changed()
    for _ in range(4):
        await pilot.pause()


async def test_what_was_being_written_is_not_kept_for_who_came(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        await write(pilot, "mine alone")
        await pilot.press("escape")
        await pilot.press("r")
        await pilot.pause()
        assert [draft.body for draft in store.drafts.all()] == ["mine alone"]
        await come_elsewhere(pilot, store, session)
        assert app.front is not None
        assert app.front.known_as == "today"
        assert "In another window somebody signed out or in." in screen_text(app)
    assert store.drafts.all() == []


async def test_where_one_was_reading_is_not_kept_for_who_came(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        before = store.marks.export()
        await pilot.press("down")
        await come_elsewhere(pilot, store, session)
    assert store.marks.export() == before


async def test_a_key_before_it_was_heard_writes_nothing_and_says_why(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        store.whose.knows("somebody else")
        await pilot.press("w")
        await pilot.pause()
        assert "In another window somebody signed out or in: nothing more is written" in screen_text(app)
    assert not any(row.watched for row in store.threads.list(1))


async def test_an_answer_to_a_question_that_can_not_be_written_ends_nothing(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("propose")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        store.whose.knows("somebody else")
        await pilot.press(*"mossy", "enter")
        await pilot.pause()
        await pilot.pause()
        assert "In another window somebody signed out or in: nothing more is written" in screen_text(app)
    assert app.crashed is None


async def test_a_text_that_can_not_be_written_down_while_one_types_ends_nothing(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(LongTextScreen("Appeal", "Why", "", 1000, lambda text: decided.keep(store, NIGHT, 2, text)))
        await pilot.pause()
        store.whose.knows("somebody else")
        await pilot.press("a")
        async with asyncio.timeout(20):
            while "In another window" not in screen_text(app):
                await pilot.pause(0.05)
        assert app.crashed is None
        store.whose.knows("")
        await pilot.press("b", "escape")
        await pilot.pause()
    assert decided.draft(store, NIGHT, 2) == "ab", "what was not kept at first is kept at the next try"
