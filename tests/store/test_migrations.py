"""Migrations: each whole or not at all, in order, recorded together with what it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.community import Clock, a_store, a_thread, bodies, draws
from tuigroup.errors import StoreError
from tuigroup.store import Store, opening
from tuigroup.store.schema import LATEST, MIGRATIONS, Migration


def test_versions_rise_one_by_one() -> None:
    assert [migration.version for migration in MIGRATIONS] == list(range(1, LATEST + 1))


def test_a_later_migration_runs_on_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_store(tmp_path / "s")
    a_thread(store)
    store.close()
    more = Migration(LATEST + 1, ("ALTER TABLE posts ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",))
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, more))
    monkeypatch.setattr(opening, "LATEST", LATEST + 1)
    for _ in range(2):
        store = Store.open(tmp_path / "s", clock=Clock(), random=draws())
        assert store._db.value("PRAGMA user_version") == LATEST + 1
        assert store._db.value("SELECT mood FROM posts LIMIT 1") == "calm"
        assert len(bodies(store)) == 4
        store.close()


def test_a_migration_that_does_not_end_well_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path / "s")
    a_thread(store)
    store.close()
    broken = Migration(LATEST + 1, ("DELETE FROM posts", "ALTER TABLE nowhere ADD COLUMN mood TEXT"))
    with monkeypatch.context() as patch:
        patch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, broken))
        with pytest.raises(StoreError):
            Store.open(tmp_path / "s", clock=Clock())
    store = Store.open(tmp_path / "s", clock=Clock(), random=draws())
    assert store._db.value("PRAGMA user_version") == LATEST
    assert len(bodies(store)) == 4
    store.close()
