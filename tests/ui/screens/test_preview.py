"""The preview: what would be sent, and a sentence where nothing would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import screen_text
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp

Make = Callable[..., TuigroupApp]


async def test_the_preview_of_a_quote_is_what_would_be_sent(make_app: Make, store: Store) -> None:
    fill(store)
    draft = Draft("", "reply", NIGHT, target=2, quote=" I write\n\nlists. \n")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("preview", draft=draft)
        await pilot.pause()
        assert "Nothing is written yet. A quote alone is not sent." in screen_text(app)
        assert "lists." not in screen_text(app)
        await pilot.press("escape")
        app.open("preview", draft=replace(draft, body="Yes."))
        await pilot.pause()
        shown = screen_text(app)
        assert "lists." in shown
        assert "Yes." in shown
        assert "Nothing is written" not in shown
