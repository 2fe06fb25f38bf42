"""Where the quick exit has locked the store: nothing of anybody's before the passphrase."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui import sample
from tests.ui.stubs import StubSession, StubSettings, golden, screen_text
from tuigroup.errors import SignInRefused
from tuigroup.session import locking
from tuigroup.store import Store
from tuigroup.ui.app import Leaving, TuigroupApp


async def test_nothing_is_shown_before_the_passphrase(
    session: StubSession, store: Store, make_app: Callable[..., TuigroupApp]
) -> None:
    sample.fill(store)
    session.account, session.locked = None, True
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(app)
        assert "Type the passphrase" in shown
        assert "Night Shift" not in shown
        assert "to send" not in shown
        app.open("today")  # whatever would open something
        await pilot.pause()
        assert "Night Shift" not in screen_text(app)
        app.go_back()
        await pilot.press("enter")
        session.refuse = SignInRefused(locking.WRONG)
        await pilot.press(*"abc", "enter")
        await pilot.pause()
        assert "does not open it" in screen_text(app)
        session.refuse = None
        await pilot.press(*"abc", "enter")
        await pilot.pause()
        assert session.calls == [("unlock", "abc"), ("unlock", "abc")]
        assert "Night Shift" in screen_text(app)


async def test_the_quick_exit_locks(session: StubSession, make_app: Callable[..., TuigroupApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+q")
    assert app.return_value is Leaving.QUICK
    assert session.calls == [("lock",)]


async def test_a_rebound_quick_exit_is_named_and_overtakes_what_is_typed_ahead(
    make_app: Callable[..., TuigroupApp],
) -> None:
    app = make_app(first="welcome", settings=StubSettings(keys={"quick_exit": "ctrl+g"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Ctrl+G is" in screen_text(app)
        assert "Ctrl+Q" not in screen_text(app)
        assert frozenset({"ctrl+g"}) == app.AT_ONCE
        await pilot.press("ctrl+g")
    assert app.return_value is Leaving.QUICK


async def test_how_it_looks(session: StubSession, store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    session.account, session.locked = None, True
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "locked-80x24")
        await pilot.press("enter")
        await pilot.pause()
        golden(app, "unlock-80x24")


async def test_what_is_shown_is_closed_when_somebody_signs_out_in_another_window(
    session: StubSession, store: Store, make_app: Callable[..., TuigroupApp]
) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open("thread", group=sample.NIGHT, thread=1)
        await pilot.pause()
        session.account, session.others = None, True
        session.engine.changed()
        await pilot.pause()
        shown = screen_text(app)
        assert "I am new here" in shown
        assert "In another window somebody signed out or in." in shown
        app.go_back()
        await pilot.pause()
        assert "I am new here" in screen_text(app), "there is nothing below it"
