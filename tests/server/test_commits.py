"""Writers at once on one file share a commit: fewer waits for the disk, and each gets all of theirs or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from tuigroup_server.storage import commits, server
from tuigroup_server.storage.database import Database
from tuigroup_server.storage.troubles import DatabaseBusy


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "d.sqlite3")
    yield opened
    opened.close()


class Queue:
    """Writers in a queue: the first is held in its block until all others wait for their turn."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.commits = 0
        self.told: dict[str, BaseException | None] = {}
        for pool in database.pools:
            event.listen(pool, "commit", self._count)

    def _count(self, _connection: object) -> None:
        self.commits += 1

    def run(self, *blocks: Callable[[], None]) -> None:
        """Each block in a thread of its own, named by its place; the first is the first, the others as they come."""
        entered, queued = threading.Event(), threading.Event()
        self.commits = 0

        def first() -> None:
            entered.set()
            assert queued.wait(20)
            blocks[0]()

        threads = [self._writer("0", first)]
        assert entered.wait(20)
        queue: Any = self.database._engine
        for place, block in enumerate(blocks[1:], 1):
            threads.append(self._writer(str(place), block))
            while queue._commits._waiting < place:
                threading.Event().wait(0.001)
        queued.set()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()

    def _writer(self, name: str, block: Callable[[], None]) -> threading.Thread:
        def work() -> None:
            try:
                with self.database.write() as connection:
                    server.put(connection, name, "written")
                    block()
                self.told[name] = None
            except Exception as error:
                self.told[name] = error

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    def kept(self) -> set[str]:
        with self.database.read() as connection:
            return {name for name in self.told if server.get(connection, name)}


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


def nothing() -> None:
    pass


def breaks() -> None:
    raise ZeroDivisionError


def test_who_stands_in_a_queue_shares_one_commit(queue: Queue) -> None:
    queue.run(*[nothing] * 6)
    assert queue.commits == 1
    assert queue.told == dict.fromkeys("012345")
    assert queue.kept() == set("012345")


def test_a_writer_alone_is_kept_at_once(database: Database, queue: Queue) -> None:
    seen: list[str] = []
    for pool in database.pools:
        event.listen(pool, "savepoint", lambda *_: seen.append("savepoint"))
    queue.run(nothing)
    assert (queue.commits, seen) == (1, [])


@pytest.mark.parametrize("place", range(4))
def test_one_that_fails_is_taken_back_alone(queue: Queue, place: int) -> None:
    queue.run(*[breaks if number == place else nothing for number in range(4)])
    failed = str(place)
    assert isinstance(queue.told.pop(failed), ZeroDivisionError)
    assert set(queue.told.values()) == {None}
    assert queue.kept() == set("0123") - {failed}


def test_all_failing_leave_nothing_and_the_next_goes_on(database: Database, queue: Queue) -> None:
    queue.run(breaks, breaks, breaks)
    assert queue.kept() == set()
    queue.run(nothing)
    assert queue.kept() == {"0"}


def test_when_the_commit_is_refused_nobody_is_told_that_theirs_is_kept(database: Database, queue: Queue) -> None:
    """The disk is full at the commit: whoever is in it hears that, and nothing of theirs is there."""

    def refuse(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("no luck"))

    event.listen(database.pools[1], "commit", refuse)
    queue.run(nothing, nothing, nothing)
    event.remove(database.pools[1], "commit", refuse)
    last, *others = sorted(queue.told.values(), key=lambda error: isinstance(error, DatabaseBusy))
    assert isinstance(last, OperationalError)
    assert [type(error) for error in others] == [DatabaseBusy] * 2
    assert queue.kept() == set()
    queue.run(nothing)
    assert queue.kept() == {"0"}


def test_when_the_engine_takes_all_back_by_itself_everybody_hears_it(database: Database, queue: Queue) -> None:
    """As SQLite may do on a full disk: the earlier blocks of the same commit are gone with it."""

    def gone() -> None:
        shared = database._engine._commits._open  # type: ignore[attr-defined]
        shared.connection.execute(text("ROLLBACK"))
        raise ZeroDivisionError

    queue.run(nothing, gone, nothing)
    assert isinstance(queue.told["0"], DatabaseBusy)
    assert isinstance(queue.told["1"], ZeroDivisionError)
    assert queue.kept() == {name for name, error in queue.told.items() if error is None} <= {"2"}


def test_a_commit_is_not_put_off_without_end(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "MOST", 2)
    queue.run(*[nothing] * 6)
    assert queue.commits == 3
    assert queue.kept() == set("012345")


def test_what_can_not_be_taken_back_alone_takes_all_with_it(database: Database, queue: Queue) -> None:
    """Rather nobody's work than half of somebody's."""

    def stuck() -> None:
        shared = database._engine._commits._open  # type: ignore[attr-defined]
        shared.connection.execute(text("RELEASE sa_savepoint_1"))
        raise ZeroDivisionError

    queue.run(nothing, stuck)
    assert isinstance(queue.told["0"], DatabaseBusy)
    assert isinstance(queue.told["1"], ZeroDivisionError)
    assert queue.kept() == set()
    queue.run(nothing)
    assert queue.kept() == {"0"}
