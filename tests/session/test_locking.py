"""The quick exit at home: nothing here opens anything any more, and the passphrase brings it all back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.errors import BadInput, Offline, SignInRefused
from tuigroup.session import locking
from tuigroup.store.settings import TOKEN
from tuigroup.sync.client import Client
from tuigroup.wire.binary import unb64

NEW = "five other calm little words"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.sqlite3"


async def locked(world: World, path: Path, *, told: bool = True) -> tuple[str, str]:
    """Somebody with something to send leaves quickly; the token and the record key that lay in the store."""
    sleep = world.group("Sleep")
    ada = await world.member("ada", sleep, path=path)
    token, key = (ada.store.settings.get(name) for name in (TOKEN, "account.record_key"))
    assert token in held(path)
    assert key in held(path)
    ada.line.up = False
    actions.start_thread(ada.store, sleep, 1, "Waits", "for the line")
    ada.line.up = told
    ada.session.lock()
    assert ada.session.locked
    await ada.session.end_lock()
    ada.store.close()
    return token, key


def held(path: Path) -> str:
    """Everything that lies beside the store, as it lies there."""
    return "".join(found.read_bytes().decode("latin-1") for found in sorted(path.parent.iterdir()))


async def refused(world: World, token: str) -> bool:
    stranger = world.machine()
    client: Client = stranger.session._client
    client.token = token
    try:
        await client.list_keys()
    except SignInRefused:
        return True
    return False


async def back(world: World, path: Path, *, up: bool = True) -> Machine:
    found = world.machine(path)
    found.line.up = up
    assert found.session.locked
    assert found.session.account is None
    await found.session.engine.round()
    assert found.line.paths == []  # nobody's, so nothing is asked
    return found


@pytest.mark.parametrize("told", [True, False])
async def test_what_opens_anything_is_gone_from_the_file_and_the_server(world: World, path: Path, told: bool) -> None:
    token, key = await locked(world, path, told=told)
    found = held(path)
    assert token not in found
    assert key not in found
    assert unb64(key).decode("latin-1") not in found
    assert await refused(world, token) is told


async def test_the_passphrase_opens_it_without_the_line_and_what_waits_goes_out_with_it(
    world: World, path: Path
) -> None:
    token, _ = await locked(world, path, told=False)
    ada = await back(world, path, up=False)
    await ada.session.unlock(PASSPHRASE)
    assert (ada.session.account, ada.session.locked, ada.session.record_closed) == ("ada", False, False)
    await ada.session.engine.round()
    assert ada.session.engine.status().state == "offline"
    assert ada.store.outbox.count() == 1
    with pytest.raises(Offline):
        await ada.session.new_phrase(PASSPHRASE)
    assert locking.is_locked(ada.store)  # until the sign-in, so that a program that dies leaves it so

    ada.line.up = True
    await ada.sync()
    await ada.session._chore()
    assert not locking.is_locked(ada.store)
    assert ada.store.outbox.count() == 0
    assert ada.session.engine.status().state == "online"
    assert await refused(world, token)  # the revocation that waited


async def test_left_again_before_the_line_came_it_is_still_locked(world: World, path: Path) -> None:
    await locked(world, path)
    ada = await back(world, path, up=False)
    await ada.session.unlock(PASSPHRASE)
    ada.store.close()
    await back(world, path, up=False)


async def test_a_wrong_passphrase_is_said_in_a_sentence_and_tries_slow_down(world: World, path: Path) -> None:
    await locked(world, path)
    ada = await back(world, path, up=False)
    for _ in range(locking.FREE):
        with pytest.raises(SignInRefused) as caught:
            await ada.session.unlock("four wrong little words")
        assert caught.value.what == locking.WRONG
    with pytest.raises(BadInput):
        await ada.session.unlock(PASSPHRASE)
    ada.store.close()
    ada = await back(world, path, up=False)  # another start brings no other count
    with pytest.raises(BadInput):
        await ada.session.unlock(PASSPHRASE)
    world.clock.forward(1)
    await ada.session.unlock(PASSPHRASE)
    assert ada.session.account == "ada"


async def test_a_passphrase_changed_on_another_machine_needs_the_line_once(world: World, path: Path) -> None:
    await locked(world, path)
    other = world.machine()
    await other.session.sign_in("ada", PASSPHRASE)
    await other.session.change_passphrase(PASSPHRASE, NEW)
    ada = await back(world, path)
    await ada.session.unlock(PASSPHRASE)  # the one of then, which is all that is known here
    await ada.session.engine.round()
    assert ada.session.locked  # the server knew better
    assert ada.session.account is None
    ada.line.up = False
    with pytest.raises(Offline):
        await ada.session.unlock(NEW)
    ada.line.up = True
    await ada.session.unlock(NEW)
    await ada.sync()
    assert ada.session.account == "ada"
    assert ada.store.outbox.count() == 0


async def test_one_that_was_changed_here_is_the_one_that_opens(world: World, path: Path) -> None:
    ada = await world.member("ada", path=path)
    await ada.session.change_passphrase(PASSPHRASE, NEW)
    ada.session.lock()
    ada.store.close()
    ada = await back(world, path, up=False)
    with pytest.raises(SignInRefused):
        await ada.session.unlock(PASSPHRASE)
    await ada.session.unlock(NEW)


async def test_a_copy_of_an_earlier_tuigroup_opens_by_the_line(world: World, path: Path) -> None:
    ada = await world.member("ada", path=path)
    ada.store.settings.remove(locking.WRAPPED)
    ada.session.lock()
    ada.store.close()
    ada = await back(world, path, up=False)
    with pytest.raises(Offline):
        await ada.session.unlock(PASSPHRASE)
    ada.line.up = True
    await ada.session.unlock(PASSPHRASE)
    assert ada.session.account == "ada"


async def test_who_is_somebody_else_forgets_it_all(world: World, path: Path) -> None:
    await locked(world, path)
    ada = await back(world, path, up=False)
    ada.session.forget_here()
    assert not ada.session.locked
    assert ada.session.account is None
    assert ada.store.outbox.count() == 0
    assert ada.store.groups.joined() == []
    assert "Waits" not in held(path)
    assert "ada" not in ada.store.settings.all().values()


async def test_where_nothing_stays_there_is_nothing_to_lock(world: World) -> None:
    ada = await world.member("ada")
    ada.session.lock()
    assert not ada.session.locked
    assert ada.session.account == "ada"
