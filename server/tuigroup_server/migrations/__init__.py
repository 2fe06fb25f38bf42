"""Ordered steps from one shape of the database to the next, each recorded in the transaction that makes it.

An empty database gets today's tables at once and every step's name on record; an older one runs only the
steps it has not seen. Knows no table by name but its own; the metadata is passed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, MetaData, String, Table, func, inspect, select

from tuigroup.errors import TuigroupError
from tuigroup_server.migrations import (
    answers,
    audiences,
    boards,
    capacity,
    counts,
    doors,
    guests,
    leaving,
    meetings,
    offers,
    partners,
    quiet,
    returning,
    safety,
    settings,
    wishes,
    written_meetings,
)


class DatabaseTooNew(TuigroupError):
    """The database was written by a later version of the server."""

    title = "The database is from a later version"
    kept = "Nothing in it was changed."
    todo = "Please start the version that wrote it, or a later one."


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its name on record, and what it does to a database of the step before."""

    name: str
    upgrade: Callable[[Connection, MetaData], None]


def _create(connection: Connection, metadata: MetaData) -> None:
    metadata.create_all(connection)


MIGRATIONS: Final[tuple[Migration, ...]] = (
    Migration("0001-tables", _create),
    Migration("0002-audiences", audiences.upgrade),
    Migration("0003-doors", doors.upgrade),
    Migration("0004-answers", answers.upgrade),
    Migration("0005-safety", safety.upgrade),
    Migration("0006-leaving", leaving.upgrade),
    Migration("0007-meetings", meetings.upgrade),
    Migration("0008-partners", partners.upgrade),
    Migration("0009-offers", offers.upgrade),
    Migration("0010-guests", guests.upgrade),
    Migration("0011-written-meetings", written_meetings.upgrade),
    Migration("0012-wishes", wishes.upgrade),
    Migration("0013-settings", settings.upgrade),
    Migration("0014-capacity", capacity.upgrade),
    Migration("0015-boards", boards.upgrade),
    Migration("0016-quiet", quiet.upgrade),
    Migration("0017-counts", counts.upgrade),
    Migration("0018-returning", returning.upgrade),
)

FIRST: Final = MIGRATIONS[0].name
_TURN: Final = 0x7475_6967  # a lock of the database that is nobody else's, as far as a number can tell
_own = MetaData()
_applied = Table("migrations", _own, Column("name", String(64), primary_key=True))


def apply(
    connection: Connection, metadata: MetaData, migrations: tuple[Migration, ...] = MIGRATIONS
) -> tuple[str, ...]:
    """Bring the database to today's shape within the caller's transaction; the names of the steps that ran.

    Raises DatabaseTooNew when a step is on record that this version does not know.
    """
    if connection.dialect.name == "postgresql":
        # Of several processes that start at once one does it, and the others find it done.
        connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
    fresh = not inspect(connection).has_table(_applied.name)
    if fresh:
        _own.create_all(connection)
    done = set(connection.execute(select(_applied.c.name)).scalars())
    unknown = done - {migration.name for migration in migrations}
    if unknown:
        raise DatabaseTooNew("The database was written by a later version of tuigroup-server.")
    ran: list[str] = []
    for position, migration in enumerate(migrations):
        if migration.name in done:
            continue
        if not fresh or position == 0:
            migration.upgrade(connection, metadata)
        connection.execute(_applied.insert().values(name=migration.name))
        ran.append(migration.name)
    return tuple(ran)
