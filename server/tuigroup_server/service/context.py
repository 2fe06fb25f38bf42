"""What every use case is given: the database, the codec, the clock, randomness, settings, the pepper, who waits.

Also who asks (``Actor``). Opens and prepares a data folder; knows no route and no SQL.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from tuigroup.errors import ConfigError
from tuigroup.wire.binary import b64
from tuigroup.wire.frames import Codec
from tuigroup_server import rules
from tuigroup_server.service.helplines import Shelf
from tuigroup_server.service.wakeups import Wakeups
from tuigroup_server.settings import Settings
from tuigroup_server.storage import server
from tuigroup_server.storage.database import Database

DATABASE_FILE: Final = "tuigroup.sqlite3"
PEPPER_FILE: Final = "pepper"
PEPPER_BYTES: Final = 32
ID_BYTES: Final = 16
LOG_ID_BYTES: Final = 6
_MARK_BYTES: Final = 9
_INIT: Final = "Please make one with: tuigroup-server init DIR"


@dataclass(frozen=True, slots=True)
class Context:
    """Frozen and shared by all threads. ``clock`` answers seconds since 1970 UTC; ``random`` that many bytes."""

    database: Database
    codec: Codec
    clock: Callable[[], float]
    random: Callable[[int], bytes]
    settings: Settings
    pepper: bytes = field(repr=False)
    folder: Path = Path()  # where the server's own files are
    wakeups: Wakeups = field(default_factory=Wakeups)
    helplines: Shelf = field(init=False)

    def __post_init__(self) -> None:
        today = lambda: datetime.fromtimestamp(self.clock(), UTC).date()  # noqa: E731
        object.__setattr__(self, "helplines", Shelf(self.folder, today))
        self.database.told = self.wakeups.told

    def now(self) -> int:
        """Whole seconds since 1970 UTC."""
        return int(self.clock())

    def now_min(self) -> int:
        """Whole minutes since 1970 UTC: the only time that others see."""
        return int(self.clock()) // 60


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: an account, or a guest (``account_id`` None). ``session`` is the hash of the token used.

    ``leaving`` is an account that is to be erased: it can stay, take everything along, sign out, and nothing else.
    """

    account_id: int | None = None
    operator: bool = False
    session: bytes | None = None
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """The front door through which somebody comes; ``kind`` is one of rules.Door."""

    id: int
    name: str
    kind: rules.Door


GUEST: Final = Actor()


def prepare(folder: Path, settings: Settings, *, random: Callable[[int], bytes] = os.urandom) -> None:
    """Make a data folder: the pepper (0600, outside the database), the tables, the server's id.

    What is there already is kept, so that a folder half made is finished. Raises ConfigError, and what Database.open
    does.
    """
    database: Database | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / PEPPER_FILE).exists():
            _nobody_needs_another(folder, settings)
            _make_pepper(folder, random)
        pepper = (folder / PEPPER_FILE).read_bytes()
        database = Database.open(settings.database or folder / DATABASE_FILE)
        database.transact(lambda connection: _name(connection, pepper, random))
    except OSError as error:
        raise ConfigError(f"The folder can't be prepared: {error.strerror}.") from error
    finally:
        if database is not None:
            database.close()


def _name(connection: Connection, pepper: bytes, random: Callable[[int], bytes]) -> None:
    """The server's id and its log's, once and for all, and what its pepper is known by."""
    if not server.get(connection, server.ID):
        server.put(connection, server.ID, b64(random(ID_BYTES)))
        server.put(connection, server.LOG_ID, b64(random(LOG_ID_BYTES)))
        server.put(connection, server.PEPPER, _mark_of(pepper))
    _same_pepper(connection, pepper)


def _mark_of(pepper: bytes) -> str:
    """What tells one pepper from another, and nothing else of it: it is as long as the secrets that it guards."""
    return b64(hashlib.blake2b(digest_size=_MARK_BYTES, key=pepper, person=b"tuigroup-pepper").digest())


def _same_pepper(connection: Connection, pepper: bytes) -> None:
    """Raises ConfigError for a database that is nobody's yet, or belongs to another folder."""
    if not server.get(connection, server.ID):
        raise ConfigError("There is no tuigroup server in this database yet.", todo=_INIT)
    if server.get(connection, server.PEPPER) != _mark_of(pepper):
        raise ConfigError(
            "The file pepper in this folder does not belong to this database.",
            kept="Nothing was changed.",
            todo="Please copy it from a folder of the same server: with another nobody can sign in.",
        )


def _nobody_needs_another(folder: Path, settings: Settings) -> None:
    """Whether this is the first folder of its database. Raises ConfigError."""
    if settings.database:
        database = Database.open(settings.database)
        try:
            with database.read() as connection:
                named = bool(server.get(connection, server.ID))
        finally:
            database.close()
    else:
        named = (folder / DATABASE_FILE).exists()
    if named:
        raise ConfigError(
            "There is a database already, but not the file pepper that belongs to it.",
            kept="Nothing was changed.",
            todo="Please copy that file from the server's other folder or a backup: without it nobody can sign in.",
        )


def _make_pepper(folder: Path, random: Callable[[int], bytes]) -> None:
    """Whole or not at all: written beside, then put in place. Raises OSError."""
    path = folder / PEPPER_FILE
    half_made = folder / (PEPPER_FILE + ".new")
    handle = os.open(half_made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(random(PEPPER_BYTES))
        file.flush()
        os.fsync(file.fileno())
    half_made.replace(path)


def open_context(
    folder: Path,
    settings: Settings,
    *,
    clock: Callable[[], float] = time.time,
    random: Callable[[int], bytes] = os.urandom,
    codec: Codec | None = None,
) -> Context:
    """The context over a prepared data folder; the caller closes ``context.database``. Raises ConfigError."""
    try:
        pepper = (folder / PEPPER_FILE).read_bytes()
    except OSError as error:
        raise ConfigError("There is no tuigroup server in this folder yet.", todo=_INIT) from error
    if len(pepper) != PEPPER_BYTES:
        raise ConfigError("The file pepper in the data folder is damaged.", todo="Please restore it from a backup.")
    if not settings.database and not (folder / DATABASE_FILE).exists():
        raise ConfigError(
            "There is no database in this folder.",
            todo="If it is elsewhere, please name it: --database, TUIGROUP_DATABASE, or settings.toml.",
        )
    database = Database.open(settings.database or folder / DATABASE_FILE)
    try:
        with database.read() as connection:
            _same_pepper(connection, pepper)
    except BaseException:
        database.close()
        raise
    return Context(database, codec or Codec(), clock, random, settings, pepper, folder)
