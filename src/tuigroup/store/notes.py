"""Content notes that somebody wishes for, and what stands in a post here once the server took a wish or a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.late import Late
from tuigroup.store.database import Database
from tuigroup.store.rows import Wished

if TYPE_CHECKING:
    from tuigroup.wire import ops
else:
    ops = Late("tuigroup.wire.ops")


_WISHED: Final = """
SELECT posts.group_id, posts.thread, posts.number, posts.wished, posts.alias, coalesce(threads.title, '') AS title
FROM posts JOIN memberships ON memberships.group_id = posts.group_id
LEFT JOIN threads ON threads.group_id = posts.group_id AND threads.number = posts.thread
WHERE posts.wished != '' AND posts.state = '' AND (posts.member = memberships.member) = :own
    AND posts.group_id = coalesce(:g, posts.group_id)
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.group_id = posts.group_id AND outbox.target = posts.number
        AND outbox.op = 'note' AND outbox.state != 'refused')
ORDER BY posts.group_id, posts.number
"""


def wished(database: Database, g: int | None = None, *, own: bool) -> list[Wished]:
    """One's own posts (else those of others), of which somebody wishes that they had a note; None is all groups."""
    return [
        Wished(row["group_id"], row["thread"], row["number"], tuple(row["wished"].split(",")), row["alias"],
               row["title"])
        for row in database.rows(_WISHED, {"own": int(own), "g": g})
    ]  # fmt: skip


def done(database: Database, op: ops.Wish | ops.SetNote) -> None:
    """In a transaction. Of two wishes for one post the first counts, here as on the server."""
    where = (op.g, op.post)
    if isinstance(op, ops.Wish):
        found = "UPDATE posts SET asked = ? WHERE group_id = ? AND number = ? AND asked = ''"
        database.run(found, (op.topic.value, *where))
        return
    database.run("UPDATE posts SET wished = '' WHERE group_id = ? AND number = ?", where)
    if op.note is not None:
        for table in ("posts", "threads"):
            database.run(f"UPDATE {table} SET note = ? WHERE group_id = ? AND number = ?", (op.note, *where))


def no_longer_told(database: Database, g: int, me: int) -> None:
    """Who does not run a group any more hears only what is wished of their own posts. In a transaction."""
    where = (g, me)
    if database.run("UPDATE posts SET wished = '' WHERE group_id = ? AND member != ? AND wished != ''", where):
        database.touch("posts", group=g)
