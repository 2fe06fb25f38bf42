"""How the store's file is kept: locked under a key and back, out of the file altogether, and what a kill leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cipher import needs_cipher
from tests.processes import clean_environment
from tests.store.community import Clock, a_store, a_thread, bodies, reply
from tuigroup.errors import BadInput, DiskFull, StoreDamaged, StoreError
from tuigroup.store import Store, cipher, cover
from tuigroup.store import file as files
from tuigroup.store.rows import Draft

KEY, OTHER = bytes(range(32)), bytes(32)
WORDS, DRAFT = "Marmalade at three in the morning.", "A draft about quinces"
SQLITE = b"SQLite format 3"

pytestmark = needs_cipher


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.sqlite3"


def filled(path: Path | None) -> Store:
    store = a_store(path)
    a_thread(store)
    reply(store, 2, WORDS)
    store.drafts.save(Draft("", "thread", 1, body=DRAFT))
    store.settings.set("account.name", "ada")
    return store


def opened(path: Path) -> Store:
    return Store.open(path, clock=Clock())


def beside(path: Path) -> bytes:
    """Everything that lies beside the store, as it lies there."""
    return b"".join(found.read_bytes() for found in sorted(path.parent.iterdir()))


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, those of the index of words included."""
    tables = store._db.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    return {
        name: sorted((tuple(row) for row in store._db.rows(f'SELECT * FROM "{name}"')), key=repr) for (name,) in tables
    }


def whole(store: Store) -> bool:
    """Nothing is lost: what waits, the draft, and the words to be found."""
    found = [hit.title for hit in store.search.find("marmalade")]
    return WORDS in bodies(store) and [draft.body for draft in store.drafts.all()] == [DRAFT] and len(found) == 1


def test_there_and_back_every_row_is_the_same_and_can_be_found(path: Path) -> None:
    store = filled(path)
    before, marks = (
        everything(store),
        [store._db.value(f"PRAGMA {name}") for name in ("application_id", "user_version")],
    )
    store.file.lock(KEY)
    assert store.file.locked
    assert everything(store) == before
    store.close()
    store = opened(path)
    assert store.file.shut
    store.unshut(KEY)
    assert everything(store) == before
    assert [store._db.value(f"PRAGMA {name}") for name in ("application_id", "user_version")] == marks
    assert whole(store)
    reply(store, 2, "One more while locked.")
    store.file.unlock()
    assert not store.file.locked
    assert whole(store)
    store.close()
    assert {found.name for found in path.parent.iterdir()} == {path.name}
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT count(*) FROM outbox").fetchone()[0] == 2


def test_nothing_of_it_can_be_read_while_it_is_in_use(path: Path) -> None:
    store = filled(path)
    assert WORDS.encode() in beside(path)
    store.file.lock(KEY)
    reply(store, 2, "Medlars, written while it is locked.")
    assert (path.parent / f"{path.name}-wal").stat().st_size > 0
    held = beside(path)
    for words in (WORDS, DRAFT, "Medlars", "Words of post", "sleep", "old_bicycle"):
        assert words.encode() not in held
    assert SQLITE not in held
    store.close()
    assert WORDS.encode() not in beside(path)


def test_what_could_be_read_before_is_overwritten(path: Path) -> None:
    store = filled(path)
    store._db.run("PRAGMA wal_checkpoint(PASSIVE)")
    before = [path.open("rb"), path.with_name(path.name + "-wal").open("rb")]
    store.file.lock(KEY)
    for file in before:
        with file:
            found = file.read()
            assert found
            assert not found.strip(b"\0")
    store.close()


def test_while_shut_there_is_only_what_asks_for_the_passphrase(path: Path) -> None:
    store = filled(path)
    for name, value in (("language", "es"), ("account.token", "token"), ("account.wrapped", "wrapped")):
        store.settings.set(name, value)
    store.file.lock(KEY)
    store.close()
    store = opened(path)
    assert store.settings.all() == {
        "account.name": "ada", "account.wrapped": "wrapped", "account.locked": "1", "language": "es"
    }  # fmt: skip
    assert store.groups.joined() == []
    assert store.outbox.count() == 0
    store.settings.set("account.tries", "2")
    store.close()
    store = opened(path)
    assert store.settings.get("account.tries") == "2"
    store.unshut(KEY)
    assert store.settings.get("account.token") == "token"
    store.settings.set("account.wrapped", "another")  # a passphrase changed
    store.close()
    assert cover.read(path)["account.wrapped"] == "another"


def test_listeners_hear_that_everything_is_another(path: Path) -> None:
    store = filled(path)
    store.file.lock(KEY)
    store.close()
    store = opened(path)
    heard: list[bool] = []
    store.subscribe(lambda change: heard.append({"threads", "drafts"} <= change.kinds))
    store.unshut(KEY)
    assert heard == [True]
    store.close()


