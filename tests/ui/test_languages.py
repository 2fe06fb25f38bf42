"""The screens in Spanish: they fit where they fit in English, and the member chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.ui.sample import fill
from tests.ui.stubs import StubSettings, golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp

Make = Callable[..., TuigroupApp]
AFTER = 5  # settings that stand after the language
SPANISH = replace(StubSettings(), language="es_ES.UTF-8")


@pytest.mark.parametrize("first", ["today", "directory", "settings", "help"])
async def test_as_they_look(make_app: Make, store: Store, first: str) -> None:
    fill(store)
    app = make_app(first=first, settings=SPANISH)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, f"{first}-es-80x24")


async def test_another_language_is_there_at_once_and_the_next_time(make_app: Make, store: Store) -> None:
    app = make_app(first="today")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("end", *"k" * AFTER, "enter", "2")
        await pilot.pause()
        seen = screen_text(app)
        assert "Ajustes" in seen
        assert "Español" in seen
        assert "volver" in seen
        await pilot.press("escape")
        await pilot.pause()
        assert "directorio" in screen_text(app)
        await pilot.press("s", "end", *"k" * AFTER, "enter", "1")
        await pilot.pause()
        assert "Settings" in screen_text(app)
    assert store.settings.get("language") == "en"
    assert make_app(settings=SPANISH).t.language == "en"
