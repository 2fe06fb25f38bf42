"""The server's own few values: its id, its log's id, and the sequences of the directory and the library."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, Text, cast, select, update

from tuigroup_server import schema

ID = "id"  # salts passphrases; never changes
LOG_ID = "log_id"  # names the log that cursors belong to
NAME = "name"
PEPPER = "pepper"  # what the server's pepper is known by
SLIP_KEY = "slip_key"  # the public half of the key that signs attendance slips
DIRECTORY_SEQ = "directory_seq"
LIBRARY_SEQ = "library_seq"
PUT_BACK = "put_back_min"  # when the operator said that a backup was put back
FIRST_NUMBER = "first_number"  # how many numbers a new group leaves out, since a group that was lost may have had them
SCRUB = "scrub"  # something was erased, and may still be in a corner of the file

_table = schema.server


def get(connection: Connection, key: str, default: str = "") -> str:
    found = connection.execute(select(_table.c.value).where(_table.c.key == key)).scalar_one_or_none()
    return default if found is None else found


def put(connection: Connection, key: str, value: str) -> None:
    changed = connection.execute(update(_table).where(_table.c.key == key).values(value=value))
    if changed.rowcount == 0:
        connection.execute(_table.insert().values(key=key, value=value))


def number(connection: Connection, key: str) -> int:
    """A sequence as it stands, 0 at first."""
    return int(get(connection, key, "0"))


def next_number(connection: Connection, key: str, by: int = 1) -> int:
    """The next number of a sequence (DIRECTORY_SEQ, LIBRARY_SEQ), or the last of the next ``by``.

    Taken in the caller's write transaction: until its commit nobody else takes one, so numbers are in commit order.
    """
    following = cast(cast(_table.c.value, BigInteger) + by, Text)
    statement = update(_table).where(_table.c.key == key).values(value=following).returning(_table.c.value)
    taken = connection.execute(statement).scalar_one_or_none()
    if taken is None:
        put(connection, key, str(by))
        return by
    return int(taken)