def test_another_key_opens_nothing_and_the_file_is_kept(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    store = filled(path)
    store.file.lock(KEY)
    store.close()
    held = path.read_bytes()
    store = opened(path)
    with pytest.raises(StoreDamaged, match="can't be read"):
        store.unshut(OTHER)
    store.close()
    assert held in [found.read_bytes() for found in path.parent.iterdir()]
    assert capfd.readouterr() == ("", "")


def test_two_are_not_changed_under_each_other(path: Path) -> None:
    store, other = filled(path), opened(path)
    with pytest.raises(StoreError, match="Another tuigroup"):
        store.file.lock(KEY)
    assert not store.file.locked
    assert whole(store)
    other.close()
    store.file.lock(KEY)
    other = opened(path)
    other.unshut(KEY)  # both may read and write
    reply(other, 2, "From the other one.")
    assert "From the other one." in bodies(store)
    with pytest.raises(StoreError, match="Another tuigroup"):
        store.file.unlock()
    other.close()
    store.file.unlock()
    store.close()


def test_without_sqlcipher_it_says_what_to_install(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(path)
    with monkeypatch.context() as missing:
        missing.setattr(cipher, "_DRIVER", "no_such_driver")
        with pytest.raises(BadInput, match="SQLCipher") as caught:
            store.file.lock(KEY)
        assert "pip install 'tuigroup[lock]'" in caught.value.sentence()
        assert whole(store)
        assert path.read_bytes().startswith(SQLITE)
    store.file.lock(KEY)
    store.close()
    monkeypatch.setattr(cipher, "_DRIVER", "no_such_driver")
    store = opened(path)
    with pytest.raises(StoreError, match="not installed"):
        store.unshut(KEY)
    store.close()
    assert cover.is_locked(path)


def test_a_full_disk_leaves_it_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(path)

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as short:
        short.setattr(files, "_flush", full)
        with pytest.raises(DiskFull):
            store.file.lock(KEY)
    assert not store.file.locked
    assert whole(store)
    store.close()
    assert {found.name for found in path.parent.iterdir()} <= {path.name, f"{path.name}.cover"}
    store = opened(path)
    assert whole(store)
    assert not cover.beside(path).exists()
    store.close()


@pytest.mark.parametrize("locked", [False, True])
def test_out_of_the_file_into_memory(path: Path, locked: bool) -> None:
    store = filled(path)
    if locked:
        store.file.lock(KEY)
    store.file.to_memory()
    assert store.path is None
    assert list(path.parent.iterdir()) == []
    assert whole(store)
    reply(store, 2, "And on it goes.")
    assert list(path.parent.iterdir()) == []
    store.close()


def test_who_is_somebody_else_begins_anew(path: Path) -> None:
    store = filled(path)
    store.settings.set("language", "es")
    store.file.lock(KEY)
    store.close()
    store = opened(path)
    store.file.discard()
    assert not store.file.locked
    assert store.path == path
    assert store.settings.all() == {"language": "es"}
    assert store.groups.joined() == []
    store.close()
    assert {found.name for found in path.parent.iterdir()} == {path.name}


# A kill at every step of the way

STEPS = 400  # more than there are

KILLED = """
import os, signal, sys
from pathlib import Path
from tuigroup.store import Store
path, way, at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = Store.open(path)
if way == "back":
    store.unshut(bytes(range(32)))
count = 0
def audit(event, arguments):
    global count
    if event in ("open", "os.rename", "os.remove", "sqlite3.connect", "os.truncate") or event.startswith("tuigroup"):
        count += 1
        if count > at:
            os.kill(os.getpid(), signal.SIGKILL)
real = os.fsync
def synced(end):
    sys.audit("tuigroup.fsync"); real(end); sys.audit("tuigroup.fsynced")
os.fsync = synced
import tuigroup.store.cipher as cipher
export = cipher.export
def exported(*given):
    sys.audit("tuigroup.export"); export(*given); sys.audit("tuigroup.exported")
cipher.export = exported
cipher._driver()
sys.addaudithook(audit)
store.file.lock(bytes(range(32))) if way == "there" else store.file.unlock()
print(count)
os._exit(0)
"""


@pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("way", ["there", "back"])
def test_a_kill_at_any_step_leaves_the_old_or_the_new_whole(path: Path, way: str, stride: int) -> None:
    states, at = [], 0
    while at < STEPS:
        store = filled(path)
        if way == "back":
            store.file.lock(KEY)
        store.close()
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), way, str(at)],
            env=clean_environment(path.parent),
            capture_output=True,
            text=True,
        )
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        store = opened(path)
        states.append(store.file.locked)
        if store.file.shut:
            assert way == "back" or WORDS.encode() not in beside(path)
            store.unshut(KEY)
        assert whole(store)
        assert store._db.value("PRAGMA integrity_check") == "ok"
        store.close()
        names = {found.name for found in path.parent.iterdir()} - {path.name, f"{path.name}.cover"}
        assert not [name for name in names if ".sqlite3" in name]
        for found in path.parent.iterdir():
            if found.is_file():
                os.remove(found)
        if done.returncode == 0:
            break
        at += stride
    assert at > 5
    assert states == sorted(states, reverse=way == "back")
    assert set(states) == {False, True}
