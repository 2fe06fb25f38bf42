"""SQLCipher: a store's file encrypted page by page under a key of 32 bytes. The only importer of its driver.

The driver is an extra and loaded only where a store is locked. Its connections behave as those of ``sqlite3``, and
stand for them in types.
"""

from __future__ import annotations

import sqlite3
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

from tuigroup.errors import BadInput, StoreError
from tuigroup.i18n import N_

_DRIVER: Final = "sqlcipher3"
_FORM: Final = 4  # of SQLCipher's file, whatever a later one makes by itself
INSTALL: Final = N_("Please install it with: pip install 'tuigroup[lock]'")


def installed() -> bool:
    return find_spec(_DRIVER) is not None


def needed() -> None:
    """Raises BadInput where the driver is not installed."""
    if not installed():
        raise BadInput(
            N_("To lock what is kept here, tuigroup needs SQLCipher, which is not installed."),
            kept=N_("What is kept here stays as it was."),
            todo=INSTALL,
        )


def connect(path: Path | None, key: bytes) -> sqlite3.Connection:
    """A connection to the file at ``path`` under ``key``; None is a plain one in memory.

    Nothing says yet whether the key is the right one. Raises StoreError where the driver is not installed.
    """
    driver = _driver()
    connection = driver.connect(":memory:" if path is None else str(path), isolation_level=None)
    connection.row_factory = driver.Row
    connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes across the screen
    connection.execute(f"PRAGMA cipher_default_compatibility = {_FORM}")
    if path is not None:
        connection.execute(f'PRAGMA key = "{_literal(key)}"')
    return cast(sqlite3.Connection, connection)


def attach(connection: sqlite3.Connection, path: Path, key: bytes, name: str) -> None:
    """Another file beside the main one; an empty ``key`` is for a plain one."""
    connection.execute(f"ATTACH DATABASE ? AS {name} KEY ?", (str(path), _literal(key) if key else ""))


def export(connection: sqlite3.Connection, source: str, target: str) -> None:
    """All of ``source`` into the empty ``target``, counted afterwards. Raises StoreError, and what SQLite raises."""
    for pragma in ("application_id", "user_version"):
        value = connection.execute(f"PRAGMA {source}.{pragma}").fetchone()[0]
        connection.execute(f"PRAGMA {target}.{pragma} = {value}")
    connection.execute("SELECT sqlcipher_export(?, ?)", (target, source))
    found = connection.execute(f"SELECT name FROM {source}.sqlite_master WHERE type = 'table' AND rootpage > 0")
    for (table,) in found.fetchall():
        before, after = (
            connection.execute(f'SELECT count(*) FROM {where}."{table}"').fetchone()[0] for where in (source, target)
        )
        if before != after:
            raise StoreError(
                N_("Your local copy could not be copied whole."), kept=N_("What is kept here stays as it was.")
            )


def in_memory(path: Path, key: bytes) -> sqlite3.Connection:
    """A connection in memory with all that is in the file."""
    connection = connect(None, b"")
    attach(connection, path, key, "file")
    export(connection, "file", "main")
    connection.execute("DETACH DATABASE file")
    connection.execute("PRAGMA writable_schema = RESET")  # the index of words is seen only then
    return connection


def foreign() -> type[sqlite3.Error]:
    """What its connections raise."""
    return cast(type[sqlite3.Error], _driver().Error)


def _literal(key: bytes) -> str:
    return f"x'{key.hex()}'"


def _driver() -> Any:
    try:
        return import_module(f"{_DRIVER}.dbapi2")
    except ImportError as error:
        raise StoreError(
            N_("What is kept here is locked, and SQLCipher, which opens it, is not installed."),
            kept=N_("Nothing was changed."),
            todo=INSTALL,
        ) from error
