"""Words to posts: an index without a copy of the text, kept by the writes (the tables are made in schema).

SQLite has FTS5. Its row is named by group and number in one integer, so that a search can be held to one group;
being without content it needs the old words again to forget them: who edits or removes passes them. PostgreSQL has
a vector of words a post. On both, case and accents do not count, and the last word of a search may be unfinished.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sqlalchemy import Connection, text

_SPAN: Final = 2**32  # numbers of posts in one group
_WORD: Final = re.compile(r"\w+")

_ADD: Final = text("INSERT INTO post_words(rowid, words) VALUES (:id, :words)")
_FORGET: Final = text("INSERT INTO post_words(post_words, rowid, words) VALUES ('delete', :id, :words)")
_SETTLE: Final = text("INSERT INTO post_words(post_words, rank) VALUES ('merge', :pages)")
_STEP: Final = 200  # pages merged in one transaction
_NOTHING: Final = 2  # changes below which there was nothing to merge
_FIND: Final = text(
    "SELECT rowid, rank FROM post_words WHERE post_words MATCH :words AND rowid BETWEEN :low AND :high"
    " ORDER BY rank LIMIT :most"
)
_ADD_VECTOR: Final = text("INSERT INTO post_words VALUES (:group, :number, to_tsvector('simple', :words))")
_FORGET_VECTOR: Final = text("DELETE FROM post_words WHERE group_id = :group AND number = :number")
_FIND_VECTOR: Final = text(
    "SELECT number, -ts_rank_cd(words, asked) AS rank FROM post_words, to_tsquery('simple', :words) AS asked"
    " WHERE group_id = :group AND words @@ asked ORDER BY rank, number DESC LIMIT :most"
)


def add(connection: Connection, group: int, number: int, words: str) -> None:
    """``words`` is a post's body, with the thread's title before it for the first post."""
    if _sqlite(connection):
        connection.execute(_ADD, {"id": group * _SPAN + number, "words": words})
    else:
        connection.execute(_ADD_VECTOR, {"group": group, "number": number, "words": " ".join(_bare(words))})


def forget(connection: Connection, group: int, number: int, words: str) -> None:
    """``words`` must be what was added."""
    if _sqlite(connection):
        connection.execute(_FORGET, {"id": group * _SPAN + number, "words": words})
    else:
        connection.execute(_FORGET_VECTOR, {"group": group, "number": number})


def find(connection: Connection, group: int, query: str, limit: int) -> list[tuple[int, float]]:
    """Posts of a group that hold every word of a hostile query: (number, rank), best (lowest rank) first."""
    if _sqlite(connection):
        words = _WORD.findall(query)
        match = " ".join(f'"{word}"' for word in words) + "*"
        bounds = {"low": group * _SPAN, "high": group * _SPAN + _SPAN - 1, "words": match, "most": limit}
        rows = connection.execute(_FIND, bounds) if words else ()
        return [(row[0] - group * _SPAN, row[1]) for row in rows]
    words = _bare(query)
    asked = {"group": group, "words": " & ".join(f"'{word}'" for word in words) + ":*", "most": limit}
    return [(row[0], row[1]) for row in connection.execute(_FIND_VECTOR, asked)] if words else []


def settle(connection: Connection, *, first: bool) -> bool:
    """A step of merging the index, after which words that were forgotten are in none of its blocks; whether it is done.

    ``first`` begins it. On SQLite only, whose index else keeps them until it happens to merge.
    """
    driver = connection.connection.dbapi_connection
    assert driver is not None
    before = driver.total_changes
    connection.execute(_SETTLE, {"pages": -_STEP if first else _STEP})
    return not first and bool(driver.total_changes - before < _NOTHING)


def _bare(said: str) -> list[str]:
    """The words of a text in small letters and without accents: letters, digits and low lines only."""
    apart = unicodedata.normalize("NFKD", said).casefold()
    return _WORD.findall("".join(character for character in apart if not unicodedata.combining(character)))


def _sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
