"""The member's own store put together. Everything a screen reads is here, and so is everything not yet sent.

Used from one thread. Parts share one connection; ``transaction`` makes one change of several.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Final

from tuigroup.errors import StoreError
from tuigroup.store.answers import answers
from tuigroup.store.attendance import Attendance
from tuigroup.store.cases import Casebook
from tuigroup.store.check_ins import CheckIns
from tuigroup.store.database import Database
from tuigroup.store.drafts import Drafts
from tuigroup.store.exposure import Exposure
from tuigroup.store.file import StoreFile, open_file
from tuigroup.store.goals import Goals
from tuigroup.store.groups import Groups
from tuigroup.store.journal import Journal
from tuigroup.store.keys import Keys
from tuigroup.store.marks import Marks
from tuigroup.store.notices import Notices
from tuigroup.store.offers import Offered
from tuigroup.store.opening import copied, move_aside, open_database
from tuigroup.store.outbox import Outbox
from tuigroup.store.resources import Resources
from tuigroup.store.rows import Answer, StoreChanged
from tuigroup.store.search import Index, Search
from tuigroup.store.settings import NAME, Settings
from tuigroup.store.threads import Threads
from tuigroup.store.usage import Usages
from tuigroup.store.whose import Whose

_CURSOR: Final = "sync.cursor"


class Store:
    """Made by ``open``. Times are minutes since 1970 UTC unless a name says otherwise."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float],
        random: Callable[[int], bytes],
        file: StoreFile | None = None,
    ) -> None:
        self._db = database
        self.file = file or StoreFile(database, None, clock, None)
        self._clock = clock
        self._keys = Keys(database, random)
        index = Index(database)
        self.settings = Settings(database)
        self.whose = database.whose = Whose(lambda: self.settings.get(NAME))
        self.threads = Threads(database, index, self._keys, self.now_min)
        self.notices = Notices(database, self.now_min)
        self.groups = Groups(database, self.settings, index, self.threads, self.notices, self.now_min)
        self.outbox = Outbox(database, self._keys, self.threads, self.now_min)
        self.marks = Marks(database, self.settings, self._keys, self.now_min)
        self.drafts = Drafts(database, self._keys, self.marks, clock, self.now_min)
        self.journal = Journal(database, self._keys, self.marks, self.now_min)
        self.exposure = Exposure(database, self.settings, self.marks, self.now_min)
        self.check_ins = CheckIns(database, self.journal)
        self.goals = Goals(database, self.journal)
        self.resources = Resources(database, self.settings, index)
        self.search = Search(database)
        self.usage = Usages(database, clock)
        self.attendance = Attendance(database, self.marks)
        self.casebook = Casebook(database, self.notices)
        self.offers = Offered(database)

    @classmethod
    def open(
        cls,
        path: Path | None,
        *,
        image: bytes = b"",
        clock: Callable[[], float] = time.time,
        random: Callable[[int], bytes] = os.urandom,
        like: Store | None = None,
        beside: Store | None = None,
    ) -> Store:
        """The store at ``path``, made where there is none; None keeps it in memory only, beginning as ``image``.

        One that is locked is shut: see ``file`` and ``unshut``. ``beside`` is one that the same program has open.

        One in memory can begin as a copy of another (``like``), but for the bytes that one used.

        Raises StoreTooNew, StoreDamaged (the file was moved aside, the sentence says where), DiskFull, StoreError.
        """
        if like is not None and path is None:
            store = cls(copied(like._db), clock, random)
            store.usage.clear()
            return store
        if path is None:
            store = cls(open_database(None, clock, image), clock, random)
        else:
            database, file = open_file(path, clock, beside.file if beside is not None else None)
            store = cls(database, clock, random, file)
        store._requeue()
        return store

    def unshut(self, key: bytes) -> None:
        """A store that is shut is opened by its key of 32 bytes. Raises as ``StoreFile.open``."""
        self.file.open(key)
        self._requeue()

    def _requeue(self) -> None:
        """Whatever was on its way when the program ended waits again."""
        if self._db.value("SELECT 1 FROM outbox WHERE state = 'sending'"):
            self.outbox.requeue()

    @property
    def path(self) -> Path | None:
        return self._db.path

    def image(self) -> bytes:
        """All of it as one piece, to open others in memory with."""
        return self._db.image()

    def close(self, *, erase: bool = False) -> None:
        """A store found damaged is moved aside now, so that the next start makes a new one.

        ``erase``: nothing of it stays on the disk; while another program has it open that is left to the other one.
        """
        self._db.close()
        if erase:
            self.file.erase()
        if self._db.damaged and self._db.path is not None and self._db.path.exists():
            move_aside(self._db.path, self._clock)
        self.file.close()

    def truncate_log(self) -> None:
        """What was deleted is out of the log's corners too; where another reader holds it, by and by."""
        with suppress(StoreError):
            self._db.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, may be nested; listeners hear of it once, after the commit."""
        return self._db.transaction()

    def subscribe(self, callback: Callable[[StoreChanged], None]) -> Callable[[], None]:
        """Calls back after each commit that changed something; the answer ends it."""
        return self._db.subscribe(callback)

    def new_key(self) -> str:
        return self._keys.new()

    def now_min(self) -> int:
        return int(self._clock() // 60)

    def answers(self, since_min: int, limit: int = 20) -> list[Answer]:
        """Others' replies and responses to one's own posts since that minute, the newest first."""
        return answers(self._db, since_min, limit)

    def cursor(self) -> str | None:
        """Where the next sync goes on, None at the beginning."""
        return self.settings.get(_CURSOR) or None

    def set_cursor(self, cursor: str | None) -> None:
        if cursor:
            self.settings.set(_CURSOR, cursor)
        else:
            self.settings.remove(_CURSOR)

    def start_afresh(self) -> None:
        """The server can't go on from the cursor: everything is asked for again, nothing of one's own is touched.

        What is here stays readable; each thread is asked for again when it is opened (``threads.missing``).
        """
        with self.transaction():
            self.set_cursor(None)
            self.groups.forget_revs()
            self.resources.forget_rev()
            self.threads.distrust()
