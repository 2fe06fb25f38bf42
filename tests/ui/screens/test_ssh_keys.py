"""Keys for SSH as a member meets them: listed, added by a pasted line, removed; and a record that is closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input

from tests import sshkeys
from tests.ui.stubs import NOW, StubSession, golden, screen_text
from tuigroup.errors import Offline, SignInRefused
from tuigroup.i18n import ENGLISH
from tuigroup.session.ending import Fate
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.views import leaving
from tuigroup.wire.accounts import KeyRow

Make = Callable[..., TuigroupApp]
LINE = sshkeys.ed25519("laptop", comment="moss@home")
DAY = 86_400


@pytest.fixture
def kept(session: StubSession) -> StubSession:
    session.keys = [
        KeyRow(id=1, kind="ssh-ed25519", label="my laptop", created=int(NOW) - 5 * DAY, used=int(NOW) // DAY * DAY),
        KeyRow(id=2, kind="sk-ssh-ed25519@openssh.com", label="the key on my ring", created=int(NOW) - 40 * DAY),
        KeyRow(id=3, kind="ssh-rsa", label="x" * 40, created=int(NOW), used=int(NOW) // DAY * DAY - 3 * DAY),
    ]
    return session


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_keys_as_they_look(make_app: Make, kept: StubSession, size: tuple[int, int]) -> None:
    app = make_app(first="account")
    async with app.run_test(size=size) as pilot:
        await pilot.press("K")
        await app.workers.wait_for_complete()
        await pilot.pause()
        golden(app, "ssh-keys-{}x{}".format(*size))


async def test_a_key_is_added_by_its_line(make_app: Make, session: StubSession) -> None:
    app = make_app(first="ssh_keys")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "There are no keys yet." in screen_text(app)
        await pilot.press("plus")
        await pilot.pause()
        golden(app, "ssh-keys-add-80x24")
        app.screen.query_one("#field-public_key", Input).value = LINE
        app.screen.query_one("#field-label", Input).value = "my laptop"
        app.screen.query_one("#field-passphrase", Input).value = "four plain words"
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert ("add_key", LINE, "my laptop", "four plain words") in session.calls
        text = screen_text(app)
        assert "my laptop" in text
        assert f"The key is added: {sshkeys.fingerprint(LINE)}" in text


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "not the line of a public key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "This is a private key"),
        (sshkeys.rsa(2048), "has 2048 bits"),
    ],
)
async def test_what_is_no_key_is_said_before_anything_is_sent(
    make_app: Make, session: StubSession, pasted: str, says: str
) -> None:
    app = make_app(first="ssh_keys")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("plus")
        await pilot.pause()
        app.screen.query_one("#field-public_key", Input).value = pasted
        app.screen.query_one("#field-passphrase", Input).value = "four plain words"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert says in screen_text(app)
        assert not [call for call in session.calls if call[0] == "add_key"]


async def test_a_wrong_passphrase_leaves_what_was_pasted(make_app: Make, session: StubSession) -> None:
    app = make_app(first="ssh_keys")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("plus")
        await pilot.pause()
        session.refuse = SignInRefused("The present passphrase does not match. Nothing was changed.", kept="")
        app.screen.query_one("#field-public_key", Input).value = LINE
        app.screen.query_one("#field-passphrase", Input).value = "four plain wrongs"
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "The present passphrase does not match" in screen_text(app)
        assert app.screen.query_one("#field-public_key", Input).value == LINE


async def test_a_key_is_removed_after_a_question(make_app: Make, kept: StubSession) -> None:
    app = make_app(first="ssh_keys")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("down", "x")
        await pilot.pause()
        assert "the key on my ring. This key opens nothing any more" in screen_text(app)
        await pilot.press("x")
        for _ in range(2):
            await app.workers.wait_for_complete()
            await pilot.pause()
        assert ("remove_key", "2") in kept.calls
        assert "the key on my ring" not in screen_text(app)
        assert "my laptop" in screen_text(app)


async def test_without_a_line_it_says_so_and_nothing_ends(make_app: Make, session: StubSession) -> None:
    session.refuse = Offline("The server can't be reached.")
    app = make_app(first="ssh_keys")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "The server can't be reached." in screen_text(app)
        await pilot.press("x")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()


async def test_a_closed_record_is_said_and_opened_by_the_passphrase(make_app: Make, session: StubSession) -> None:
    session.record_closed = True
    app = make_app(first="today")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Your private record is closed" in screen_text(app)
        await pilot.press("a")
        await pilot.pause()
        golden(app, "account-closed-80x24")
        await pilot.press("U")
        await pilot.pause()
        session.refuse = SignInRefused("The present passphrase does not match. Nothing was changed.", kept="")
        await pilot.press(*"not this one", "ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "The present passphrase does not match" in screen_text(app)
        assert app.screen.query_one(Input).value == ""
        session.refuse = None
        await pilot.press(*"four plain words", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Your private record is open" in screen_text(app)
        assert "Your private record is closed" not in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Your private record is closed" not in screen_text(app)


def test_leaving_with_a_closed_record_promises_no_sealing(store: Store, session: StubSession) -> None:
    store.drafts.save(Draft("", "thread", 1, 1, title="Half", body="half a thought"))
    session.passing, session.record_closed = True, True
    asked, choices = leaving.question(ENGLISH, session)
    assert "nothing can be kept sealed" in asked
    assert Fate.SEAL.value not in {value for _, _, value in choices}
    session.record_closed = False
    assert Fate.SEAL.value in {value for _, _, value in leaving.question(ENGLISH, session)[1]}
