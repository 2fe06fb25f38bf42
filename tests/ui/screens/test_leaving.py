"""Taking everything along and leaving for good, on screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.widgets import Input

from tests.ui.sample import fill
from tests.ui.stubs import NOW, StubSession, golden, screen_text
from tuigroup.errors import Offline, SignInRefused
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.leaving import Leaving, PostsFate

Make = Callable[..., TuigroupApp]
DOCUMENT = {"account": {"sign_in_name": "moss"}, "server": {"name": "Sample"}, "private": {"complete": True}}


def text(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


async def test_leaving_as_it_looks(make_app: Make, session: StubSession, store: Store) -> None:
    fill(store)
    assert session.server is not None
    session.server = session.server.model_copy(update={"backups_days": 30})
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "account-80x24")
        await pilot.press("X")
        await pilot.pause()
        golden(app, "farewell-80x24")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "farewell-120x40")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "Erase my account" in screen_text(app)
        seen = ""
        for _ in range(5):
            await pilot.press("pagedown")
            await pilot.pause()
            seen += text(app)
        assert "Backups: what was erased" in seen
        assert "kept on this machine goes now" in seen


async def test_leaving_takes_a_choice_and_the_passphrase(make_app: Make, session: StubSession) -> None:
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("X")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Your passphrase, to be sure that it is you" in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Nothing was done." in text(app)
        session.refuse = SignInRefused("The present passphrase does not match. Nothing was changed.", kept="")
        await pilot.press("enter", *"not this one", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "does not match" in text(app)
        assert session.account == "moss"
        session.refuse = None
        await pilot.press("enter", *"four words", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.calls[-1] == ("leave", "four words", "erase")
        assert "I have an account" in text(app)
        assert "Your account is erased on 6 December 2026" in text(app)


async def test_who_comes_back_is_asked_and_one_key_brings_everything_back(make_app: Make, session: StubSession) -> None:
    session.account = None
    session.leaving = Leaving(until=int(NOW) + 86_400, posts=PostsFate.ERASE)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "stay-80x24")
        session.refuse = Offline("The line is down.")
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "The line is down." in text(app)
        session.refuse = None
        app.start_over("welcome")
        await pilot.pause()
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.calls == [("stay",), ("stay",)]
        assert "Nothing was erased" in text(app)


async def test_who_does_not_stay_is_told_until_when(make_app: Make, session: StubSession) -> None:
    session.account = None
    session.leaving = Leaving(until=int(NOW) + 86_400, posts=PostsFate.ERASE)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.calls == [("let_go",)]
        assert "Until 23 November 2026 you can sign in" in text(app)
        assert "I have an account" in text(app)


async def test_signing_in_leads_to_the_question(make_app: Make, session: StubSession) -> None:
    session.account = None
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        session.leaving = Leaving(until=int(NOW) + 86_400)
        await pilot.press(*"moss", "enter", *"four words", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.pause()
        assert "Do you want to stay?" in text(app)


async def test_everything_is_taken_along(make_app: Make, session: StubSession, tmp_path: Path) -> None:
    session.document = DOCUMENT
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("E")
        await pilot.pause()
        golden(app, "export-80x24")
        app.screen.query_one(Input).value = str(tmp_path)
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "There is something of that name already" in text(app)
        app.screen.query_one(Input).value = str(tmp_path / "mine")
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Everything of yours is in" in text(app)
        assert "Sign out here" in text(app)
        assert (tmp_path / "mine" / "everything.json").exists()


async def test_where_there_is_no_place_of_ones_own_it_says_what_to_do(make_app: Make, session: StubSession) -> None:
    session.disk = False
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("E")
        await pilot.pause()
        assert "tuigroup export > FILE" in text(app)
        await pilot.press("ctrl+s", "escape")
        await pilot.pause()
        assert "Sign out here" in text(app)
        assert session.calls == []
