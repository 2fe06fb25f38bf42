"""Making an account, signing in, coming back with the recovery phrase, signing out: in plain words, nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.ui.sample import fill
from tests.ui.stubs import PHRASE, StubSession, StubSettings, golden, screen_text
from tuigroup.errors import BadInput, BadServerAddress, DiskFull, Offline, SignInRefused
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.create import PhraseScreen
from tuigroup.views.checks import check_address, check_name, check_passphrase
from tuigroup.views.needs import SessionLike
from tuigroup.wire.accounts import ServerInfo

Make = Callable[..., TuigroupApp]


@pytest.fixture
def guest(session: StubSession) -> StubSession:
    session.account = None
    return session


async def test_welcome_as_it_looks(make_app: Make, guest: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "welcome-80x24")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "I am new here" in screen_text(app)


async def test_a_new_account_shows_its_phrase_once_and_asks_a_word_back(make_app: Make, guest: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        golden(app, "create-80x24")
        await pilot.press("enter", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert guest.calls == [("create", "quiet-harbour-17", "lantern willow copper meadow")]
        text = screen_text(app)
        assert all(word in text for word in PHRASE.split())
        screen = app.screen
        assert isinstance(screen, PhraseScreen)
        word = PHRASE.split()[screen._place]
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"wrong", "enter")
        await pilot.pause()
        assert "That is not word number" in screen_text(app)
        app.screen.query_one(Input).value = word.upper()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert "Good evening" in screen_text(app)
        assert PHRASE.split()[0] not in screen_text(app)
        assert "not written down" not in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Good evening" in screen_text(app), "the phrase can't be gone back to"


async def test_a_phrase_is_not_left_by_accident(make_app: Make, guest: StubSession) -> None:
    app = make_app(first="create")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert "can't be replaced by anyone" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Your recovery phrase" in screen_text(app)


async def test_a_taken_name_or_a_dead_line_keeps_what_was_typed(make_app: Make, guest: StubSession) -> None:
    app = make_app(first="create")
    guest.refuse = Offline("No answer came.", todo="Please try again.")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "No answer came." in screen_text(app)
        assert "quiet-harbour-17" in screen_text(app)


async def test_what_cannot_be_is_said_before_anything_is_sent(make_app: Make, guest: StubSession) -> None:
    app = make_app(first="create")
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#field-passphrase", Input).value = "short"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "at least 12 characters" in screen_text(app)
        assert not guest.calls


async def test_signing_in(make_app: Make, guest: StubSession) -> None:
    app = make_app(first="sign_in")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Moss.7", "enter", *"seven quiet boats", "enter")
        await pilot.pause()
        assert "seven" not in screen_text(app), "a passphrase is never on the screen"
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert guest.calls == [("sign_in", "moss.7", "seven quiet boats")]
        assert "Good evening" in screen_text(app)


async def test_a_wrong_passphrase_says_what_to_do(make_app: Make, guest: StubSession) -> None:
    guest.refuse = SignInRefused(
        "Name and passphrase do not match.", kept="", todo="Please type them again, or use the recovery phrase."
    )
    app = make_app(first="sign_in")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"moss", "enter", *"not this one", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Name and passphrase do not match. Please type them again" in screen_text(app)
        assert app.screen.query_one("#field-name", Input).value == "moss"
        assert app.screen.query_one("#field-passphrase", Input).value == ""


async def test_the_way_back_gives_a_new_phrase(make_app: Make, guest: StubSession) -> None:
    app = make_app(first="recover")
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#field-name", Input).value = "moss"
        app.screen.query_one("#field-phrase", Input).value = "  " + PHRASE.upper()
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert guest.calls == [("recover", "moss", PHRASE, "lantern willow copper meadow")]
        assert "Your recovery phrase" in screen_text(app)


async def test_looking_around_as_a_guest(make_app: Make, guest: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        assert "as a guest" in screen_text(app)


async def test_no_guests_where_the_operator_wants_none(make_app: Make, guest: StubSession) -> None:
    assert guest.server is not None
    guest.server = guest.server.model_copy(update={"guests": False})
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "look around" not in screen_text(app)


async def test_another_server(make_app: Make, guest: StubSession) -> None:
    asked: list[str] = []

    async def connect(typed: str, pin: str = "") -> SessionLike:
        asked.append(typed)
        if "wrong" in typed:
            raise BadServerAddress("No tuigroup server answers there.", kept="", todo="Please look at the address.")
        if "silent" in typed:
            raise Offline("The server can't be reached.")
        return replace(guest, server=ServerInfo(id="s1", name="Sample community", version="0.1.0"))

    guest.server = None
    app = make_app(settings=StubSettings(server=""), connect=connect)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "No server is set yet" in screen_text(app)
        assert "I am new here" not in screen_text(app)
        assert "no server yet" in screen_text(app).splitlines()[0]
        await pilot.press("home", "enter")
        for address in ("https://wrong.example.org", "silent.example.org", "https://groups.example.org"):
            await pilot.pause()
            app.screen.query_one(Input).value = address
            await pilot.press("enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
            if "wrong" in address:
                assert "No tuigroup server answers there. Please look" in screen_text(app)
            if "silent" in address:
                text = " ".join(screen_text(app).split())
                assert "Nobody answers at silent.example.org. Nothing was changed. Is it spelled" in text
                assert app.screen.query_one(Input).value == address, "what was typed stays to be mended"
        assert asked == ["https://wrong.example.org", "silent.example.org", "https://groups.example.org"]
        assert "There is a tuigroup server" in screen_text(app)
        assert "no server yet" not in screen_text(app)
        assert "> I am new here" in screen_text(app), "what one came for is marked"


async def test_another_passphrase(make_app: Make, store: Store, session: StubSession) -> None:
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"the old one", "ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.calls == [("change", "the old one", "lantern willow copper meadow")]
        assert "The passphrase is changed" in screen_text(app)


async def test_a_phrase_that_was_never_seen_is_reminded_of_and_made_anew(
    make_app: Make, store: Store, session: StubSession
) -> None:
    store.marks.set_phrase(written=False)
    app = make_app(first="today")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Your recovery phrase is not written down yet" in screen_text(app)
        await pilot.press("end", "enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press(*"four plain words", "ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.calls == [("new_phrase", "four plain words")]
        assert PHRASE.split()[0] in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        number = int(screen_text(app).split("word number ")[1].split("?")[0])
        app.screen.query_one(Input).value = PHRASE.split()[number - 1]
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert "Sign out here" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.pause()
        assert "not written down" not in screen_text(app)


async def test_saying_that_the_phrase_is_written_down_ends_the_reminder(make_app: Make, store: Store) -> None:
    store.marks.set_phrase(written=False)
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        await pilot.pause()
        assert "reminds you no more" in screen_text(app)
        assert "I have written down" not in screen_text(app)
    assert not store.marks.phrase_missing()


async def test_what_comes_of_work_waits_for_who_reads_crisis_lines(
    make_app: Make, store: Store, session: StubSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    answered = asyncio.Event()

    async def slow(name: str, passphrase: str) -> None:
        await answered.wait()
        session.account = name

    session.account = None
    monkeypatch.setattr(session, "sign_in", slow)
    app = make_app(first="welcome")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("sign_in")
        await pilot.pause()
        await pilot.press(*"moss", "tab", *"four plain words", "ctrl+s", "f1")
        await pilot.pause()
        answered.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Samaritans" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.pause()
        assert "Night Shift" in screen_text(app), "signed in, and on the page for today"


async def test_a_full_disk_after_the_server_answered_ends_nothing(
    make_app: Make, store: Store, session: StubSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(first="account")
    async with app.run_test(size=(80, 24)) as pilot:

        def full() -> None:
            raise DiskFull("There is no room on the disk.")

        monkeypatch.setattr(app, "go_back", full)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"the old one", "ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "There is no room on the disk." in screen_text(app)
        assert app.crashed is None


@pytest.mark.parametrize("name", ["ab", "my name", "-moss", "größe", "a/b", ""])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(BadInput):
        check_name(name)


def test_names_and_passphrases_that_can_be() -> None:
    check_name("Moss.7")
    check_passphrase("four plain words here")


@pytest.mark.parametrize("address", ["", "https://", "two words", "ftp://x", "https:///path"])
def test_addresses_that_cannot_be(address: str) -> None:
    with pytest.raises(BadInput):
        check_address(address)


def test_addresses_that_can_be() -> None:
    check_address("https://groups.example.org")
    check_address("http://127.0.0.1:8000")
    check_address("groups.example.org")
