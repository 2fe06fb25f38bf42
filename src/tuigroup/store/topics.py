"""Topics of content notes that the reader muted, in all groups at once; they travel in the private record.

What names one of them counts as nothing new and stays folded. Nobody hears of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from tuigroup.store import private
from tuigroup.store.database import Database
from tuigroup.store.settings import Settings

_NAME: Final = "record.topics"


def named(note: str) -> frozenset[str]:
    """The topics that a content note names, in small letters."""
    return frozenset(part.strip().casefold() for part in note.replace(";", ",").split(",") if part.strip())


def muted(database: Database) -> frozenset[str]:
    return frozenset(topic for topic, (on, _) in kept(database).items() if on)


def muted_notes(database: Database, g: int | None = None) -> str:
    """The content notes (of a group) that name a muted topic, as a JSON list for SQL's ``json_each``."""
    topics = muted(database)
    if not topics:
        return "[]"
    where, values = ("", ()) if g is None else (" AND group_id = ?", (g, g))
    rows = database.rows(
        f"SELECT note FROM posts WHERE note != ''{where} UNION SELECT note FROM threads WHERE note != ''{where}", values
    )
    return json.dumps([row["note"] for row in rows if not topics.isdisjoint(named(row["note"]))])


def kept(database: Database) -> dict[str, list[int]]:
    """By topic whether it is muted and since which minute, as the private record has them."""
    try:
        found = json.loads(Settings(database).get(_NAME, "{}"))
    except ValueError:
        return {}
    return private.tidy_topics(found)


def keep(database: Database, topics: Mapping[str, Any]) -> None:
    """In a transaction."""
    Settings(database).set(_NAME, json.dumps(private.tidy_topics(topics), ensure_ascii=False, sort_keys=True))
