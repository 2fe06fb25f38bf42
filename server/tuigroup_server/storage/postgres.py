"""A PostgreSQL database, shared by any number of server processes.

Writers run at READ COMMITTED and lock the rows that they decide by: a group's row first (storage.groups), whose
lock is held until the commit, so that its numbers come in commit order and groups never wait for each other.
Readers see one moment (REPEATABLE READ, read only), so that a log's sequence and the rows below it belong
together. What collides is named Collided and done again by storage.database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tuigroup_server import schema
from tuigroup_server.storage.telling import Telling
from tuigroup_server.storage.troubles import Collided, DatabaseBusy, DatabaseUnusable

NAMES: Final = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
DRIVER: Final = "postgresql+psycopg"
# A process needs no more than one for each thread that answers; PostgreSQL's own default is 100 for all processes.
CONNECTIONS: Final = 8
MORE: Final = 8
# A process that hangs or whose machine is gone must not keep a group's row for long.
IDLE_SECONDS: Final = 60

# Named to the operator of the database; and a database that is gone without a word is noticed within a minute.
_LINE: Final = {
    "application_name": "tuigroup-server",
    "client_encoding": "utf8",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
# Serialization failure, deadlock, unique violation: somebody else was there at the same moment.
_COLLIDED: Final = frozenset({"40001", "40P01", "23505"})
# Classes that pass by themselves: connections, resources, the operator at work, a lock not had in time.
_PASSING: Final = ("08", "53", "57", "55P03", "25P03")
_SESSION: Final = (
    "SET client_min_messages = warning; SET timezone = 'UTC'; SET lock_timeout = {lock};"
    " SET idle_in_transaction_session_timeout = {idle};"
    " SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)


class PostgresEngine:
    """Made over a URL, with a first connection to see whether it can be used. Raises DatabaseUnusable."""

    def __init__(self, url: URL, busy_seconds: float) -> None:
        try:
            engine = create_engine(
                url.set(drivername=DRIVER),
                isolation_level="READ COMMITTED",
                pool_size=CONNECTIONS,
                max_overflow=MORE,
                pool_timeout=busy_seconds,
                pool_pre_ping=True,
                connect_args={**_LINE, "connect_timeout": max(2, round(busy_seconds))},
            )
        except (ImportError, NoSuchModuleError) as error:
            raise DatabaseUnusable(
                "The driver for PostgreSQL is not installed here.", todo="Please install tuigroup[server,postgres]."
            ) from error
        session = _SESSION.format(lock=round(busy_seconds * 1000), idle=IDLE_SECONDS * 1000)

        @event.listens_for(engine, "connect")
        def _connect(connection: Any, _record: Any) -> None:
            connection.execute(session)
            connection.commit()

        self._writers = engine
        self._readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        try:
            with engine.connect() as connection:
                encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        except DBAPIError as error:
            engine.dispose()
            raise DatabaseUnusable(f"The database can't be reached: {_reason(error)}.", kept="") from error
        if encoding != "UTF8":
            engine.dispose()
            raise DatabaseUnusable("The database is not made for UTF-8.", todo="Please make one with ENCODING 'UTF8'.")
        self._telling = Telling(engine)

    @property
    def pools(self) -> tuple[Engine, ...]:
        return self._readers, self._writers

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _translated(), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with _translated(), self._writers.connect() as connection:
            transaction = connection.begin()
            with transaction:
                yield connection
                with _unsure():
                    transaction.commit()

    def tell(self, logs: frozenset[str]) -> None:
        self._telling.say(logs)

    def listen(self, heard: Callable[[frozenset[str]], None]) -> None:
        self._telling.listen(heard)

    def scrub(self, *, whole: bool) -> bool:
        """Dead rows go now, not when autovacuum comes by. How long the write-ahead log is kept is the operator's."""
        tables = ", ".join(schema.metadata.tables)
        full = "(FULL) " if whole else ""
        with _translated(), self._writers.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM {full}{tables}, post_words")
        return True

    def close(self) -> None:
        self._telling.close()
        self._writers.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    """Collided and DatabaseBusy for what passes by itself; anything else as it is."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseBusy("Too many ask the database at once.") from error
    except DBAPIError as error:
        state = _state(error)
        if state in _COLLIDED:
            raise Collided("Somebody else wrote the same at this moment.") from error
        if state.startswith(_PASSING) or _cut(error):
            raise DatabaseBusy("The database can't be asked just now.") from error
        raise


@contextmanager
def _unsure() -> Iterator[None]:
    """A line that is cut during the commit leaves open whether it was done."""
    try:
        yield
    except DBAPIError as error:
        if not _cut(error):
            raise
        raise DatabaseBusy(
            "The line to the database was cut just then.", kept="It may be done already; nothing is done by halves."
        ) from error


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _cut(error: DBAPIError) -> bool:
    """Whether the connection is gone, or was never there: then the driver has no state to tell."""
    never = not _state(error) and type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout")
    return error.connection_invalidated or never


def _reason(error: DBAPIError) -> str:
    """What the driver says of a connection that was not made, for the operator: it names no password."""
    said = " ".join(str(error.orig).split())
    return said.rpartition("FATAL: ")[2].strip()[-200:].rstrip(".")
