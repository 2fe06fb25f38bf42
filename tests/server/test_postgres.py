"""PostgreSQL as the database: who waits for whom, what is done again, and what an operator is told."""

from __future__ import annotations

import random as pseudo
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import InternalError

from tests.postgres import Postgres
from tests.server.community import Make, make_group, write
from tests.server.conftest import Clock, Person, new_account
from tuigroup.errors import ConfigError
from tuigroup.wire.accounts import ChangeSecret, SignIn
from tuigroup.wire.frames import PLAIN
from tuigroup.wire.ops import Join, StartThread
from tuigroup_server import schema
from tuigroup_server.service import accounts, listings, operations, sync
from tuigroup_server.service.context import Context, open_context, prepare
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.settings import Settings
from tuigroup_server.storage import accounts as account_rows
from tuigroup_server.storage import directory, groups, posts, server
from tuigroup_server.storage.database import Database
from tuigroup_server.storage.listings import Listing
from tuigroup_server.storage.troubles import Collided, DatabaseBusy, DatabaseUnusable

pytestmark = pytest.mark.machine
SOON = 20.0  # seconds after which a thread is taken for stuck


class Background:
    """A function in a thread of its own. ``result`` waits for it."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._outcome: list[Any] = []
        self._error: list[Exception] = []
        self.thread = threading.Thread(target=self._run, args=(function,), daemon=True)
        self.thread.start()

    def _run(self, function: Callable[[], Any]) -> None:
        try:
            self._outcome.append(function())
        except Exception as error:
            self._error.append(error)

    def result(self) -> Any:
        self.thread.join(SOON)
        assert not self.thread.is_alive()
        if self._error:
            raise self._error[0]
        return self._outcome[0]


@pytest.fixture
def engine(postgres_url: str) -> str:
    return postgres_url


@pytest.fixture
def database(context: Context) -> Database:
    return context.database


@pytest.fixture
def other(context: Context, engine: str) -> Iterator[Context]:
    """Another server process's view of the same database: pools of its own, the same pepper."""
    opened = Database.open(engine)
    yield replace(context, database=opened)
    opened.close()


