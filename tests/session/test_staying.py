"""What stays on this machine: everything, everything but locked, nothing after leaving, nothing at any time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cipher import needs_cipher
from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.errors import BadInput, Offline, SignInRefused, StoreError
from tuigroup.session import locking
from tuigroup.session.staying import Stays
from tuigroup.store import cipher, cover
from tuigroup.store.rows import Draft
from tuigroup.store.settings import TOKEN

NEW = "five other calm little words"
DRAFT = "Quinces, half a thought"
WAITS = "Medlars for the line"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.sqlite3"


def at_home(found: Machine, wish: Stays | None = None) -> Machine:
    found.session.choosable, found.session.wish = True, wish
    found.session.begin_as_wished()
    return found


async def at_work(world: World, path: Path) -> tuple[Machine, int]:
    """Ada, with a draft and with something to send."""
    sleep = world.group("Sleep")
    ada = at_home(await world.member("ada", sleep, path=path))
    ada.line.up = False
    actions.start_thread(ada.store, sleep, 1, "Waits", WAITS)
    ada.store.drafts.save(Draft("", "thread", sleep, body=DRAFT))
    return ada, sleep


def held(path: Path) -> str:
    """Everything that lies beside the store, as it lies there."""
    return "".join(found.read_bytes().decode("latin-1") for found in sorted(path.parent.iterdir()))


def again(world: World, path: Path, wish: Stays | None = Stays.LOCKED, *, up: bool = False) -> Machine:
    """The next start on this machine."""
    found = world.machine(path)
    found.line.up = up
    return at_home(found, wish)


def whole(ada: Machine) -> bool:
    return ada.store.outbox.count() == 1 and [draft.body for draft in ada.store.drafts.all()] == [DRAFT]


@needs_cipher
async def test_locked_it_opens_by_the_passphrase_without_the_line_and_nobody_signs_in_anew(
    world: World, path: Path
) -> None:
    ada, _ = await at_work(world, path)
    token = ada.store.settings.get(TOKEN)
    ada.session.let_stay(Stays.LOCKED)
    assert ada.session.stays is Stays.LOCKED
    ada.store.close()
    for words in (DRAFT, WAITS, "Sleep", "ada-in-", token):
        assert words not in held(path)

    ada = again(world, path)
    assert (ada.session.locked, str(ada.session.account)) == (True, "None")
    assert ada.store.groups.joined() == []
    assert ada.store.outbox.count() == 0
    with pytest.raises(StoreError, match="just now"):
        ada.session.let_stay(Stays.FORGET)  # by whoever is there, who has not opened it
    assert await ada.session.engine.round() is False
    assert ada.line.paths == []
    with pytest.raises(SignInRefused):
        await ada.session.unlock("four wrong little words")
    await ada.session.unlock(PASSPHRASE)
    assert (ada.session.account, ada.session.locked, ada.session.record_closed) == ("ada", False, False)
    assert whole(ada)
    ada.line.up = True
    await ada.sync()
    assert ada.store.outbox.count() == 0
    assert ada.store.settings.get(TOKEN) == token
    assert not [asked for asked in ada.line.paths if "session" in asked or "sign" in asked]


@needs_cipher
async def test_wrong_passphrases_are_counted_over_starts(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    ada.session.let_stay(Stays.LOCKED)
    ada.store.close()
    for _ in range(locking.FREE):
        ada = again(world, path)
        with pytest.raises(SignInRefused):
            await ada.session.unlock("four wrong little words")
        ada.store.close()
    ada = again(world, path)
    with pytest.raises(BadInput, match="Please wait"):
        await ada.session.unlock(PASSPHRASE)
    world.clock.forward(1)
    await ada.session.unlock(PASSPHRASE)
    assert whole(ada)
    assert "account.tries" not in cover.read(path)


@needs_cipher
async def test_the_quick_exit_with_a_locked_store(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    token = ada.store.settings.get(TOKEN)
    ada.session.let_stay(Stays.LOCKED)
    ada.session.lock()
    await ada.session.end_lock()
    for words in (DRAFT, WAITS, "Sleep", token):
        assert words not in held(path)  # also while it is not closed yet
    ada.store.close()
    ada = again(world, path)
    await ada.session.unlock(PASSPHRASE)
    assert whole(ada)
    assert ada.store.settings.get(TOKEN) == ""
    ada.line.up = True
    await ada.sync()
    assert ada.store.outbox.count() == 0
    assert not locking.is_locked(ada.store)
    ada.store.close()
    ada = again(world, path)
    await ada.session.unlock(PASSPHRASE)
    assert ada.session.account == "ada"


@needs_cipher
async def test_a_passphrase_changed_here_opens_it_and_the_old_one_does_not(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    ada.session.let_stay(Stays.LOCKED)
    ada.line.up = True
    await ada.session.change_passphrase(PASSPHRASE, NEW)
    ada.store.close()
    ada = again(world, path)
    with pytest.raises(SignInRefused):
        await ada.session.unlock(PASSPHRASE)
    await ada.session.unlock(NEW)
    assert ada.store.drafts.all()


@needs_cipher
async def test_a_passphrase_changed_on_another_machine_opens_it_by_the_line_once(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    ada.session.let_stay(Stays.LOCKED)
    ada.store.close()
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    await other.session.change_passphrase(PASSPHRASE, NEW)
    ada = again(world, path)
    with pytest.raises(SignInRefused):
        await ada.session.unlock(NEW)
    ada.line.up = True
    await ada.session.unlock(NEW)
    assert whole(ada)
    ada.store.close()
    ada = again(world, path)
    await ada.session.unlock(NEW)
    assert whole(ada)


@needs_cipher
async def test_the_recovery_phrase_opens_it(world: World, path: Path) -> None:
    ada = at_home(world.machine(path), Stays.LOCKED)
    phrase = await ada.session.create_account("ada", PASSPHRASE)
    assert ada.session.stays is Stays.LOCKED  # chosen before there was an account
    ada.store.drafts.save(Draft("", "thread", 1, body=DRAFT))
    ada.store.close()
    assert not path.read_bytes().startswith(b"SQLite format 3")
    ada = again(world, path, up=True)
    await ada.session.recover("ada", phrase, NEW)
    assert [draft.body for draft in ada.store.drafts.all()] == [DRAFT]
    ada.store.close()
    ada = again(world, path)
    await ada.session.unlock(NEW)
    assert [draft.body for draft in ada.store.drafts.all()] == [DRAFT]


@needs_cipher
async def test_somebody_elses_recovery_takes_what_was_there_away_and_is_locked_too(world: World, path: Path) -> None:
    bea = world.machine()
    phrase = await bea.session.create_account("bea", PASSPHRASE)
    ada, _ = await at_work(world, path)
    ada.session.let_stay(Stays.LOCKED)
    ada.store.close()
    found = again(world, path, up=True)
    await found.session.recover("bea", phrase, NEW)
    assert (found.session.account, found.session.stays) == ("bea", Stays.LOCKED)
    assert found.store.drafts.all() == []
    found.store.close()
    found = again(world, path)
    await found.session.unlock(NEW)
    assert found.session.account == "bea"


@needs_cipher
async def test_it_is_not_me_takes_it_away(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    ada.session.let_stay(Stays.LOCKED)
    ada.store.close()
    found = again(world, path)
    found.session.forget_here()
    assert not found.session.locked
    assert found.store.outbox.count() == 0
    assert "ada" not in held(path)
    assert not cover.beside(path).exists()


@needs_cipher
async def test_who_signs_out_leaves_no_lock(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    ada.session.let_stay(Stays.LOCKED)
    ada.line.up = True
    await ada.session.sign_out()
    assert not ada.store.file.locked
    ada.store.close()
    found = again(world, path, up=True)
    assert not found.session.locked
    await found.session.sign_in("ada", PASSPHRASE)
    assert found.session.stays is Stays.LOCKED


@needs_cipher
async def test_and_back_to_everything(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    told: list[Stays] = []
    ada.session.remember = told.append
    ada.session.let_stay(Stays.LOCKED)
    ada.session.let_stay(Stays.KEEP)
    assert told == [Stays.LOCKED, Stays.KEEP]
    assert whole(ada)
    ada.store.close()
    ada = again(world, path, None)
    assert ada.session.account == "ada"
    assert whole(ada)


async def test_without_sqlcipher_nothing_changes(world: World, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "_DRIVER", "no_such_driver")
    ada, _ = await at_work(world, path)
    told: list[Stays] = []
    ada.session.remember = told.append
    with pytest.raises(BadInput) as caught:
        ada.session.let_stay(Stays.LOCKED)
    assert "pip install 'tuigroup[lock]'" in caught.value.sentence()
    assert (ada.session.stays, told) == (Stays.KEEP, [])
    assert whole(ada)


async def test_after_a_quick_exit_without_the_line_it_can_not_be_locked_yet(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    ada.session.lock()
    ada.store.close()
    ada = again(world, path, None)
    await ada.session.unlock(PASSPHRASE)
    if cipher.installed():
        with pytest.raises(BadInput, match="passphrase is needed once"):
            ada.session.let_stay(Stays.LOCKED)
    with pytest.raises(Offline):
        await ada.session.new_phrase(PASSPHRASE)
    assert ada.session.stays is Stays.KEEP


async def test_forgetting_says_so_at_once_and_takes_the_file_when_it_is_left(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    assert not ada.session.passing
    ada.session.let_stay(Stays.FORGET)
    assert (ada.session.stays, ada.session.passing) == (Stays.FORGET, True)
    ada.store.close(erase=True)
    assert list(path.parent.iterdir()) == []


async def test_the_quick_exit_takes_it_off_the_disk_before_anything_else(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    ada.session.let_stay(Stays.FORGET)
    ada.session.lock()
    assert list(path.parent.iterdir()) == []
    assert ada.session.account == "ada"  # what is unsent can still be sealed
    ada.line.up = True
    became = await ada.session.settle()
    assert (became.sent, became.sealed, became.lost) == (1, 1, 0)
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    assert [draft.body for draft in other.store.drafts.all()] == [DRAFT]


@pytest.mark.parametrize("before", [Stays.KEEP, pytest.param(Stays.LOCKED, marks=needs_cipher)])
async def test_into_memory_from_one_moment_to_the_next(world: World, path: Path, before: Stays) -> None:
    ada, _ = await at_work(world, path)
    ada.session.let_stay(before)
    ada.session.let_stay(Stays.MEMORY)
    assert list(path.parent.iterdir()) == []
    assert (ada.session.stays, ada.session.passing) == (Stays.MEMORY, True)
    assert whole(ada)
    ada.line.up = True
    await ada.sync()
    assert ada.store.outbox.count() == 0


@needs_cipher
async def test_locked_and_forgotten_on_leaving(world: World, path: Path) -> None:
    ada, _ = await at_work(world, path)
    ada.session.let_stay(Stays.LOCKED)
    ada.session.let_stay(Stays.FORGET)
    assert DRAFT not in held(path)  # it stays encrypted until then
    assert (ada.session.stays, ada.session.passing) == (Stays.FORGET, True)
    assert cover.read(path)["stays"]
    ada.session.let_stay(Stays.LOCKED)
    assert (ada.session.stays, ada.session.passing) == (Stays.LOCKED, False)
    assert "stays" not in cover.read(path)
