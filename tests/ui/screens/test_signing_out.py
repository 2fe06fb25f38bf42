"""Signing out, and signing in where somebody else was: nothing that is nowhere else goes without a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import StubSession, screen_text
from tuigroup.session import Became
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import Reply

Make = Callable[..., TuigroupApp]


async def ask_to_sign_out(pilot: Pilot[Any], app: TuigroupApp) -> str:
    """The question, from the account page, on one line."""
    await pilot.pause()
    assert "Signed in as moss on Sample community" in screen_text(app)
    await pilot.press("down", "down", "down", "enter")
    await pilot.pause()
    return " ".join(screen_text(app).split())


async def test_who_signs_in_after_somebodys_sign_in_has_ended_is_asked_before_their_words_go(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app(first="sign_in")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Sign-in name  moss" in screen_text(app)
        await pilot.press(*"seven quiet boats")
        store.outbox.add(Reply(k=store.new_key(), g=NIGHT, to=2, body="Not silly."))
        await pilot.press("shift+tab", *"es", "enter", "enter")
        await pilot.pause()
        asked = " ".join(screen_text(app).split())
        assert "moss was signed in here, and something they wrote is nowhere else yet." in asked
        await pilot.press("escape")
        await pilot.pause()
        assert not session.calls
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("s")
        await app.workers.wait_for_complete()
        assert session.calls == [("sign_in", "mosses", "seven quiet boats")]


async def test_who_signs_in_again_is_asked_nothing(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    store.outbox.add(Reply(k=store.new_key(), g=NIGHT, to=2, body="Not silly."))
    app = make_app(first="sign_in")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*"seven quiet boats", "enter")
        await app.workers.wait_for_complete()
        assert session.calls == [("sign_in", "moss", "seven quiet boats")]


async def test_signing_out_says_what_would_be_lost(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    store.outbox.add(Reply(k=store.new_key(), g=NIGHT, to=2, body="Not silly."))
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:
        asked = await ask_to_sign_out(pilot, app)
        assert "One thing is not sent yet. Signing out takes everything from this machine." in asked
        assert "s send what is finished, keep the rest sealed" in asked
        session.became = Became(sent=1)
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.pause()
        assert session.calls == [("sign_out_after", "send", "False")]
        said = " ".join(screen_text(app).split())
        assert "Welcome to tuigroup" in said
        assert "One thing was sent." in said
        assert app.became == Became(sent=1), "which a shared terminal tells"


async def test_signing_out_asks_no_more_where_nothing_would_be_lost(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:
        assert "You can sign in again at any time." in await ask_to_sign_out(pilot, app)
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.calls == [("sign_out", "False")]
        assert "Welcome to tuigroup" in screen_text(app)
