"""The database behind every storage function: one way to read, one way to write.

``read()`` gives a consistent view that can't write; ``write()`` a transaction that is on disk before the block is
left; ``transact()`` the same for work that may have to be done again because another process came between. SQLite
is the default; a URL of PostgreSQL changes nothing for the callers. No SQL of the application lives here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Protocol, TypeVar

import sqlalchemy
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from tuigroup_server import migrations, schema
from tuigroup_server.storage import moved, postgres
from tuigroup_server.storage.postgres import PostgresEngine
from tuigroup_server.storage.sqlite import SqliteEngine
from tuigroup_server.storage.troubles import Collided, DatabaseUnusable

BUSY_SECONDS: Final = 10.0
CLEAN: Final = "0006-leaving"  # the step from which on nothing that was erased is left in the file
ATTEMPTS: Final = 6  # of work that collides: each time somebody else got theirs done

T = TypeVar("T")


class Engine(Protocol):
    """What storage.sqlite and storage.postgres are."""

    @property
    def pools(self) -> tuple[sqlalchemy.Engine, ...]: ...

    def read(self) -> AbstractContextManager[Connection]: ...
    def write(self) -> AbstractContextManager[Connection]: ...
    def tell(self, logs: frozenset[str]) -> None: ...
    def listen(self, heard: Callable[[frozenset[str]], None]) -> None: ...
    def scrub(self, *, whole: bool) -> bool: ...
    def close(self) -> None: ...


class Database:
    """Readers and writers over one database. Safe to share between threads; made by ``open``.

    ``told`` is called with the logs (storage.moved) that a write moved on, once it is on disk, in the writer's
    thread; and after ``listen`` also with what other processes tell, in a thread of its own.
    """

    def __init__(self, engine: Engine) -> None:
        self.told: Callable[[frozenset[str]], None] = lambda logs: None
        self._engine = engine
        self._here = threading.local()

    @classmethod
    def open(cls, location: str | Path, *, busy_seconds: float = BUSY_SECONDS) -> Database:
        """Open a file or a database URL, and bring its tables up to date.

        ``busy_seconds`` is how long anybody waits for others. Raises DatabaseUnusable, DatabaseBusy,
        migrations.DatabaseTooNew.
        """
        database = cls(_engine(location, busy_seconds))
        try:
            ran = database.transact(_up_to_date)
            if CLEAN in ran and migrations.FIRST not in ran:
                database.scrub(whole=True)
        except DatabaseError as error:
            database.close()
            raise DatabaseUnusable("This is not a database that tuigroup-server can read.") from error
        except BaseException:
            database.close()
            raise
        return database

    @property
    def pools(self) -> tuple[sqlalchemy.Engine, ...]:
        """Where connections come from, for who watches what is asked of the database."""
        return self._engine.pools

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A view of one moment. Writing through it is refused by the engine. Raises DatabaseBusy."""
        with self._engine.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All of the block or nothing of it, on disk when the block is left.

        Not nestable: a block inside a block is a mistake of the caller. Raises DatabaseBusy, and Collided where the
        engine has more than one writer.
        """
        if getattr(self._here, "writing", False):
            raise RuntimeError("write() inside write(): pass the connection on instead")
        self._here.writing = True
        try:
            with self._engine.write() as connection:
                moved.taken(connection)
                yield connection
                logs = moved.taken(connection)
        finally:
            self._here.writing = False
        if logs:
            self.tell(logs)

    def transact(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` answers, done wholly in one ``write``; done again from its start when it collided.

        ``work`` must change nothing but the database. Raises DatabaseBusy.
        """
        for _ in range(ATTEMPTS - 1):
            try:
                with self.write() as connection:
                    return work(connection)
            except Collided:
                continue
        with self.write() as connection:
            return work(connection)

    def tell(self, logs: frozenset[str]) -> None:
        """These logs moved on: said here at once, and to the other processes of a shared database in a moment."""
        self.told(logs)
        self._engine.tell(logs)

    def listen(self) -> None:
        """From now on ``told`` is called for other processes too, where they share a database."""
        self._engine.listen(lambda logs: self.told(logs))

    def scrub(self, *, whole: bool = False) -> bool:
        """What was erased goes from the corners of the file too; False where somebody read there just then.

        ``whole`` writes all of it anew, once: for what was taken back before the file was kept clean. Raises
        DatabaseBusy.
        """
        return self._engine.scrub(whole=whole)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.close()


def _engine(location: str | Path, busy_seconds: float) -> Engine:
    said = str(location)
    if "://" not in said:
        return SqliteEngine(Path(location), busy_seconds)
    try:
        url = make_url(said)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnusable("The database URL can't be read.") from error
    if url.drivername == "sqlite":
        return SqliteEngine(Path(url.database or ""), busy_seconds)
    if url.drivername in postgres.NAMES:
        return PostgresEngine(url, busy_seconds)
    raise DatabaseUnusable("The database URL names another engine than SQLite or PostgreSQL.")


def _up_to_date(connection: Connection) -> tuple[str, ...]:
    return migrations.apply(connection, schema.metadata)
