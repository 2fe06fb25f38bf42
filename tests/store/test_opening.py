"""The store's file: whose it is, who may read it, what happens when it is damaged, too new, or the disk is full."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.store.community import NOW, Clock, a_store, a_thread, bodies, draws, reply
from tuigroup.errors import DiskFull, StoreDamaged, StoreError, StoreTooNew
from tuigroup.store import Store
from tuigroup.store.rows import Draft
from tuigroup.store.schema import LATEST


def test_what_was_written_is_there_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "store.sqlite3"
    store = a_store(path)
    assert store.path == path
    a_thread(store)
    reply(store, 2, "I am here too.")
    store.close()
    again = Store.open(path, clock=Clock(), random=draws())
    assert "I am here too." in bodies(again)
    again.close()


def test_only_the_member_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "home" / "store.sqlite3"
    a_store(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    a_store(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_write_ahead_and_on_disk_at_every_commit(tmp_path: Path) -> None:
    store = a_store(tmp_path / "s")
    assert store._db.value("PRAGMA journal_mode") == "wal"
    assert store._db.value("PRAGMA synchronous") == 2
    assert store._db.value("PRAGMA secure_delete") == 1
    store.close()


def test_memory_only_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = a_store(None)
    store.drafts.save(Draft("", "thread", 1, body="words"))
    assert store.path is None
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_later_versions_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s"
    a_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    connection.close()
    with pytest.raises(StoreTooNew, match="later tuigroup") as caught:
        Store.open(path)
    assert "not changed" in caught.value.sentence()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (LATEST + 1,)
    connection.close()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photos (name)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", [b"no database at all, only words" * 200, None])
def test_a_damaged_store_is_kept_aside_and_the_next_start_works(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "store.sqlite3"
    store = a_store(path)
    a_thread(store)
    store.close()
    whole = path.read_bytes()
    broken = damage if damage is not None else whole[:4096] + b"\xff" * (len(whole) - 4096)
    path.write_bytes(broken)
    with pytest.raises(StoreDamaged) as caught:
        Store.open(path, clock=Clock())
    aside = [file for file in tmp_path.iterdir() if ".damaged-" in file.name and "-wal" not in file.name]
    assert len(aside) == 1
    assert aside[0].read_bytes() == broken
    assert str(aside[0]) in caught.value.sentence()
    Store.open(path, clock=Clock()).close()
    path.write_bytes(broken)
    with pytest.raises(StoreDamaged):
        Store.open(path, clock=Clock())
    aside = [file for file in tmp_path.iterdir() if ".damaged-" in file.name and not file.name.endswith(("wal", "shm"))]
    assert len(aside) == 2


def test_damage_found_while_running_is_put_aside_on_leaving(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    store = a_store(path)
    a_thread(store)
    store.close()
    store = Store.open(path, clock=Clock())
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    store._db.run("PRAGMA shrink_memory")
    with pytest.raises(StoreDamaged, match="can't be read any more"):
        store.threads.posts(1, 1)
    store.close()
    assert any(".damaged-" in file.name for file in tmp_path.iterdir())
    Store.open(path, clock=Clock()).close()


def test_a_full_disk_says_so_and_keeps_what_was_saved(tmp_path: Path) -> None:
    store = a_store(tmp_path / "s")
    kept = store.drafts.save(Draft("", "thread", 1, title="Kept", body="first words"))
    pages = store._db.value("PRAGMA page_count")
    store._db.run(f"PRAGMA max_page_count = {pages + 3}")
    heard: list[object] = []
    store.subscribe(heard.append)

    def write_on() -> None:
        for count in range(100):
            store.drafts.save(Draft("", "thread", 1, body=f"{count}" * 4000))

    def write_all_or_nothing() -> None:
        with store.transaction():
            store.settings.set("theme", "dark")
            write_on()

    with pytest.raises(DiskFull) as caught:
        write_on()
    assert "no room" in caught.value.sentence()
    before = len(heard)
    assert store.drafts.get(kept.id) == kept
    with pytest.raises(DiskFull):
        write_all_or_nothing()
    assert store.settings.get("theme") == ""
    assert len(heard) == before
    store._db.run("PRAGMA max_page_count = 1000000")
    store.drafts.save(Draft("", "thread", 1, body="there is room again"))
    store.close()


def test_a_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="can't be opened"):
        Store.open(tmp_path / "file" / "store.sqlite3")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="can't be opened"):
        Store.open(tmp_path / "folder")


def test_no_room_even_for_an_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.open", full)
    with pytest.raises(DiskFull):
        Store.open(tmp_path / "s")


def test_sqlite_that_can_not_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr("sqlite3.connect", refuse)
    with pytest.raises(StoreError, match="can't be opened"):
        Store.open(tmp_path / "s")


def test_two_programs_at_one_store(tmp_path: Path) -> None:
    path = tmp_path / "s"
    one = a_store(path)
    other = Store.open(path)
    other._db.run("PRAGMA busy_timeout = 0")
    with one.transaction():
        one.settings.set("theme", "dark")
        with pytest.raises(StoreError, match="Another tuigroup"):
            other.settings.set("theme", "light")
    assert other.settings.get("theme") == "dark"
    other.close()
    one.close()


def test_what_was_on_its_way_when_the_program_ended_waits_again(tmp_path: Path) -> None:
    store = a_store(tmp_path / "s")
    a_thread(store)
    key = reply(store, 1)
    store.outbox.sending([key])
    assert store.outbox.rows()[0].state == "sending"
    store.close()
    again = Store.open(tmp_path / "s", clock=Clock())
    assert [row.state for row in again.outbox.rows()] == ["queued"]
    assert [op.k for op in again.outbox.sendable(NOW)] == [key]
    again.close()


def test_a_closed_store_says_so_plainly() -> None:
    store = a_store()
    store.close()
    with pytest.raises(StoreError):
        store.threads.list(1)
