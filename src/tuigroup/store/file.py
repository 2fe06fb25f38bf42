"""The store's file: in the open, locked under a key (store.cipher), gone with the visit, or in memory from the start.

It changes from one to another while the store is in use: the new file is written whole beside the old one and takes
its name in one step, so that whatever ends the program leaves either of them. What could be read by anybody is
overwritten then. While a store is ``shut`` its database is a stand-in in memory that has what its cover says.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from tuigroup.errors import DiskFull, StoreError
from tuigroup.i18n import N_
from tuigroup.store import cipher, cover, opening
from tuigroup.store.database import Database
from tuigroup.store.presence import Presence
from tuigroup.store.rows import StoreChanged
from tuigroup.store.settings import LOCKED, NAME, Settings

_NEW: Final = ".new"
_CHUNK: Final = 1 << 20
_FULL: Final = 28  # errno of a disk without room


class StoreFile:
    """Made by ``open_file``. ``key`` is of 32 bytes, None while the file is none or anybody's to read."""

    def __init__(self, database: Database, presence: Presence | None, clock: Callable[[], float], shut: Path | None):
        self._db = database
        self._presence = presence
        self._clock = clock
        self._shut = shut
        self.key: bytes | None = None
        self._shown: dict[str, str] = {}  # what the cover has
        if shut is not None:
            self._mirror(shut)
        database.subscribe(self._changed)

    @property
    def presence(self) -> Presence | None:
        return self._presence

    @property
    def shut(self) -> bool:
        """Whether the file is locked and nobody opened it yet."""
        return self._shut is not None

    @property
    def locked(self) -> bool:
        """Whether what lies on the disk is encrypted."""
        return self.shut or self.key is not None

    def alone(self) -> bool:
        """Whether no other program has a store of this folder open."""
        return self._presence is None or self._presence.alone()

    def close(self) -> None:
        if self._presence is not None:
            self._presence.close()
            self._presence = None

    # From one to another

    def open(self, key: bytes) -> None:
        """What was shut is the store from now on. Raises StoreDamaged (moved aside), StoreTooNew, StoreError.

        It stays shut where that goes wrong.
        """
        path = self._shut
        if path is None:
            return
        found = opening.begun(Database(cipher.connect(path, key), path), self._clock)
        self._db.close()
        self._db.swap(found.connection, path)
        self._shut, self.key = None, key
        self._mirror(path)
        self._db.tell_all()

    def lock(self, key: bytes) -> None:
        """Encrypted from now on. Raises BadInput where SQLCipher is not installed, StoreError, DiskFull."""
        path = self._path()
        cipher.needed()
        with self._replaced(path, None, key) as new:
            connection = cipher.connect(new, key)
            try:
                connection.execute("PRAGMA journal_mode = MEMORY")
                cipher.attach(connection, path, b"", "plain")
                cipher.export(connection, "plain", "main")
            finally:
                connection.close()
            cover.write(path, self._shown)
        self.key = key
        self._mirror(path)

    def unlock(self) -> None:
        """In the open from now on. Raises StoreError, DiskFull."""
        path, key = self._path(), self.key
        if key is None:
            return
        with self._replaced(path, key, None) as new:
            connection = cipher.connect(path, key)
            try:
                cipher.attach(connection, new, b"", "plain")
                connection.execute("PRAGMA plain.journal_mode = MEMORY")
                cipher.export(connection, "main", "plain")
            finally:
                connection.close()
        self.key = None
        with suppress(FileNotFoundError):
            cover.beside(path).unlink()

    def to_memory(self) -> None:
        """In memory from now on, the file gone. Raises StoreError."""
        path = self._path()
        with self._by_oneself():
            if self.key is None:
                connection = opening.plain(None)
                self._db.copy_to(connection)
            else:
                try:
                    connection = cipher.in_memory(path, self.key)
                except cipher.foreign() as error:
                    raise self._db.translate(error) from error
            self._db.close()
            self._db.swap(connection, None)
            opening.choose(self._db)
            self.key = None
            erase(path)
        self.close()

    def discard(self) -> None:
        """Nobody can open it or wants it: a new one is there instead, which knows the server and the machine's look.

        Raises StoreError.
        """
        path = self._shut or self._path()
        staying = {name: value for name, value in cover.of(Settings(self._db)).items() if name in cover.STAYING}
        with self._by_oneself():
            self._db.close()
            erase(path)
            self._begin_anew(path, staying)

    def set_aside(self) -> None:
        """As ``discard``, of what is locked under a key that nobody here has: the file is kept under another name."""
        path = self._shut or self._path()
        staying = {name: value for name, value in cover.of(Settings(self._db)).items() if name in cover.STAYING}
        with self._by_oneself():
            self._db.close()
            opening.move_aside(path, self._clock)
            self._begin_anew(path, staying)

    def erase(self) -> None:
        """Once the store is closed: nothing stays on the disk, if nobody else has it open."""
        path = self._shut or self._db.path
        if path is not None:
            with suppress(StoreError), self._by_oneself():
                erase(path)

    # Inside

    def _path(self) -> Path:
        path = self._db.path
        if path is None or self.shut or self._db.busy:
            raise StoreError(N_("What is kept here can't be changed just now."))
        return path

    @contextmanager
    def _by_oneself(self) -> Iterator[None]:
        if self._presence is None:
            yield
            return
        with self._presence.by_oneself():
            yield

    @contextmanager
    def _replaced(self, path: Path, before: bytes | None, after: bytes | None) -> Iterator[Path]:
        """A new file to be written at the path given, which takes the place of the old one; nothing is open meanwhile.

        Of two connections to one file in one process, made by two libraries, one would undo the other's locks.
        """
        self._shown = cover.of(Settings(self._db))
        new, key = path.with_name(path.name + _NEW), before
        with self._by_oneself(), _translated(), ExitStack() as held:
            erase(new)
            readable = [_held(path.with_name(path.name + "-wal")), _held(path)] if before is None else []
            for file in readable:
                if file is not None:
                    held.enter_context(file)
            try:
                self._db.run("PRAGMA wal_checkpoint(FULL)")
                if self._db.value("PRAGMA journal_mode = DELETE") != "delete":
                    raise StoreError(
                        N_("Another program has your local copy open."), kept=N_("What is kept here stays as it was.")
                    )
                self._db.close()
                try:
                    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                    yield new
                except (sqlite3.Error, self._db.foreign, cipher.foreign()) as error:
                    raise self._db.translate(error) from error
                _flush(new)
                new.replace(path)
                key = after
                _flush(path.parent)
                for file in readable:
                    _overwritten(file)
            finally:
                self._db.close()
                held.close()  # before a connection: closing a file undoes the locks that this process has on it
                erase(new)
                self._db.swap(opening.plain(path) if key is None else cipher.connect(path, key), path)
                opening.settle(self._db)

    def _begin_anew(self, path: Path, staying: dict[str, str]) -> None:
        found = opening.open_database(path, self._clock)
        self._db.swap(found.connection, path)
        self._shut, self.key = None, None
        settings = Settings(self._db)
        for name, value in staying.items():
            settings.set(name, value)
        self._db.tell_all()

    def _changed(self, change: StoreChanged) -> None:
        """What the cover says goes with the store."""
        path = self._shut or (self._db.path if self.key is not None else None)
        if path is not None and "settings" in change.kinds:
            self._mirror(path)

    def _mirror(self, path: Path) -> None:
        found = cover.of(Settings(self._db))
        if found != self._shown:
            with suppress(OSError):  # as it was before; it opens the store all the same
                cover.write(path, found)
                self._shown = found


