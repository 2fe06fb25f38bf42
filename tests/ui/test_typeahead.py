"""Keys that arrive together do what they would have done one by one; nothing typed ahead is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.widgets import Input

from tests.terminal_layer.apps import until
from tests.ui.stubs import StubSession, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import Leaving, TuigroupApp


def type_at_once(app: TuigroupApp, *keys: str) -> None:
    """As a driver does when a packet brings many keys."""
    for key in keys:
        character = key if len(key) == 1 else None
        app.post_message(events.Key(key, character))


async def test_what_follows_the_key_that_opens_a_field_is_typed_into_it(
    make_app: Callable[..., TuigroupApp], session: StubSession
) -> None:
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        type_at_once(app, "slash", *"qfjHd")
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query_one(Input).value == "qfjHd"
        assert "Help now" not in screen_text(app)


async def test_the_quick_exit_overtakes_what_was_typed(
    make_app: Callable[..., TuigroupApp], session: StubSession
) -> None:
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        type_at_once(app, "slash", *("x" * 300), "ctrl+q")
        await pilot.pause()
        assert app.screen.query_one(Input).value == ""
    assert app.return_value is Leaving.QUICK


@pytest.mark.parametrize("count", [1, 40])
async def test_keys_arrive_in_their_order(make_app: Callable[..., TuigroupApp], store: Store, count: int) -> None:
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        type_at_once(app, "slash", *("ab" * count))
        await until(lambda: len(app.screen.query_one(Input).value) == 2 * count)
        assert app.screen.query_one(Input).value == "ab" * count
