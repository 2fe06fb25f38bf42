"""Threads and posts as screens read them: lists, reading order, the next unread; with what waits to be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from sqlite3 import Row
from typing import TYPE_CHECKING

from tuigroup.late import Late
from tuigroup.store import notes, overlay, rowmaps, topics
from tuigroup.store.arriving import Arriving
from tuigroup.store.database import Database
from tuigroup.store.heads import Totals, Unsent
from tuigroup.store.keys import Keys
from tuigroup.store.overlay import Waiting
from tuigroup.store.reading import in_reading_order
from tuigroup.store.rows import Place, PostRow, Ref, ThreadRow, Wished
from tuigroup.store.search import Index
from tuigroup.store.unread import next_unread
from tuigroup.wire import limits
from tuigroup.wire.words import Intent, PostState, Review, Role

if TYPE_CHECKING:
    from tuigroup.wire import ops
else:
    ops = Late("tuigroup.wire.ops")

PostRows = list[PostRow]
Wishes = list[Wished]
ThreadRows = list[ThreadRow]


WAITING = 60 * 24 * 60  # minutes; after that nobody waits any more


def waiting_since(row: ThreadRow) -> int:
    """The minute since which a thread waits: its beginning, or its one answer."""
    head = row.head
    return row.last_at if head is None or row.voices else head.at


class Threads(Arriving):
    """Also ``put_posts``, ``put_heads`` and ``distrust`` of Arriving."""

    def __init__(self, database: Database, index: Index, keys: Keys, now_min: Callable[[], int]) -> None:
        super().__init__(database, index, now_min)
        self._keys = keys

    # What screens read

    def list(self, g: int, board: int = 0, limit: int = 200) -> ThreadRows:
        """Latest activity first, one's own unsent threads among them; ``board`` 0 means all boards."""
        unsent = self._heads.unsent(g)
        rows = [*self._heads.unsent_threads(g, unsent), *self._heads.rows(g)]
        rows = [row for row in rows if board in (0, row.board)]
        return sorted(rows, key=lambda row: -row.last_at)[:limit]

    def get(self, g: int, ref: Ref) -> ThreadRow | None:
        ref = self.find(g, ref)
        if isinstance(ref, int):
            rows = self._heads.rows(g, ref) if ref > 0 else []
        else:
            rows = [row for row in self._heads.unsent_threads(g, self._heads.unsent(g)) if row.ref == ref]
        return rows[0] if rows else None

    def pairs(self, stands: int) -> ThreadRows:
        """Threads between two partners that stand so (1 asked, 2 agreed, 3 ended), in all groups."""
        found = self._db.rows("SELECT group_id, number FROM threads WHERE pair = ? ORDER BY last_at DESC", (stands,))
        rows = (self.get(row["group_id"], row["number"]) for row in found)
        return [row for row in rows if row is not None]

    def meetings(self) -> ThreadRows:
        """Written meetings that are not over, in all groups, as far as is known here: their texts end with a list."""
        found = self._db.rows("SELECT group_id, number FROM threads WHERE meeting LIKE '%]]]' OR meeting LIKE '%[]]'")
        rows = (self.get(row["group_id"], row["number"]) for row in found)
        return [row for row in rows if row is not None]

    def wished(self, g: int | None = None, *, own: bool) -> Wishes:
        """Posts of which somebody wishes that they had a content note: see store.notes."""
        return notes.wished(self._db, g, own=own)

    def totals(self, g: int) -> Totals:
        return self._heads.totals(g, self._now() - WAITING)

    def has_written(self, g: int) -> bool:
        """Whether the member has a post in a group, sent or not, as far as is known here."""
        sql = "SELECT 1 FROM posts WHERE group_id = ? AND member = ? AND member > 0"
        return bool(self._db.value(sql, (g, self._heads.me(g))) or self._heads.unsent(g).posts())

    def on_break(self, g: int) -> bool:
        """Whether the member takes a break from a group."""
        return self._heads.on_break(g)

    def waiting(self, g: int) -> ThreadRows:
        """Other people's threads that wait for a first answer or a second voice, those that wait longest first.

        As far as they are known here; ``WantWaiting`` asks for all of them.
        """
        return sorted(self._heads.waiting(g, self._now() - WAITING), key=waiting_since)

    def posts(self, g: int, ref: Ref) -> PostRows:
        """A thread in reading order, with what waits to be sent: own posts, edits, removals, responses."""
        thread = self.find(g, ref)
        unsent = self._heads.unsent(g)
        me, alias = self._heads.me(g), self._heads.my_alias(g)
        stored = self._db.rows("SELECT * FROM posts WHERE group_id = ? AND thread = ? ORDER BY number", (g, thread))
        hushed = self._heads.hushed(g)
        muted = topics.muted(self._db)
        rows = [_stored_row(row, me, hushed, muted) for row in stored]
        rows += [
            _unsent_row(item, thread, unsent, alias)
            for item in unsent.posts()
            if thread in (item.key, unsent.ref(item.thread))
        ]
        waiting = overlay.effective(unsent.items)
        waiting = [replace(item, target=unsent.ref(item.target)) for item in waiting]
        return in_reading_order([overlay.changed(row, waiting) for row in rows], thread)

    def post(self, g: int, ref: Ref) -> PostRow | None:
        """One post wherever it is, without its depth."""
        ref = self.find(g, ref)
        thread = self.thread_of(g, ref)
        return next((row for row in self.posts(g, thread) if row.ref == ref), None) if thread is not None else None

    def thread_of(self, g: int, ref: Ref) -> Ref | None:
        """The thread in which a post stands, None for one that is not here."""
        ref = self.find(g, ref)
        if isinstance(ref, str):
            item = overlay.one(self._db, ref)
            return None if item is None else item.key if isinstance(item.op, ops.Starts) else item.thread
        found: int | None = self._db.value("SELECT thread FROM posts WHERE group_id = ? AND number = ?", (g, ref))
        if found is None:
            found = self._db.value("SELECT number FROM threads WHERE group_id = ? AND number = ?", (g, ref))
        return found

    def next_unread(self, after: Place | None = None, g: int | None = None) -> Place | None:
        """Where to go next: on in this thread, this group, then the other groups as on the today list, then round
        again from the beginning. Muted threads are passed by. With ``g`` only in that group."""
        return next_unread(self._db, self, after, g)

    def missing(self, g: int, thread: Ref) -> bool:
        """Whether posts of the thread are not here, or may have changed since (after starting afresh)."""
        thread = self.find(g, thread)
        if isinstance(thread, str):
            return False
        head = self._db.row("SELECT posts FROM threads WHERE group_id = ? AND number = ? AND headed", (g, thread))
        stale = self._db.value("SELECT 1 FROM posts WHERE group_id = ? AND thread = ? AND stale", (g, thread))
        return head is None or stale is not None or self.fresh(g, thread) < head["posts"]

    def after(self, g: int, thread: Ref) -> int:
        """The number up to which every post of the thread is here: where asking for the rest goes on."""
        thread = self.find(g, thread)
        return int(self._db.value("SELECT upto FROM threads WHERE group_id = ? AND number = ?", (g, thread), 0))

    def find(self, g: int, ref: Ref) -> Ref:
        """The number of a post that was unsent when it was named, where it has one by now; else the ref itself."""
        ref = self._keys.resolve(ref)
        return ref if isinstance(ref, int) else self._heads.unsent(g).arrived.get(ref, ref)