def until_somebody_waits(database: Database, count: int = 1) -> None:
    """Until so many wait for a lock in PostgreSQL."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    for _ in range(2_000):
        with database.read() as connection:
            if connection.exec_driver_sql(asked).scalar_one() >= count:
                return
        threading.Event().wait(0.005)
    raise AssertionError("nobody waits")


def test_a_fresh_database_gets_its_tables_once_however_many_start(postgres: Postgres) -> None:
    url = postgres.database()
    opened = [one.result() for one in [Background(lambda: Database.open(url)) for _ in range(4)]]
    with opened[0].read() as connection:
        assert set(schema.metadata.tables) <= set(inspect(connection).get_table_names())
    for database in opened:
        database.close()


def test_reading_cannot_write_and_sees_one_moment(database: Database) -> None:
    with pytest.raises(InternalError), database.read() as connection:
        server.put(connection, "name", "written")
    with database.read() as before:
        assert server.get(before, "name", "nothing") == "nothing"
        with database.write() as connection:
            server.put(connection, "name", "written")
        assert server.get(before, "name", "nothing") == "nothing"
    with database.read() as after:
        assert server.get(after, "name") == "written"
    with pytest.raises(RuntimeError), database.write(), database.write():
        pass


def test_numbers_of_a_group_come_in_commit_order_and_groups_do_not_wait(
    context: Context, other: Context, person: Make
) -> None:
    """The trap of cursors: a number taken early and committed late is never passed by."""
    ines = person("ines")
    tea, walks = make_group(context, "Tea", ines), make_group(context, "Walks", ines, alias="heron2")
    with context.database.read() as connection:
        before = groups.by_id(connection, tea)
    assert before is not None
    with context.database.write() as connection:
        early = groups.advance(connection, tea)
        late = Background(lambda: _advance(other, tea))
        until_somebody_waits(context.database)
        assert Background(lambda: _advance(other, walks)).result()
        with other.database.read() as reading:
            seen = groups.by_id(reading, tea)
            assert seen is not None
            assert seen.seq == before.seq
    assert late.result() == early.seq + 1


def _advance(context: Context, group: int) -> int:
    return context.database.transact(lambda connection: groups.advance(connection, group).seq)


def test_two_who_wait_for_each_other_both_get_theirs(database: Database, person: Make, context: Context) -> None:
    """PostgreSQL ends one of the two; that one is done again from its start."""
    ines = person("ines")
    both = [make_group(context, "Tea", ines), make_group(context, "Walks", ines, alias="heron2")]
    with database.read() as connection:
        before = [found.seq for found in groups.in_state(connection, "open")]
    meet = threading.Barrier(2, timeout=SOON)
    runs: list[int] = []

    def work(order: list[int]) -> Callable[[], None]:
        met: list[bool] = []

        def steps(connection: Connection) -> None:
            runs.append(order[0])
            groups.advance(connection, order[0])
            if not met:
                met.append(True)
                meet.wait()
            groups.advance(connection, order[1])

        return lambda: database.transact(steps)

    for one in [Background(work(both)), Background(work(both[::-1]))]:
        one.result()
    assert len(runs) > 2
    with database.read() as connection:
        assert [found.seq for found in groups.in_state(connection, "open")] == [seq + 2 for seq in before]


def test_what_collides_without_end_is_told_and_leaves_nothing(database: Database) -> None:
    runs: list[int] = []

    def twice(connection: Connection) -> None:
        runs.append(1)
        for _ in range(2):
            connection.execute(schema.server.insert().values(key="same", value="x"))

    with pytest.raises(Collided):
        database.transact(twice)
    assert 1 < len(runs) < 10
    with database.read() as connection:
        assert server.get(connection, "same", "nothing") == "nothing"


def test_of_two_with_one_name_one_is_told_so(context: Context, other: Context) -> None:
    """Each looks, finds the name free and makes the account; the second hears of the first once that is there."""
    with context.database.write() as connection:
        values = {"secret_hash": b"", "recovery_hash": b"", "wrapped": "", "recovery_wrapped": ""}
        connection.execute(schema.accounts.insert().values(name="ada", created=0, **values))
        second = Background(lambda: accounts.create(other, new_account("ada")))
        until_somebody_waits(context.database)
    with pytest.raises(Refusal, match="taken"):
        second.result()


def test_an_operation_sent_twice_at_once_is_done_once(context: Context, other: Context, person: Make) -> None:
    """An answer got lost, and the client asked another process with the same key before the first had committed."""
    ines, ada = person("ines"), person("ada")
    group = make_group(context, "Tea", ines)
    join = Join(k="key-of-ada", g=group, alias="tealeaf")
    with context.database.write() as connection:
        groups.by_id(connection, group, lock=True)
        both = [Background(lambda c=c: operations.apply(c, ada.actor, [join])) for c in (context, other)]  # type: ignore[misc]
        until_somebody_waits(context.database, 2)
    first, second = (one.result()[0].ack for one in both)
    assert first == second
    assert first.n
    with context.database.read() as connection:
        row = groups.by_id(connection, group)
        assert row is not None
        assert row.members == 2


def test_a_passphrase_changed_meanwhile_opens_no_session(context: Context, other: Context, person: Make) -> None:
    ada = person("ada")
    change = ChangeSecret(secret=ada.secret, new_secret=ada.secret[::-1], new_wrapped="N" * 96)
    with context.database.write() as connection:
        assert account_rows.by_name(connection, "ada", lock=True)
        changing = Background(lambda: accounts.change_secret(other, ada.actor, change))
        until_somebody_waits(context.database)
        signing = Background(lambda: accounts.sign_in(context, SignIn(name="ada", secret=ada.secret)))
        until_somebody_waits(context.database, 2)
    changing.result()
    with pytest.raises(Refusal):
        signing.result()


def test_what_is_due_is_published_once_by_whoever_comes_first(
    context: Context, other: Context, person: Make, clock: Clock
) -> None:
    ines = person("ines")
    group = make_group(context, "Tea", ines)
    ops = [StartThread(k=f"later-{n:04}", g=group, title=f"T{n}", body="Words", later=1) for n in range(5)]
    assert all(outcome.ack.later for outcome in operations.apply(context, ines.actor, ops))
    clock.forward(minutes=2)
    with context.database.write() as connection:
        groups.by_id(connection, group, lock=True)
        both = [Background(lambda c=c: operations.apply_due(c)) for c in (context, other)]  # type: ignore[misc]
        until_somebody_waits(context.database, 2)
    assert sorted(one.result() for one in both) == [0, 5]
    with context.database.read() as connection:
        assert len(posts.changed(connection, group, 0, 100)) == 5


def test_an_import_and_others_changes_of_the_directory_get_a_number_each(
    context: Context, other: Context, person: Make
) -> None:
    found = [Listing(source_slug=f"meeting-{number}", name=f"Meeting {number}") for number in range(40)]
    importing = [Background(lambda s=s: listings.put(other, s, found)) for s in ("town", "village")]  # type: ignore[misc]
    for number in range(10):
        make_group(context, f"Group {number}")
    assert [one.result().new for one in importing] == [40, 40]
    with context.database.read() as connection:
        shown = [
            row.rev for kind in (True, False) for row in directory.changed(connection, 0, listings=kind, limit=200)
        ]
        assert sorted(shown) == list(range(1, 91))
        assert server.number(connection, server.DIRECTORY_SEQ) == 90


def test_a_connection_that_ended_costs_one_answer_at_most(
    context: Context, postgres: Postgres, engine: str, person: Make
) -> None:
    ines = person("ines")
    group = make_group(context, "Tea", ines)
    write(context, ines, group, 2)
    postgres.end_connections(engine)
    write(context, ines, group, 2)

    def cut() -> None:
        with context.database.write() as connection:
            groups.advance(connection, group)
            postgres.end_connections(engine)

    with pytest.raises(DatabaseBusy) as told:
        cut()
    assert "may be done already" in told.value.sentence()

    def cut_reading() -> None:
        with context.database.read() as connection:
            postgres.end_connections(engine)
            groups.by_id(connection, group)

    with pytest.raises(DatabaseBusy):
        cut_reading()
    write(context, ines, group, 2)
    with context.database.read() as connection:
        assert len(posts.changed(connection, group, 0, 100)) == 6


def test_who_waits_too_long_is_told_so(database: Database, engine: str) -> None:
    with database.write() as connection:
        server.put(connection, "name", "first")
    hasty = Database.open(engine, busy_seconds=0.05)
    with database.write() as connection:
        server.put(connection, "name", "second")
        with pytest.raises(DatabaseBusy), hasty.write() as late:
            server.put(late, "name", "third")
    hasty.close()


def test_what_can_not_be_used_is_told_in_a_sentence(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = postgres.url("nowhere").replace("tuigroup@", "tuigroup:open-sesame@")
    for url, part in (
        (wrong, 'database "nowhere" does not exist'),
        (postgres.url("shared").replace("/tmp", "/nowhere"), "No such file"),
        ("postgresql://here:there/x", "can't be read"),
        ("mysql://db.example.org/tuigroup", "another engine"),
        (postgres.database("ENCODING 'SQL_ASCII' TEMPLATE template0"), "UTF-8"),
    ):
        with pytest.raises(DatabaseUnusable) as told:
            Database.open(url)
        assert part in told.value.sentence()
        assert "open-sesame" not in told.value.sentence()
        assert "\n" not in told.value.sentence()
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseUnusable, match="driver"):
        Database.open(postgres.url("shared"))


def test_every_folder_of_one_database_needs_its_pepper(tmp_path: Path, context: Context, engine: str) -> None:
    settings = Settings(database=engine)
    with pytest.raises(ConfigError, match="pepper"):
        prepare(tmp_path / "second", settings)
    assert not (tmp_path / "second" / "pepper").exists()
    (tmp_path / "second" / "pepper").write_bytes(pseudo.Random(3).randbytes(32))
    with pytest.raises(ConfigError, match="does not belong"):
        open_context(tmp_path / "second", settings)
    (tmp_path / "second" / "pepper").write_bytes((tmp_path / "data" / "pepper").read_bytes())
    open_context(tmp_path / "second", settings).database.close()


def test_numbers_of_any_size_from_outside_find_nothing(context: Context, person: Make) -> None:
    ada: Person = person("ada")
    largest = 2**53
    wants = [
        {"w": "t", "g": largest, "n": largest, "after": largest},
        {"w": "b", "g": 1, "d": largest, "before": largest},
        {"w": "d", "since": largest},
    ]
    ops = [{"op": "reply", "k": "key-of-ada", "g": largest, "to": largest, "body": "Hello"}]
    asked = sync.read({"w": wants, "o": ops})
    assert b"not-found" in sync.answer(context, ada.actor, asked, PLAIN)
