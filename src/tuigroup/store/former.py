"""Members who left for good: what is kept here of them says no more who they were, or goes as they wished."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tuigroup.store.database import Database
from tuigroup.store.search import Index
from tuigroup.wire.records import FormerRecord
from tuigroup.wire.words import PostState

_TABLES: Final = ("posts", "threads")
_EMPTIED: Final = (
    "UPDATE posts SET body = '', note = '', intent = '', edited = 0, state = ?, with_you = 0, me_too = 0, "
    "thank_you = 0, this_helped = 0, mine = '', unread = 0 WHERE group_id = ? AND member = ?"
)


def part(database: Database, index: Index, g: int, records: Iterable[FormerRecord]) -> None:
    """In one transaction; what is counted and shown follows from it."""
    with database.transaction():
        for record in records:
            where = (g, record.member)
            for table in _TABLES:
                database.run(
                    f"UPDATE {table} SET alias = '', role = 'member', credentials = '' "
                    "WHERE group_id = ? AND member = ?",
                    where,
                )
            for table in ("members", "join_requests"):
                database.run(f"DELETE FROM {table} WHERE group_id = ? AND member = ?", where)
            if record.erased:
                for row in database.rows("SELECT number FROM posts WHERE group_id = ? AND member = ?", where):
                    index.drop("post", g, row["number"])
                database.run(_EMPTIED, (PostState.REMOVED.value, *where))
        database.touch("posts", "threads", "memberships", group=g)