def stand_in(path: Path, clock: Callable[[], float]) -> Database:
    """In the place of a store that is shut."""
    database = opening.open_database(None, clock)
    settings = Settings(database)
    for name, value in {**cover.read(path), LOCKED: "1"}.items():
        settings.set(name, value)
    return database


def open_file(path: Path, clock: Callable[[], float], beside: StoreFile | None) -> tuple[Database, StoreFile]:
    """The store at ``path``, shut where it is locked. Raises as ``opening.open_database``."""
    opening.prepare(path)
    known = beside.presence if beside is not None else None
    presence = known.joined() if known is not None and known.folder == path.parent else Presence(path.parent)
    try:
        for left in (_NEW, cover.ENDING + _NEW):  # by a program that was ended on the way
            erase(path.with_name(path.name + left))
        if not cover.is_locked(path):
            with suppress(FileNotFoundError):
                cover.beside(path).unlink()
        elif cover.read(path).get(NAME):
            database = stand_in(path, clock)
            return database, StoreFile(database, presence, clock, path)
        else:  # nobody's, so that nobody could open it
            opening.move_aside(path, clock)
        database = opening.open_database(path, clock)
    except BaseException:
        presence.close()
        raise
    return database, StoreFile(database, presence, clock, None)


def erase(path: Path) -> None:
    """A store's file and all that belongs to it: overwritten, then removed. What was never there is no fault.

    The file goes first: a cover without a file says nothing.
    """
    with _translated():
        for ending in ("", "-wal", "-shm", "-journal", cover.ENDING, cover.ENDING + _NEW):
            found = path.with_name(path.name + ending)
            file = _held(found)
            if file is not None:
                with file:
                    found.unlink()
                    _overwritten(file)


def _held(path: Path) -> BinaryIO | None:
    try:
        return path.open("r+b", buffering=0)
    except FileNotFoundError:
        return None


def _overwritten(file: BinaryIO | None) -> None:
    if file is None:
        return
    left = os.fstat(file.fileno()).st_size
    file.seek(0)
    while left > 0:
        left -= file.write(bytes(min(left, _CHUNK)))
    os.fsync(file.fileno())


def _flush(path: Path) -> None:
    end = os.open(path, os.O_RDONLY)
    try:
        os.fsync(end)
    finally:
        os.close(end)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == _FULL:
            raise DiskFull(
                N_("There is no room left to write another copy of what is kept here."),
                kept=N_("What is kept here stays as it was."),
                todo=N_("Please free some space, then try again."),
            ) from error
        raise StoreError(
            N_("How your local copy is kept could not be changed: {reason}.", reason=error.strerror),
            kept=N_("What is kept here stays as it was."),
            todo=N_("Please check the folder's permissions."),
        ) from error
