"""Who came in by a key is asked for the passphrase once, may say no, and is told where somebody else sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input

from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.errors import SignInRefused
from tuigroup.ui.app import TuigroupApp
from tuigroup.views.account import DOOR_SEES

Make = Callable[..., TuigroupApp]


@pytest.fixture
def by_key(session: StubSession) -> StubSession:
    session.record_closed = session.asks = True
    session.sees = DOOR_SEES
    return session


async def test_the_passphrase_opens_the_record_at_once(by_key: StubSession, make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "asked-record-80x24")
        by_key.refuse = SignInRefused("The present passphrase does not match. Nothing was changed.", kept="")
        await pilot.press(*"not this one", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "does not match" in screen_text(app)
        assert app.screen.query_one(Input).value == ""
        by_key.refuse = None
        await pilot.press(*"four plain words", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert ("open_record", "four plain words") in by_key.calls
        assert "Your private record is open" in screen_text(app)
        assert "n next unread" in screen_text(app) or "q leave" in screen_text(app)


async def test_no_is_an_answer_and_it_is_not_asked_again(by_key: StubSession, make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Esc go on without" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Your private record is closed" in screen_text(app)
        assert "q leave" in screen_text(app)
        assert not by_key.calls
    again = make_app()
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "q leave" in screen_text(again)


@pytest.mark.parametrize("first", ["sign_in", "create", "recover", "asked_record"])
async def test_where_a_passphrase_is_typed_at_a_door_it_says_that_it_sees_it(
    first: str, session: StubSession, make_app: Make
) -> None:
    for sees in (DOOR_SEES, ""):
        session.sees, session.account = sees, None
        app = make_app(first=first)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            text = " ".join(screen_text(app).split())
            assert ("This door sees your passphrase" in text) is bool(sees)
            assert not sees or "never leaves this machine" not in text
