"""Somebody signed out or in in another window: what is shown here is closed, and nothing of it is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from tests.ui.composing import thread, write
from tests.ui.sample import fill
from tests.ui.stubs import StubSession, screen_text
from tuigroup.store import Store
from tuigroup.store.settings import NAME
from tuigroup.ui.app import TuigroupApp

Make = Callable[..., TuigroupApp]


def come_elsewhere(store: Store, session: StubSession, name: str) -> None:
    """As another program does it: what was here is gone, and the store is somebody else's."""
    for draft in store.drafts.all():
        store.drafts.delete(draft.id)
    store.settings.set(NAME, name)
    session.account, session.others = name, True
    session.arrivals += 1


async def hear_of_it(pilot: Pilot[Any], session: StubSession) -> None:
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
        come_elsewhere(store, session, "fern")
        await hear_of_it(pilot, session)
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
        come_elsewhere(store, session, "fern")
        await hear_of_it(pilot, session)
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
