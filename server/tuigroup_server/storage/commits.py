"""Writers that stand in a queue share one commit, so that they share the one wait for the disk.

For an engine with one writer: turns are taken on one connection. Who finds somebody behind them leaves the commit
to them and waits for it; the last in the queue commits for all, and only then is anybody told that their work is
kept. Work that fails is taken back alone, to its savepoint. A writer alone pays for none of this: it has neither a
savepoint nor anybody to wait for. Knows no SQL and no engine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.exc import SQLAlchemyError

from tuigroup_server.storage.troubles import DatabaseBusy

MOST: Final = 64  # blocks of one commit: nobody waits for more than these


@dataclass(eq=False, slots=True)
class _Shared:
    """One transaction, how many blocks of work are in it, and what became of it once it is settled."""

    connection: Connection
    transaction: RootTransaction
    blocks: int = 0
    kept: bool = False
    settled: threading.Event | None = None  # there as soon as anybody waits for it

    def alive(self) -> bool:
        """False when the engine took the whole transaction back by itself, as it may on a full disk."""
        return bool(getattr(self.connection.connection.dbapi_connection, "in_transaction", True))

    def settle(self) -> None:
        """On disk, or taken back when nothing is in it. Whoever waits goes on, whatever is raised."""
        try:
            if self.blocks and self.alive():
                self.transaction.commit()
                self.kept = True
            else:
                self.transaction.rollback()
        except BaseException:
            self.connection.invalidate()  # whatever state it is in, the next writer does not find it
            raise
        finally:
            if self.settled is not None:
                self.settled.set()
            self.connection.close()


class SharedCommits:
    """Turns on one writing connection. ``connect`` gives it; a transaction is begun on it at once."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._open: _Shared | None = None

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """A block of work, kept for good when the block is left. Raises DatabaseBusy when it could not be kept."""
        self._take_turn()
        try:
            shared = self._open = self._open or self._begin()
            nested = None
            try:
                if shared.blocks:  # the first needs no savepoint: nobody else's work is there to keep
                    nested = shared.connection.begin_nested()
                yield shared.connection
                if nested is not None:
                    nested.commit()
            except BaseException:
                try:
                    if nested is not None and shared.alive():
                        nested.rollback()
                except SQLAlchemyError:
                    shared.blocks = 0  # this block can't be told from the others any more: none is kept
                # Whoever's work is in the same transaction hears by themselves whether it was kept.
                with suppress(SQLAlchemyError):
                    self._pass_on(shared)
                raise
            shared.blocks += 1
            self._pass_on(shared)
        finally:
            self._turn.release()
        if shared.settled is not None:
            shared.settled.wait()
        if not shared.kept:
            raise DatabaseBusy("The database could not keep this just now.")

    def _take_turn(self) -> None:
        if self._turn.acquire(blocking=False):
            return
        with self._counting:
            self._waiting += 1
        try:
            self._turn.acquire()
        finally:
            with self._counting:
                self._waiting -= 1

    def _begin(self) -> _Shared:
        connection = self._connect()
        try:
            return _Shared(connection, connection.begin())
        except BaseException:
            connection.close()
            raise

    def _pass_on(self, shared: _Shared) -> None:
        """Whoever waits for the next turn settles it; with nobody there, or enough in it, it is settled now."""
        if self._waiting and 0 < shared.blocks < MOST and shared.alive():
            shared.settled = shared.settled or threading.Event()
            return
        self._open = None
        shared.settle()
