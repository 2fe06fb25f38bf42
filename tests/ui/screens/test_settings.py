"""Settings: seen at once, kept in the store, and true after the next start."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from tests.ui.stubs import StubSession, StubSettings, golden, screen_text
from tuigroup.store import Store
from tuigroup.sync.choices import Choices
from tuigroup.ui.app import TuigroupApp
from tuigroup.views.checks import topics

Make = Callable[..., TuigroupApp]


async def test_as_they_look(make_app: Make, store: Store) -> None:
    app = make_app(first="settings")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "settings-80x24")


async def test_another_look_is_there_at_once_and_the_next_time(make_app: Make, store: Store) -> None:
    app = make_app(first="settings")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "4")
        await pilot.pause()
        assert "high contrast" in screen_text(app)
        assert app.theme == "contrast"
    assert store.settings.get("theme") == "contrast"
    assert make_app().look.name == "contrast"


async def test_the_country_comes_first_under_help_now(make_app: Make, store: Store) -> None:
    app = make_app(first="settings")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        app.screen.query_one(Input).value = "7x"
        await pilot.press("enter")
        await pilot.pause()
        assert "A country has two letters" in screen_text(app)
        app.screen.query_one(Input).value = "jp"
        await pilot.press("enter")
        await pilot.pause()
        assert "Japan" in screen_text(app)
        await pilot.press("H")
        await pilot.pause()
        assert "Japan (your country)" in screen_text(app)


async def test_topics_that_fold(make_app: Make, store: Store) -> None:
    app = make_app(first="settings")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter", "s")
        await pilot.pause()
        await pilot.press(*"Food, Medication,food", "enter")
        await pilot.pause()
        assert "food, medication" in screen_text(app)
        assert store.settings.get("folds") == "food,medication"
        await pilot.press("enter", "n")
        await pilot.pause()
        assert store.settings.get("folds", "*") == ""


async def test_switches(make_app: Make, store: Store, session: StubSession) -> None:
    app = make_app(first="settings")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        assert session.engine.link.state == "paused"
        await pilot.press("down", "enter")
        await pilot.pause()
        assert store.settings.get("data_saver") == "on"
        assert session.engine.reconsidered == 1
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        assert store.settings.get("silent") == "on"


async def test_when_to_ask_for_news(make_app: Make, store: Store, session: StubSession) -> None:
    app = make_app(first="settings")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "every 5 minutes" in screen_text(app)
        await pilot.press(*["down"] * 5, "enter", "a")
        await pilot.pause()
        assert "at once (keeps a second line open)" in screen_text(app)
        assert (store.settings.get("news"), session.engine.reconsidered) == ("at-once", 1)
        await pilot.press("enter", "m")
        await pilot.pause()
        app.screen.query_one(Input).value = "0"
        await pilot.press("enter")
        await pilot.pause()
        assert "A whole number from 1 to 1440 fits here" in screen_text(app)
        app.screen.query_one(Input).value = "30"
        await pilot.press("enter")
        await pilot.pause()
        assert "every 30 minutes" in screen_text(app)
        await pilot.press("enter", "k")
        await pilot.pause()
        assert "only when I ask" in screen_text(app)
    assert Choices(store, StubSettings()).news == "ask"


async def test_what_to_ask_about_first(make_app: Make, store: Store) -> None:
    app = make_app(first="settings")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "above 64 KB" in screen_text(app)
        await pilot.press(*["down"] * 6, "enter")
        await pilot.pause()
        app.screen.query_one(Input).value = "0"
        await pilot.press("enter")
        await pilot.pause()
        assert "always" in screen_text(app)
    assert Choices(store, StubSettings()).ask_above == 0


def test_topics_are_cleaned_and_named_once() -> None:
    assert topics(" Food ,food,\x1b[2J, Self-Harm") == ["food", "self-harm"]
