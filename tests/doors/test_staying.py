"""What stays after a visit from a machine of one's own, and what the next start makes of it. No server answers here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cipher import needs_cipher
from tests.store.test_given import listed, row
from tuigroup.config import Settings, load
from tuigroup.doors import help_now, status
from tuigroup.doors.visit import Visit, store_path, wish
from tuigroup.errors import BadInput, ConfigError
from tuigroup.i18n import ENGLISH
from tuigroup.session import Session, keys, locking
from tuigroup.session.staying import Stays
from tuigroup.store import Store, cipher, cover, given
from tuigroup.store.rows import Draft
from tuigroup.store.settings import TOKEN
from tuigroup.wire.accounts import ServerInfo
from tuigroup.wire.binary import b64

SERVER, OTHER = "http://127.0.0.1:9", "http://127.0.0.2:9"
RECORD_KEY = bytes(range(32))
DRAFT = "Quinces, half a thought"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(server=SERVER, data=str(tmp_path / "home"), offline=True)


def signed_in(settings: Settings, server: str = SERVER) -> Path:
    """Somebody's store, as it lies there after they signed in."""
    path = store_path(settings, server)
    assert path is not None
    store = Store.open(path)
    for name, value in (
        ("account.name", "ada"), (TOKEN, "open-sesame"), (locking.WRAPPED, "wrapped"),
        ("account.record_key", b64(RECORD_KEY)),
    ):  # fmt: skip
        store.settings.set(name, value)
    store.drafts.save(Draft("", "thread", 1, body=DRAFT))
    store.close()
    return path


def beside(path: Path) -> str:
    return "".join(found.read_bytes().decode("latin-1") for found in sorted(path.parent.iterdir()))


@needs_cipher
async def test_what_was_chosen_is_so_at_the_next_start(settings: Settings) -> None:
    path = signed_in(settings)
    visit = Visit(settings)
    assert (visit.session.stays, visit.passing) == (Stays.KEEP, False)
    visit.session.let_stay(Stays.LOCKED)
    await visit.end(at_once=True)
    assert wish(settings) is Stays.LOCKED
    assert DRAFT not in beside(path)
    visit = Visit(settings)
    assert visit.session.locked
    visit.session.forget_here()
    visit.session.let_stay(Stays.KEEP)
    await visit.end(at_once=True)
    assert wish(settings) is None


@needs_cipher
async def test_a_flag_or_a_setting_locks_what_is_there(settings: Settings) -> None:
    path = signed_in(settings)
    visit = Visit(replace(settings, keep="locked"))
    assert visit.session.stays is Stays.LOCKED
    assert visit.session.store.drafts.all()
    await visit.end(at_once=True)
    assert DRAFT not in beside(path)
    visit = Visit(settings)  # without the flag it stays as it is
    assert visit.session.locked
    await visit.end(at_once=True)
    assert cover.is_locked(path)


