"""Opens the store's file: private permissions, checks, migrations; a damaged file is moved aside, never deleted."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tuigroup.errors import DiskFull, StoreDamaged, StoreError, StoreTooNew
from tuigroup.i18n import N_
from tuigroup.store import cover
from tuigroup.store.database import Database
from tuigroup.store.schema import APPLICATION_ID, LATEST, MIGRATIONS

BUSY_MS: Final = 5000


def open_database(path: Path | None, clock: Callable[[], float], image: bytes = b"") -> Database:
    """The database at ``path`` (None: in memory), made where there is none, brought to the latest version.

    In memory it begins as ``image``, where one is given.

    Raises StoreDamaged (the file was moved aside), StoreTooNew, DiskFull, StoreError.
    """
    if path is not None:
        prepare(path)
    connection = plain(path)
    if image:
        connection.deserialize(image)
    return begun(Database(connection, path), clock)


def plain(path: Path | None) -> sqlite3.Connection:
    """A connection to a file that anybody can read, or in memory. Raises StoreError."""
    try:
        connection = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
    except sqlite3.Error as error:
        raise StoreError(
            N_("Your local copy ({path}) can't be opened.", path=path),
            kept=N_("Nothing was changed."),
            todo=N_("Please check the path and its permissions."),
        ) from error
    connection.row_factory = sqlite3.Row
    return connection


def begun(database: Database, clock: Callable[[], float]) -> Database:
    """The same, once it is known whose it is and brought to the latest version; closed where that goes wrong.

    Raises as ``open_database``.
    """
    path = database.path
    try:
        settle(database)
        _migrate(database)
    except StoreDamaged as error:
        _close_quietly(database)
        if path is None:  # pragma: no cover - memory has no file to be damaged
            raise
        aside = move_aside(path, clock)
        raise StoreDamaged(
            N_("Your local copy can't be read."),
            kept=N_("The file is kept as {aside}.", aside=aside),
            todo=N_("Please start again: a new copy is made, and what the server has comes back."),
        ) from error
    except BaseException:
        _close_quietly(database)
        raise
    return database


def copied(database: Database) -> Database:
    """A copy in memory, made in one go: much quicker than to make one and fill it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    database.copy_to(connection)
    copy = Database(connection, None)
    choose(copy)
    return copy


def move_aside(path: Path, clock: Callable[[], float]) -> Path:
    """Gives a damaged file, and what belongs to it, another name in the same folder; the new name."""
    stamp = datetime.fromtimestamp(clock(), UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{count}")
    for ending in ("", "-wal", "-shm", cover.ENDING):
        source = path.with_name(path.name + ending)
        if source.exists():
            source.rename(aside.with_name(aside.name + ending))
    return aside


def prepare(path: Path) -> None:
    """The folder for the member alone, and an empty file that nobody else may read."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        if error.errno == 28:
            raise DiskFull(
                N_("There is no room left for your local copy."), todo=N_("Please free some space, then start again.")
            ) from error
        raise StoreError(
            N_("Your local copy can't be opened at {path}: {reason}.", path=path, reason=error.strerror),
            kept=N_("Nothing was changed."),
            todo=N_("Please choose another place with --data, or check the folder's permissions."),
        ) from error


def settle(database: Database) -> None:
    """Checks whose file it is before anything is written to it."""
    database.run(f"PRAGMA busy_timeout = {BUSY_MS}")
    version = database.value("PRAGMA user_version")
    owner = database.value("PRAGMA application_id")
    known = owner == APPLICATION_ID
    if not known and (owner or version or database.value("SELECT count(*) FROM sqlite_master")):
        raise StoreError(
            N_("The file {path} belongs to another program.", path=database.path),
            kept=N_("It was not changed."),
            todo=N_("Please choose another place with --data."),
        )
    if version > LATEST:
        raise StoreTooNew(
            N_(
                "Your local copy was written by a later tuigroup (its version is {version}, this one knows {latest}).",
                version=version,
                latest=LATEST,
            ),
            kept=N_("It was not changed."),
            todo=N_("Please use the later tuigroup, or choose another place with --data."),
        )
    database.run("PRAGMA journal_mode = WAL")
    choose(database)


def choose(database: Database) -> None:
    """What a connection has to be told anew each time."""
    database.run("PRAGMA synchronous = FULL")
    database.run("PRAGMA temp_store = MEMORY")
    # What was deleted is overwritten: it may have been somebody's worst day.
    database.run("PRAGMA secure_delete = ON")


def _migrate(database: Database) -> None:
    version = database.value("PRAGMA user_version")
    for migration in MIGRATIONS:
        if migration.version <= version:
            continue
        with database.transaction():
            for statement in migration.statements:
                database.run(statement)
            database.run(f"PRAGMA application_id = {APPLICATION_ID}")
            database.run(f"PRAGMA user_version = {migration.version}")
    # Reads a page of every table, so that damage shows now rather than in the middle of a screen.
    for table in database.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"):
        database.rows(f'SELECT 1 FROM "{table[0]}" LIMIT 1')


def _close_quietly(database: Database) -> None:
    with suppress(StoreError):
        database.close()
