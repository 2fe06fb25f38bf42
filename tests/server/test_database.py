"""One writer, many readers, on disk before it is said: with real files, threads and processes."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.exc import OperationalError

from tuigroup_server import migrations, schema
from tuigroup_server.migrations import safety
from tuigroup_server.storage import server, sessions
from tuigroup_server.storage.database import Database
from tuigroup_server.storage.troubles import DatabaseBusy, DatabaseUnusable

COUNT_UP = """
import sys
from tuigroup_server.storage import server
from tuigroup_server.storage.database import Database
database = Database.open(sys.argv[1])
for _ in range(25):
    with database.write() as connection:
        server.next_number(connection, "counter")
database.close()
"""


def test_a_new_file_has_all_tables_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    database = Database.open(path)
    with database.read() as connection:
        assert set(schema.metadata.tables) <= set(inspect(connection).get_table_names())
    database.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_connection_is_durable_and_checks_foreign_keys(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "d.sqlite3")
    for block in (database.read, database.write):
        with block() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()


def test_reading_cannot_write_and_sees_one_moment(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "d.sqlite3")
    with pytest.raises(OperationalError), database.read() as connection:
        server.put(connection, "name", "written")
    with database.read() as before:
        assert server.get(before, "name", "nothing") == "nothing"
        with database.write() as connection:
            server.put(connection, "name", "written")
        assert server.get(before, "name", "nothing") == "nothing"
    with database.read() as after:
        assert server.get(after, "name") == "written"
    database.close()


def test_a_block_that_raises_leaves_nothing(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "d.sqlite3")

    def breaks() -> None:
        with database.write() as connection:
            server.put(connection, "name", "half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    with database.read() as connection:
        assert server.get(connection, "name", "nothing") == "nothing"
    with pytest.raises(RuntimeError), database.write(), database.write():
        pass
    with database.write() as connection:
        server.put(connection, "name", "whole")
    database.close()


def test_threads_and_processes_that_write_at_once_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    database = Database.open(path)

    def count_up() -> None:
        for _ in range(25):
            with database.write() as connection:
                server.next_number(connection, "counter")

    others = [subprocess.Popen([sys.executable, "-c", COUNT_UP, str(path)]) for _ in range(2)]
    threads = [threading.Thread(target=count_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait(timeout=60) for other in others] == [0, 0]
    with database.read() as connection:
        assert server.number(connection, "counter") == 25 * 5
    database.close()


def test_who_waits_too_long_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    database = Database.open(path, busy_seconds=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy), database.write():
        pass
    other.execute("ROLLBACK")
    other.close()
    with database.write() as connection:
        server.put(connection, "name", "later")
    database.close()


def test_what_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all, " * 500)
    with pytest.raises(DatabaseUnusable):
        Database.open(path)
    assert path.read_text() == "Dear all, " * 500
    with pytest.raises(DatabaseUnusable):
        Database.open(tmp_path / "nowhere" / "d.sqlite3")
    with pytest.raises(DatabaseUnusable):
        Database.open("nosuchengine://db.example.org/tuigroup")


def test_an_older_database_takes_the_steps_it_has_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    Database.open(path).close()
    ran: list[str] = []

    def step(connection: Connection, _metadata: MetaData) -> None:
        connection.execute(text("ALTER TABLE groups ADD COLUMN colour TEXT"))
        ran.append("colour")

    later = (*migrations.MIGRATIONS, migrations.Migration("0002-colour", step))
    database = Database.open(path)
    with database.write() as connection:
        assert migrations.apply(connection, schema.metadata, later) == ("0002-colour",)
        assert migrations.apply(connection, schema.metadata, later) == ()
    database.close()
    assert ran == ["colour"]
    with pytest.raises(migrations.DatabaseTooNew):
        Database.open(path)


# What came after the first version, for an engine of which no file of that version can be kept.
NEW: Final = {
    "accounts": ("leaving", "leaving_posts"),
    "memberships": ("private_seq", "here_until_min", "gone", "until_min", "guest", "agreed", "away"),
    "threads": ("audience", "answers", "answered_min", "pair", "meeting"),
    "boards": ("closed",),
    "groups": (
        *("answered_day", "waits", "duty_seq", "hold_first", "plan", "guidelines_version"),
        *("capacity", "no_room", "quiet_from", "quiet_until", "members_told"),
    ),
    "posts": ("review", "turn"),
    "sessions": ("idle", "door_id", "key_id"),
    "meetings": ("rule", "since", "changes"),
    "resources": ("given",),
}
NEW_TABLES: Final = (
    "parties",
    "private_log",
    "doors",
    "account_keys",
    "erasures",
    "partners",
    *safety.TABLES,
    "written_meetings",
    "wishes",
    "wishers",
    "offers",
    "guest_sessions",
    "unnamed",
)
FIRST: Final = Path(__file__).parent / "databases" / "0001.sql"


def of_the_first_version(url: str | Path) -> None:
    """A database as the first version made it: with SQLite from its own words, with a member who is signed in."""
    if isinstance(url, Path):
        made = sqlite3.connect(url)
        made.executescript(FIRST.read_text("utf-8"))
        made.close()
        return
    database = Database.open(url)
    with database.write() as connection:
        connection.execute(text("DROP INDEX threads_waiting"))
        connection.execute(text("DROP INDEX accounts_leaving"))
        connection.execute(text("DROP INDEX memberships_suspended"))
        for name, columns in NEW.items():
            for column in columns:
                connection.execute(text(f"ALTER TABLE {name} DROP COLUMN {column}"))
        for name in reversed(NEW_TABLES):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("DELETE FROM migrations WHERE name != '0001-tables'"))
    database.close()


def shape(database: Database) -> dict[str, object]:
    """Every table as it is: columns and what they may hold, keys, what they point at, what is looked up fast."""
    found: dict[str, object] = {}
    with database.read() as connection:
        looking = inspect(connection)
        for name in schema.metadata.tables:
            columns = {
                each["name"]: (each["type"]._type_affinity, each["nullable"]) for each in looking.get_columns(name)
            }
            points = {(*each["constrained_columns"], each["referred_table"]) for each in looking.get_foreign_keys(name)}
            unique = {tuple(each["column_names"]) for each in looking.get_unique_constraints(name)}
            indexes = {
                (*each["column_names"], bool(each["unique"]))
                for each in looking.get_indexes(name)
                if not each.get("duplicates_constraint")
            }
            found[name] = (columns, looking.get_pk_constraint(name)["constrained_columns"], points, unique, indexes)
    return found


def test_a_database_of_the_first_tables_becomes_todays(engine: str, tmp_path: Path) -> None:
    fresh = Database.open(engine or tmp_path / "fresh.sqlite3")
    today = shape(fresh)
    fresh.close()
    url = engine or tmp_path / "old.sqlite3"
    of_the_first_version(url)
    database = Database.open(url)
    assert shape(database) == today
    if not engine:
        with database.read() as connection:
            session = sessions.find(connection, b"token-hash", now=1_795_000_000)
        assert session is not None
        assert (session.account_id, session.idle) == (1, None)
    database.close()


def test_a_step_that_breaks_is_neither_made_nor_recorded(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite3"
    database = Database.open(path)

    def breaks(connection: Connection, _metadata: MetaData) -> None:
        connection.execute(text("ALTER TABLE groups ADD COLUMN colour TEXT"))
        raise ZeroDivisionError

    later = (*migrations.MIGRATIONS, migrations.Migration("0002-colour", breaks))
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        migrations.apply(connection, schema.metadata, later)
    with database.read() as connection:
        assert "colour" not in [column["name"] for column in inspect(connection).get_columns("groups")]
    database.close()
    Database.open(path).close()
