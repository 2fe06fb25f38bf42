"""One SQLite connection with nested transactions and word of what changed. Foreign errors end here.

Used from one thread. Queries hand back whole lists, so that no cursor outlives its transaction. Listeners are
called after the commit, never inside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

from tuigroup.errors import DiskFull, StoreDamaged, StoreError, Unwritten
from tuigroup.i18n import N_
from tuigroup.store.rows import Kind, StoreChanged, Touched
from tuigroup.store.whose import Whose

Values = Sequence[Any] | dict[str, Any]
Listener = Callable[[StoreChanged], None]

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class Database:
    """The connection. ``path`` is None for a store that lives in memory only."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self.foreign: type[sqlite3.Error] = connection.Error  # of the driver that made the connection
        self._depth = 0
        self._touched = Touched()
        self._listeners: list[Listener] = []
        self.path = path
        self.damaged = False
        self.whose: Whose | None = None

    def close(self) -> None:
        with self._translated():
            self._connection.close()

    def swap(self, connection: sqlite3.Connection, path: Path | None) -> None:
        """Another connection from now on, between transactions; the one before is the caller's to close first.

        Listeners stay; ``tell_all`` tells them.
        """
        self._connection, self.path = connection, path
        self.foreign = connection.Error
        if self.whose is not None:
            self.whose.knows(self.whose.look())

    def tell_all(self) -> None:
        """Everything may be another now."""
        self._touched.kinds.update(get_args(Kind))
        self._tell()

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

    @property
    def busy(self) -> bool:
        """Whether a transaction is running."""
        return self._depth > 0

    def copy_to(self, other: sqlite3.Connection) -> None:
        """All that was committed, into an empty connection."""
        with self._translated():
            self._connection.backup(other)

    def image(self) -> bytes:
        """All of it as one piece, as ``sqlite3.Connection.deserialize`` takes it."""
        with self._translated():
            return self._connection.serialize()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; may be nested. Listeners hear of it once, after the outermost commit. Raises Displaced."""
        name = f"level_{self._depth}"
        outermost = self._depth == 0
        with self._translated():
            self._connection.execute("BEGIN IMMEDIATE" if outermost else f"SAVEPOINT {name}")
        self._depth += 1
        try:
            if outermost and self.whose is not None:
                self.whose.check()
            yield
            if outermost:
                self._commit()
        except BaseException:
            self._depth -= 1
            self._undo(outermost, name)
            raise
        self._depth -= 1
        if outermost:
            self._tell()
        else:
            with self._translated():
                self._connection.execute(f"RELEASE {name}")

    def _commit(self) -> None:
        here = self.whose.look() if self.whose is not None else ""
        with self._translated():
            self._connection.execute("COMMIT")
        if self.whose is not None:
            self.whose.knows(here)

    def _undo(self, outermost: bool, name: str) -> None:
        if outermost:
            self._touched = Touched()
        # A full disk or a damaged file may have ended the transaction already.
        if not self._connection.in_transaction:
            return
        with self._translated():
            if outermost:
                self._connection.execute("ROLLBACK")
            else:
                self._connection.execute(f"ROLLBACK TO {name}")
                self._connection.execute(f"RELEASE {name}")

    def _tell(self) -> None:
        touched, self._touched = self._touched, Touched()
        if not touched.kinds:
            return
        change = StoreChanged(frozenset(touched.kinds), frozenset(touched.groups))
        for listener in tuple(self._listeners):
            listener(change)

    def touch(self, *kinds: Kind, group: int = 0) -> None:
        """Says what the running transaction changes."""
        self._touched.kinds.update(kinds)
        if group:
            self._touched.groups.add(group)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` after each commit that changed something; the answer ends it."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        with self._translated():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        found = self.rows(sql, values)
        return found[0] if found else None

    def value(self, sql: str, values: Values = (), default: Any = None) -> Any:
        """The first column of the first row, ``default`` where there is none or it is null."""
        found = self.row(sql, values)
        return default if found is None or found[0] is None else found[0]

    def run(self, sql: str, values: Values = ()) -> int:
        """Writes; the number of rows changed."""
        with self._translated():
            return self._connection.execute(sql, values).rowcount

    def many(self, sql: str, values: Iterable[Values]) -> None:
        with self._translated():
            self._connection.executemany(sql, values)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except self.foreign as error:
            raise self.translate(error) from error

    def translate(self, error: sqlite3.Error) -> StoreError:
        """The project's own error for one of SQLite's."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        where = "" if self.path is None else f" ({self.path})"
        if code == sqlite3.SQLITE_FULL:
            return DiskFull(
                N_("There is no room left to write to your local copy."),
                kept=N_("What was saved before is untouched."),
                todo=N_("Please free some space, then try again."),
            )
        if code in _DAMAGE:
            self.damaged = True
            return StoreDamaged(
                N_("Your local copy{where} can't be read any more.", where=where),
                kept=N_("The file is kept aside when you leave, never deleted."),
                todo=N_("Please leave and start again: what the server has comes back."),
            )
        if code in _BUSY:
            return Unwritten(
                N_("Another tuigroup is writing to the same local copy{where}.", where=where),
                kept=N_("Nothing was changed."),
                todo=N_("Please close the other one, or try again in a moment."),
            )
        return StoreError(
            N_("Your local copy{where} could not be used: {error}.", where=where, error=error),
            kept=N_("What was saved before is untouched."),
            todo=N_("Please check the disk and the file's permissions, then start again."),
        )
