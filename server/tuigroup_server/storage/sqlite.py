"""One SQLite file: many readers and one writer, whose work is on disk (WAL, synchronous=FULL) before it is told."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from tuigroup_server.storage import search
from tuigroup_server.storage.commits import SharedCommits
from tuigroup_server.storage.troubles import DatabaseBusy, DatabaseUnusable

READERS: Final = 8


class SqliteEngine:
    """Made over a file, which is created when it is not there. Raises DatabaseUnusable."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise DatabaseUnusable(f"The database file {path.name} can't be opened: {error.strerror}.") from error
        url = f"sqlite:///{path}"
        arguments = {"timeout": busy_seconds, "check_same_thread": False}
        self._readers = create_engine(url, connect_args=arguments, pool_size=READERS, max_overflow=64)
        self._writer = create_engine(url, connect_args=arguments, pool_size=1, max_overflow=0)
        _prepare(self._readers, "BEGIN", writes=False)
        _prepare(self._writer, "BEGIN IMMEDIATE", writes=True)
        self._commits = SharedCommits(self._writer.connect)

    @property
    def pools(self) -> tuple[Engine, ...]:
        return self._readers, self._writer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _translated(), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with _translated(), self._commits.turn() as connection:
            yield connection

    def tell(self, logs: frozenset[str]) -> None:
        """There is one server process to a file."""

    def listen(self, heard: Callable[[frozenset[str]], None]) -> None:
        """As with ``tell``."""

    def scrub(self, *, whole: bool) -> bool:
        """The index of words forgets in steps, between which others write; then the WAL is folded in and emptied."""
        done, first = False, True
        while not done:
            with self.write() as connection:
                done = search.settle(connection, first=first)
            first = False
        with _translated(), closing(self._readers.raw_connection()) as reader:  # not in a transaction
            cursor = reader.cursor()
            if whole:
                cursor.execute("PRAGMA query_only=OFF")
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA query_only=ON")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.close()
        return not busy

    def close(self) -> None:
        """SQLite folds its WAL into the file when the last connection closes."""
        self._readers.dispose()
        self._writer.dispose()


def _prepare(engine: Engine, begin: str, *, writes: bool) -> None:
    """Every connection: our pragmas, and transactions begun by us, not by the driver."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA secure_delete=ON")  # what was taken back is overwritten, not only left out
            if not writes:
                cursor.execute("PRAGMA query_only=ON")
        finally:
            cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


@contextmanager
def _translated() -> Iterator[None]:
    """DatabaseBusy for what passes by itself; anything else as it is."""
    try:
        yield
    except OperationalError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DatabaseBusy("The database is in use by another process.") from error
        if code == sqlite3.SQLITE_FULL:
            todo = "The operator needs to make room."
            raise DatabaseBusy("There is no room left on the server's disk.", todo=todo) from error
        raise
