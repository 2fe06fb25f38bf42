"""Processes that share one PostgreSQL tell each other which logs (storage.moved) moved on, by NOTIFY and LISTEN.

It is said after the commit, on its own: a NOTIFY within a transaction would let all commits wait for each other.
What is lost so (a process killed in between, a line that was cut) costs no news: whoever comes to listen, or comes
back to it, takes everything for moved, and a long poll ends by itself. Only names of logs travel, never what is new.
"""

from __future__ import annotations

import logging
import os
import select
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from sqlalchemy import Engine, text

from tuigroup_server.storage import moved

CHANNEL: Final = "tuigroup"
PAYLOAD: Final = 7_900  # bytes; PostgreSQL takes fewer than 8000
AGAIN: Final = 2.0  # seconds until a line that was cut is tried again

_SAY: Final = text("SELECT pg_notify(:channel, :said)")
log = logging.getLogger("tuigroup_server")


class Telling:
    """One process's mouth and, from ``listen`` on, ear. A thread for each, begun when it is needed."""

    def __init__(self, pool: Engine) -> None:
        self._pool = pool
        self._own = 0  # the number by which PostgreSQL knows our ear: what we say ourselves is no news to us
        self._pending: set[str] = set()
        self._wanted = threading.Condition()
        self._closed = threading.Event()
        self._mouth: threading.Thread | None = None
        self._ear: threading.Thread | None = None
        self._end, self._ending = os.pipe()

    def say(self, logs: Iterable[str]) -> None:
        """The other processes hear of it in a moment; nobody waits for that here."""
        with self._wanted:
            self._pending.update(logs)
            if self._mouth is None:
                self._mouth = threading.Thread(target=self._speak, name="telling", daemon=True)
                self._mouth.start()
            self._wanted.notify()

    def listen(self, heard: Callable[[frozenset[str]], None]) -> None:
        """Call ``heard`` with what other processes say, in a thread, until ``close``."""
        if self._ear is None:
            self._ear = threading.Thread(target=self._hear, args=(heard,), name="listening", daemon=True)
            self._ear.start()

    def close(self) -> None:
        """What is still to be said is said first."""
        if self._closed.is_set():
            return
        self._closed.set()
        with self._wanted:
            self._wanted.notify()
        os.close(self._ending)
        for thread in (self._mouth, self._ear):
            if thread is not None:
                thread.join()
        os.close(self._end)

    def _speak(self) -> None:
        while True:
            with self._wanted:
                self._wanted.wait_for(lambda: self._pending or self._closed.is_set())
                logs, self._pending = self._pending, set()
            if not logs:
                return
            try:
                with self._pool.begin() as connection:
                    # Nobody's words are in it, so nobody waits for the disk.
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                    for said in _parts(sorted(logs)):
                        connection.execute(_SAY, {"channel": CHANNEL, "said": f"{self._own} {said}"})
            except Exception as error:
                # Others were cut off as well, and look for themselves when they are back.
                log.warning("other processes could not be told: %s", type(error).__name__)

    def _hear(self, heard: Callable[[frozenset[str]], None]) -> None:
        cut = False
        while not self._closed.is_set():
            try:
                with self._pool.connect() as connection:
                    connection.detach()
                    line: Any = connection.connection.dbapi_connection
                    line.set_autocommit(True)
                    line.execute(f"LISTEN {CHANNEL}")
                    self._own, cut = line.info.backend_pid, False
                    heard(frozenset((moved.EVERYTHING,)))
                    self._follow(line, heard)
            except Exception as error:
                if not cut:
                    log.warning("other processes can't be heard just now: %s", type(error).__name__)
                cut = True
                self._closed.wait(AGAIN)

    def _follow(self, line: Any, heard: Callable[[frozenset[str]], None]) -> None:
        while True:
            ready, _, _ = select.select([line, self._end], [], [])
            if self._end in ready:
                return
            told: set[str] = set()
            for note in line.notifies(timeout=0):
                by, *logs = note.payload.split()
                if int(by) != self._own:
                    told.update(logs)
            if told:
                heard(frozenset(told))


def _parts(logs: list[str]) -> Iterable[str]:
    """The names, as many at once as go into one notification."""
    part: list[str] = []
    size = 0
    for one in logs:
        if part and size + len(one) + 1 > PAYLOAD:
            yield " ".join(part)
            part, size = [], 0
        part.append(one)
        size += len(one) + 1
    if part:
        yield " ".join(part)
