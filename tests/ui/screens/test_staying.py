"""What stays on this machine: a line where one signs in, a row of the settings, one question, nothing in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.errors import BadInput
from tuigroup.session.staying import Stays
from tuigroup.store import cipher
from tuigroup.ui.app import TuigroupApp

Make = Callable[..., TuigroupApp]
WIDE, SMALL = (80, 24), (40, 12)


@pytest.mark.parametrize("first", ["sign_in", "create", "recover"])
async def test_it_is_said_where_one_signs_in_and_a_key_changes_it(
    session: StubSession, make_app: Make, first: str
) -> None:
    session.account, session.choosable = None, True
    app = make_app(first=first)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "On this machine: everything stays." in screen_text(app)
        assert "F2 what stays" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("l")
        await pilot.pause()
        assert session.calls == [("let_stay", "locked")]
        assert "On this machine: everything stays, locked." in screen_text(app)
        assert "It is locked as soon as you are signed in." in screen_text(app)


async def test_nobody_is_asked_who_goes_on(session: StubSession, make_app: Make) -> None:
    session.account, session.choosable = None, True
    app = make_app(first="sign_in")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"moss", "enter", *"four calm words", "enter")
        await pilot.pause()
        assert session.calls == [("sign_in", "moss", "four calm words")]


async def test_where_it_is_no_machine_of_ones_own_nothing_is_said(session: StubSession, make_app: Make) -> None:
    app = make_app(first="sign_in")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "On this machine" not in screen_text(app)
        assert "F2" not in screen_text(app)
    app = make_app(first="settings")
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        assert "On this machine" not in screen_text(app)


async def test_nobody_decides_about_what_is_locked(session: StubSession, make_app: Make) -> None:
    session.account, session.choosable, session.locked = None, True, True
    app = make_app(first="recover")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "Recovery phrase" in screen_text(app)
        assert "On this machine" not in screen_text(app)
        assert session.calls == []


async def test_the_question(session: StubSession, make_app: Make) -> None:
    session.account, session.choosable = None, True
    app = make_app(first="sign_in")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        golden(app, "sign-in-80x24")
        await pilot.press("f2")
        await pilot.pause()
        golden(app, "stays-80x24")
        await pilot.press("escape")
        await pilot.pause()
        assert session.calls == []
    app = make_app(first="sign_in")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "m  nothing at any time, memory only" in screen_text(app)
        assert "l  everything, locked by passphrase" in screen_text(app)


async def test_the_settings_have_it(session: StubSession, make_app: Make) -> None:
    session.choosable = True
    app = make_app(first="settings")
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        while "> On this machine" not in screen_text(app):
            await pilot.press("down")
            await pilot.pause()
        assert "everything stays" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("escape")
        assert session.calls == []
        await pilot.press("enter", "f")
        await pilot.pause()
        assert session.calls == [("let_stay", "forget")]
        assert "nothing stays after leaving" in screen_text(app)
        assert "nothing of yours stays here" in " ".join(screen_text(app).split())


async def test_what_can_not_be_is_said_in_a_sentence_and_nothing_changes(
    session: StubSession, make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "_DRIVER", "no_such_driver")
    with pytest.raises(BadInput) as caught:
        cipher.needed()
    session.account, session.choosable, session.refuse = None, True, caught.value
    app = make_app(first="sign_in")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("f2", "l")
        await pilot.pause()
        assert "pip install 'tuigroup[lock]'" in " ".join(screen_text(app).split())
        assert "On this machine: everything stays." in screen_text(app)


@pytest.mark.parametrize(
    ("stays", "said"),
    [
        (Stays.KEEP, "unencrypted"),
        (Stays.LOCKED, "nobody reads what lies"),
        (Stays.FORGET, "off this machine at once"),
        (Stays.MEMORY, "off this machine at once"),
    ],
)
async def test_help_says_what_the_quick_exit_does_here(
    session: StubSession, make_app: Make, stays: Stays, said: str
) -> None:
    session.choosable, session.stays = True, stays
    session.passing = stays in (Stays.FORGET, Stays.MEMORY)
    app = make_app(first="help")
    async with app.run_test(size=(80, 200)) as pilot:
        await pilot.pause()
        assert said in " ".join(screen_text(app).split())
