"""Where the next unread post is: on from here, as the today list goes, and round again. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tuigroup.store.database import Database
from tuigroup.store.rows import Place, ThreadRow
from tuigroup.wire.words import Standing

if TYPE_CHECKING:
    from tuigroup.store.threads import Threads


def next_unread(database: Database, threads: Threads, after: Place | None, g: int | None) -> Place | None:
    """None where nothing is unread anywhere else."""
    groups = [g] if g is not None else [found for found in _groups(database) if not threads.on_break(found)]
    if after is None or after.group not in groups:
        return _in_groups(threads, groups)
    at = groups.index(after.group)
    listed = threads.list(after.group, limit=1_000_000)
    row = threads.get(after.group, after.thread)
    here = next((index for index, other in enumerate(listed) if row is not None and other.ref == row.ref), len(listed))
    before, same, beyond = listed[:here], listed[here : here + 1], listed[here + 1 :]
    return (
        _around(threads, same, after, later=True)
        or _first(threads, beyond)
        or _in_groups(threads, [*groups[at + 1 :], *groups[:at]])
        or _first(threads, before)
        or _around(threads, same, after, later=False)
    )


def _groups(database: Database) -> list[int]:
    rows = database.rows(
        "SELECT groups.id, groups.name FROM groups JOIN memberships ON memberships.group_id = groups.id "
        "WHERE memberships.standing = ?",
        (Standing.ACTIVE.value,),
    )
    return [row["id"] for row in sorted(rows, key=lambda row: (row["name"].casefold(), row["id"]))]


def _in_groups(threads: Threads, groups: Sequence[int]) -> Place | None:
    found = (_first(threads, threads.list(group, limit=1_000_000)) for group in groups)
    return next((place for place in found if place is not None), None)


def _first(threads: Threads, rows: Sequence[ThreadRow]) -> Place | None:
    """The first unread post of the first thread that has one; a thread's beginning where they are not here yet."""
    row = next((row for row in rows if row.unread and not row.muted), None)
    if row is None:
        return None
    post = next((post for post in threads.posts(row.group, row.ref) if post.unread), None)
    return Place(row.group, row.ref, row.ref if post is None else post.ref)


def _around(threads: Threads, rows: Sequence[ThreadRow], after: Place, *, later: bool) -> Place | None:
    """An unread post of the thread one is in, later in it or earlier."""
    for row in rows:
        if row.unread and not row.muted:
            posts = threads.posts(row.group, row.ref)
            ref = threads.find(row.group, after.ref)
            at = next((index for index, post in enumerate(posts) if post.ref == ref), -1)
            around = posts[at + 1 :] if later else posts[: max(at, 0)]
            return next((Place(row.group, row.ref, post.ref) for post in around if post.unread), None)
    return None
