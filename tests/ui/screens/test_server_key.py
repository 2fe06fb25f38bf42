"""The first contact with a server that has a key of its own: calm, once, and nothing goes on by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.ui.stubs import StubLink, StubSession, StubSettings, golden, screen_text
from tuigroup import fingerprint
from tuigroup.errors import UnknownServerKey
from tuigroup.ui.app import TuigroupApp
from tuigroup.views.needs import SessionLike

Make = Callable[..., TuigroupApp]
KEY = "sha256:" + "541fec0395553c8c2c8f6202a809755ae87bd2562398fa965290b3badb988668"
ANOTHER = "sha256:" + "ab" * 32


@pytest.fixture
def guest(session: StubSession) -> StubSession:
    """Nobody is signed in, and the server has shown a key that is not known."""
    session.account = session.server = None
    session.unknown_key = KEY
    session.engine.link = StubLink("paused", sentence="The server proves itself by a key.", reason="stopped")
    return session


async def test_as_it_looks(make_app: Make, guest: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        golden(app, "server-key-80x24")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        golden(app, "server-key-40x12")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "server-key-120x40")


async def test_not_now_asks_again_only_when_one_wants_it(make_app: Make, guest: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert "Look at the server's key" in screen_text(app)
        assert "The server proves itself by a key." in screen_text(app)
        guest.engine.changed()
        await pilot.pause()
        await pilot.pause()
        assert "Look at the server's key" in screen_text(app), "it does not come back by itself"
        await pilot.press("home", "enter")
        await pilot.pause()
        assert "Not now" in screen_text(app)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "I am new here" in screen_text(app)
    assert guest.calls == []


async def test_what_was_given_is_compared_here(make_app: Make, guest: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        for typed, told in ((ANOTHER, "another fingerprint"), ("hello", "no fingerprint")):
            app.screen.query_one(Input).value = typed
            await pilot.press("enter")
            await pilot.pause()
            assert told in screen_text(app)
        assert guest.calls == []
        app.screen.query_one(Input).value = "  ".join(fingerprint.groups(KEY)).upper()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert guest.calls == [("trust", KEY)]
        assert "The key is remembered" in screen_text(app)
        assert "Look at the server's key" not in screen_text(app)


async def test_one_s_word_is_enough(make_app: Make, guest: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        await pilot.press("down", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert guest.calls == [("trust", KEY)]


async def test_another_server_is_asked_about_before_it_is_used(make_app: Make, guest: StubSession) -> None:
    asked: list[tuple[str, str]] = []

    async def connect(typed: str, pin: str = "") -> SessionLike:
        asked.append((typed, pin))
        if not pin:
            raise UnknownServerKey(KEY)
        return replace(guest)

    guest.unknown_key = ""
    app = make_app(settings=StubSettings(server=""), connect=connect)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("home", "enter")
        await pilot.pause()
        app.screen.query_one(Input).value = "https://small.example.org"
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "small.example.org" in screen_text(app)
        assert fingerprint.groups(KEY)[0] in screen_text(app)
        await pilot.press("down", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "There is a tuigroup server" in screen_text(app)
    assert asked == [("https://small.example.org", ""), ("https://small.example.org", KEY)]
