"""Which logs a write moves on: noted where they move, handed over by the database once the write is on disk.

A log is named by a short word of letters and digits: ``g12`` a group's, ``a7`` an account's, ``s`` and a hash a
session's. It says that there is something to look at, never what. Knows no table.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

EVERYTHING: Final = "all"  # nobody knows what moved: whoever waits looks for themselves
_MOVED: Final = "tuigroup-moved"  # in the connection's own notes, which outlive a transaction


def group(number: int) -> str:
    return f"g{number}"


def account(number: int) -> str:
    return f"a{number}"


def session(token_hash: bytes) -> str:
    return f"s{token_hash.hex()}"


def note(connection: Connection, log: str) -> None:
    """The transaction moves this log on. What is taken back after that costs whoever waits a look for nothing."""
    connection.info.setdefault(_MOVED, set()).add(log)


def taken(connection: Connection) -> frozenset[str]:
    """What was noted since it was taken last."""
    return frozenset(connection.info.pop(_MOVED, ()))