async def test_one_that_can_not_be_is_a_sentence_and_nothing_else(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = signed_in(settings)
    monkeypatch.setattr(cipher, "_DRIVER", "no_such_driver")
    with pytest.raises(BadInput, match="SQLCipher"):
        Visit(replace(settings, keep="locked"))
    assert DRAFT in beside(path)
    with pytest.raises(ConfigError, match="keep must be one of keep, locked, forget, memory"):
        load(None, {"TUIGROUP_KEEP": "somehow"})


@pytest.mark.parametrize("locked", [False, pytest.param(True, marks=needs_cipher)])
async def test_forgotten_on_leaving_the_folder_has_an_address_and_a_choice(settings: Settings, locked: bool) -> None:
    path = signed_in(settings)
    visit = Visit(settings)
    if locked:
        visit.session.let_stay(Stays.LOCKED)
    visit.session.let_stay(Stays.FORGET)
    assert visit.passing
    await visit.end()
    assert [found.name for found in path.parent.iterdir()] == ["stays"]
    visit = Visit(settings)
    assert (visit.session.account, visit.session.stays) == (None, Stays.FORGET)
    await visit.end()
    assert [found.name for found in path.parent.iterdir()] == ["stays"]


@pytest.mark.parametrize("locked", [False, pytest.param(True, marks=needs_cipher)])
async def test_what_a_crash_left_goes_at_the_next_start(settings: Settings, locked: bool) -> None:
    path = signed_in(settings)
    visit = Visit(settings)
    if locked:
        visit.session.let_stay(Stays.LOCKED)
    visit.session.let_stay(Stays.FORGET)
    visit.session.store.close()  # and nothing else
    assert path.exists()
    assert status.summary(settings) == ""
    visit = Visit(settings)
    assert visit.session.account is None
    assert visit.session.store.drafts.all() == []
    assert DRAFT not in beside(path)
    assert "ada" not in beside(path)
    await visit.end()


async def test_a_second_one_beside_it_takes_nothing_away(settings: Settings) -> None:
    path = signed_in(settings)
    first = Visit(settings)
    first.session.let_stay(Stays.FORGET)
    second = Visit(settings)
    assert second.session.account == "ada"
    await second.end()
    assert path.exists()
    assert first.session.account == "ada"
    assert first.session.store.drafts.all()
    await first.end()
    assert not path.exists()


async def test_memory_only_from_the_next_start_on(settings: Settings) -> None:
    path = signed_in(settings)
    visit = Visit(settings)
    visit.session.let_stay(Stays.MEMORY)
    assert DRAFT not in beside(path)
    await visit.end()
    visit = Visit(replace(settings, server=""))
    assert visit.session.store.path is None
    assert visit.passing
    await visit.end()
    assert [found.name for found in path.parent.iterdir()] == ["stays"]
    assert load(None, {"TUIGROUP_KEEP": "memory"}).leave_nothing


async def test_the_quick_exit_locks_what_there_is_of_other_servers_too(settings: Settings) -> None:
    path, other = signed_in(settings), signed_in(settings, OTHER)
    visit = Visit(settings)
    visit.session.lock()
    await visit.end(at_once=True, quick=True)
    for found in (path, other):
        store = Store.open(found)
        assert locking.is_locked(store)
        assert store.settings.get(TOKEN) == ""
        assert store.drafts.all()
        store.close()
    assert "open-sesame" not in beside(path)
    assert status.summary(replace(settings, server=OTHER)) == ""


@needs_cipher
async def test_the_quick_exit_leaves_a_locked_one_of_another_server_as_it_is(settings: Settings) -> None:
    path, other = signed_in(settings), signed_in(settings, OTHER)
    store = Store.open(other)
    store.file.lock(keys.store_key(RECORD_KEY))
    store.close()
    before = other.read_bytes()
    visit = Visit(settings)
    visit.session.lock()
    await visit.end(at_once=True, quick=True)
    assert other.read_bytes() == before
    assert "open-sesame" not in beside(path)


@needs_cipher
async def test_locked_a_shell_prompt_says_nothing_and_help_now_says_all(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = signed_in(settings)
    store = Store.open(path)
    given.keep(store, "v1", listed(row()))
    store.file.lock(keys.store_key(RECORD_KEY))
    store.close()
    assert status.run(settings, ENGLISH, silent=False) == 0
    assert capsys.readouterr().out == ""
    help_now.run("GB", ENGLISH, settings)
    said = capsys.readouterr().out
    assert "Our line" in said
    assert "Samaritans" in said


async def greeted(self: Session, *, again: bool = False) -> ServerInfo:
    return ServerInfo(id="s1", name="Small", version="0.1.0")


@needs_cipher
async def test_another_server_is_gone_to_and_locked_too(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "greet", greeted)
    path, other = signed_in(settings), signed_in(settings, OTHER)
    visit = Visit(settings)
    visit.session.let_stay(Stays.LOCKED)
    await visit.connect(OTHER)
    assert visit.session.stays is Stays.LOCKED
    assert visit.session.store.drafts.all()
    await visit.end(at_once=True)
    assert cover.is_locked(path)
    assert cover.is_locked(other)
    assert DRAFT not in beside(path)


async def test_on_the_way_to_another_server_what_goes_goes_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "greet", greeted)
    path, other = signed_in(settings), signed_in(settings, OTHER)
    visit = Visit(replace(settings, server=OTHER))
    visit.session.let_stay(Stays.FORGET)
    visit.session.store.close()  # as a crash leaves it
    visit = Visit(settings)
    await visit.connect(SERVER)  # the same again takes nothing away
    assert visit.session.account == "ada"
    assert visit.session.store.drafts.all()
    await visit.connect(OTHER)
    assert visit.session.account is None  # what the crash left
    assert not path.exists()
    await visit.end()
    assert not other.exists()
