"""The first contact with a server that has a key of its own, in the line mode: the same question, the same answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.line.desk import Desk, spoken
from tests.ui.stubs import StubLink
from tuigroup import fingerprint
from tuigroup.errors import UnknownServerKey
from tuigroup.session import contact
from tuigroup.store import Store
from tuigroup.views.needs import SessionLike

KEY = "sha256:" + "541fec0395553c8c2c8f6202a809755ae87bd2562398fa965290b3badb988668"
ANOTHER = "sha256:" + "ab" * 32


@pytest.fixture
def guest(store: Store) -> Desk:
    """Nobody is signed in, and the server has shown a key that is not known."""
    desk = Desk(store, account=None)
    desk.session.server = None
    desk.session.unknown_key = KEY
    return desk


async def test_what_was_given_is_compared_here(guest: Desk) -> None:
    assert "1. Look at the server's key" in await guest.begin()
    told = await guest.type("1", "t", ANOTHER, "  ".join(fingerprint.groups(KEY)))
    assert "https://groups.example.org" in told
    assert all(line in told for line in fingerprint.groups(KEY))
    assert spoken(contact.OTHERWISE) in spoken(told)
    assert "another fingerprint than the one that the server shows" in spoken(told)
    assert guest.session.calls == [("trust", KEY)]
    assert "The key is remembered" in told
    assert "Look at the server's key" not in told.partition("The key is remembered")[2]


@pytest.mark.parametrize(("answers", "trusted"), [(("s",), True), (("back",), False), (("t", "back"), False)])
async def test_nothing_is_trusted_without_a_word(guest: Desk, answers: tuple[str, ...], trusted: bool) -> None:
    await guest.begin()
    await guest.type("1", *answers)
    assert guest.session.calls == ([("trust", KEY)] if trusted else [])


async def test_another_server_is_asked_about_before_it_is_used(guest: Desk) -> None:
    asked: list[tuple[str, str]] = []

    async def connect(typed: str, pin: str = "") -> SessionLike:
        asked.append((typed, pin))
        if not pin:
            raise UnknownServerKey(KEY)
        return replace(guest.session)

    guest.session.unknown_key = ""
    guest.shell.connect = connect
    small = "https://small.example.org"
    assert "5. Use another server" in await guest.begin()
    told = await guest.type("5", small, "back")
    assert "does not know yet" in spoken(told), "the sentence says that nothing was sent"
    await guest.type("5", small, "s")
    assert asked == [(small, ""), (small, ""), (small, KEY)]


async def test_another_key_stops_it_with_a_sentence(store: Store) -> None:
    desk = Desk(store, account=None)
    desk.session.engine.link = StubLink("paused", sentence="The server's key is not the known one.", reason="stopped")
    assert "The server's key is not the known one." in await desk.begin()
