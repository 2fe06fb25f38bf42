"""Signing out: everything of an account goes from this machine; what belongs to the machine itself stays.

Kept: the look and other settings of the device, the list of the library, bytes used. Groups go whole, since
which ones are here may say what somebody lives with, and so do texts that were saved to be read.
"""

from __future__ import annotations

from typing import Final

from tuigroup.store.settings import BEGUN
from tuigroup.store.store import Store

_TABLES: Final = (
    "memberships", "join_requests", "members", "threads", "posts", "responses_seen", "outbox", "keys", "drafts",
    "drafts_gone", "drafts_seen", "marks_read", "marks", "positions", "folds", "notices", "groups", "boards",
    "facilitators", "meetings", "slips", "bodies", "partials", "reading", "journal", "journal_gone", "journal_marks",
    "journal_weeks", "journal_spans", "casebook",
)  # fmt: skip
_SETTINGS: Final = ("account.", "sync.", "record.", "visit.", "directory.", *BEGUN)


def forget_account(store: Store) -> None:
    """In one transaction; then what was deleted is taken out of the file's corners too. Raises StoreError."""
    database = store._db
    with store.transaction():
        for table in _TABLES:
            database.run(f"DELETE FROM {table}")
        database.run("DELETE FROM words WHERE rowid IN (SELECT id FROM found WHERE kind != 'resource')")
        database.run("DELETE FROM found WHERE kind != 'resource'")
        for row in database.rows("SELECT slug FROM resources"):
            store.resources.forget(row["slug"])  # its words go from the index with its text
        for prefix in _SETTINGS:
            database.run("DELETE FROM settings WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))
        database.run("INSERT INTO words (words) VALUES ('rebuild')")
        database.touch(
            "groups",
            "memberships",
            "threads",
            "posts",
            "outbox",
            "drafts",
            "marks",
            "resources",
            "notices",
            "settings",
            "cases",
            "offers",
        )
    store.truncate_log()