def _stored_row(row: Row, me: int, hushed: frozenset[int], muted_topics: frozenset[str]) -> PostRow:
    own = row["member"] == me > 0 or row["unnamed"] == 2
    of_topic = bool(muted_topics) and not own and not muted_topics.isdisjoint(topics.named(row["note"]))
    # A private word is heard whoever wrote it: it may be a call for help.
    muted = (row["member"] in hushed or of_topic) and row["number"] < limits.APART
    return PostRow(
        row["group_id"], row["number"], row["thread"], row["parent"] or row["parent_key"] or None, row["alias"],
        row["at"], row["body"], role=Role(row["role"]), credentials=row["credentials"], note=row["note"],
        intent=Intent(row["intent"]), edited=row["edited"], state=PostState(row["state"]),
        responses=rowmaps.counts(row), mine=rowmaps.response(row["mine"]),
        own=own, unnamed=row["unnamed"],
        unread=bool(row["unread"]) and not muted, member=row["member"], muted=muted,
        review=Review(row["review"]), turn=row["turn"], wished=rowmaps.wished(row), asked=row["asked"],
    )  # fmt: skip


def _unsent_row(item: Waiting, thread: Ref, unsent: Unsent, alias: str) -> PostRow:
    op = item.shown
    assert isinstance(op, ops.Writes)
    return PostRow(
        item.group, item.key, thread, unsent.ref(item.target), alias, item.created, op.body, note=op.note,
        intent=op.intent, own=True, sending=item.sending, problem=item.detail,
        turn=op.turn if isinstance(op, ops.Reply) else 0,
    )  # fmt: skip
