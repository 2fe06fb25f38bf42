"""Threads and posts as the server sends them: cleaned, indexed, counted, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from tuigroup.errors import ServerLooksEmpty
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store import cleaning, former, overlay, ranges, rowmaps
from tuigroup.store.database import Database
from tuigroup.store.heads import Heads
from tuigroup.store.rows import Ref
from tuigroup.store.search import Index
from tuigroup.wire.records import FormerRecord, PostRecord, ThreadRecord
from tuigroup.wire.words import PostState

if TYPE_CHECKING:
    from tuigroup.wire import ops
else:
    ops = Late("tuigroup.wire.ops")

_HEAD: Final = (
    "group_id", "number", "board", "title", "member", "alias", "role", "credentials", "at", "last_at", "posts", "last",
    "intent", "note", "locked", "audience", "voices", "pair",
    "meeting",
)  # fmt: skip
_PUT_HEAD: Final = (
    f"INSERT INTO threads (headed, {', '.join(_HEAD)}) VALUES (1, {', '.join(':' + name for name in _HEAD)}) "
    "ON CONFLICT (group_id, number) DO UPDATE SET headed = 1, "
    + ", ".join(f"{name} = excluded.{name}" for name in _HEAD[2:])
)
_POST: Final = (
    "group_id", "number", "thread", "parent", "member", "alias", "role", "credentials", "at", "body", "note", "intent",
    "edited", "state", "with_you", "me_too", "thank_you", "this_helped", "mine", "review", "unnamed", "unread",
    "turn", "wished",
)  # fmt: skip
_YOURS: Final = 2  # of a post without a name
_PUT_POST: Final = (
    f"INSERT INTO posts ({', '.join(_POST)}) VALUES ({', '.join(':' + name for name in _POST)}) "
    "ON CONFLICT (group_id, number) DO UPDATE SET parent_key = '', stale = 0, "
    + ", ".join(f"{name} = excluded.{name}" for name in _POST[2:])
)


class Arriving:
    """The part of ``Threads`` that writes."""

    def __init__(self, database: Database, index: Index, now_min: Callable[[], int]) -> None:
        self._db = database
        self._index = index
        self._now = now_min
        self._heads = Heads(database)

    def put_posts(self, g: int, records: Iterable[PostRecord], *, page_after: int | None = None) -> None:
        """Posts as they are now. ``page_after`` says that they are all posts of one thread that follow that number."""
        with self._db.transaction():
            kept = [record for record in map(cleaning.post, records) if record.number and record.thread]
            me, spans = self._heads.me(g), self._heads.spans(g)
            for record in kept:
                own = record.author.member == me > 0 or record.unnamed == _YOURS
                new = own and not record.unnamed and not self._here(g, record.number)
                self._put_post(g, record, own, spans)
                if new:
                    self._recognise(g, record)
            for thread in {record.thread for record in kept}:
                numbers = [record.number for record in kept if record.thread == thread]
                self._note_run(g, thread, max(numbers) if page_after is not None else 0, page_after or 0)
            self._place_unsent(g)
            self._db.touch("posts", "threads", group=g)

    def _put_post(self, g: int, record: PostRecord, own: bool, spans: ranges.Ranges) -> None:
        shown = record.state is not PostState.REMOVED
        if own:
            self._note_responses(g, record)
        unread = shown and not own and not ranges.holds(spans, record.number)
        self._db.run(_PUT_POST, {**rowmaps.post_values(g, record), "unread": int(unread)})
        if shown:
            self._index.put("post", g, record.number, body=record.body)
        else:
            self._index.drop("post", g, record.number)
        self._db.run(
            "INSERT OR IGNORE INTO threads (group_id, number, at) VALUES (?, ?, ?)", (g, record.thread, record.at)
        )
        where = (record.at, record.number, g, record.thread)
        self._db.run(
            "UPDATE threads SET last_at = max(last_at, ?), last = max(last, ?) "
            "WHERE group_id = ? AND number = ? AND NOT headed",
            where,
        )
        if record.number == record.thread:
            who = record.author
            self._db.run(
                "UPDATE threads SET member = ?, alias = ?, role = ?, credentials = ?, intent = ?, note = ? "
                "WHERE group_id = ? AND number = ? AND NOT headed",
                (who.member, who.alias, who.role.value, who.credentials, record.intent.value, record.note, g,
                 record.thread),
            )  # fmt: skip

    def _here(self, g: int, number: int) -> bool:
        return self._db.value("SELECT 1 FROM posts WHERE group_id = ? AND number = ?", (g, number)) is not None

    def _recognise(self, g: int, record: PostRecord) -> None:
        """An own post that came back before its ack did: it is noted, or it would show twice until then."""
        if self._db.value("SELECT 1 FROM keys WHERE group_id = ? AND ref = ?", (g, record.number)):
            return
        waiting = overlay.effective(overlay.waiting(self._db, g))
        numbers: dict[Ref | None, Ref] = {item.key: item.arrived for item in waiting if item.arrived}
        for item in waiting:
            parent = numbers.get(item.target, item.target) or 0
            if not item.writes or not item.sent or item.arrived or parent != record.parent:
                continue
            after = [other.op for other in waiting if other.target == item.key and other.sent]
            said = {item.body, *(op.body for op in after if isinstance(op, ops.Edit))}
            gone = record.state is PostState.REMOVED and any(isinstance(op, ops.Remove) for op in after)
            if gone or record.body in said:
                self._db.run("UPDATE outbox SET arrived = ? WHERE id = ?", (record.number, item.id))
                return

    def _note_responses(self, g: int, record: PostRecord) -> None:
        """Remembers that responses came to one's own post: the wire tells counts only."""
        before = self._db.row("SELECT * FROM posts WHERE group_id = ? AND number = ?", (g, record.number))
        if before is None:
            return
        for kind, was, is_now in zip(rowmaps.COUNTS, rowmaps.counts(before), record.responses, strict=True):
            if was == is_now:
                continue
            event = self._db.row(
                "SELECT id, count FROM responses_seen WHERE group_id = ? AND number = ? AND kind = ? AND NOT seen",
                (g, record.number, kind),
            )
            count = (event["count"] if event else 0) + is_now - was
            if event:
                self._db.run("DELETE FROM responses_seen WHERE id = ?", (event["id"],))
            if count > 0:
                at = self._now()
                self._db.run(
                    "INSERT INTO responses_seen (group_id, number, kind, count, at) VALUES (?, ?, ?, ?, ?)",
                    (g, record.number, kind, count, at),
                )

    def _note_run(self, g: int, thread: int, highest: int, page_after: int) -> None:
        row = self._db.rows("SELECT * FROM threads WHERE group_id = ? AND number = ?", (g, thread))[0]
        upto = row["upto"]
        if row["headed"] and self.fresh(g, thread) >= row["posts"]:
            upto = max(upto, row["last"])
        if page_after <= upto:
            # Also where the head is behind, as that of a thread that was just written in: pages would not end else.
            upto = max(upto, highest)
        self._db.run("UPDATE threads SET upto = ? WHERE group_id = ? AND number = ?", (upto, g, thread))

    def _place_unsent(self, g: int) -> None:
        """Replies written before their thread was known find it now."""
        threads: dict[Ref | None, Ref | None] = {}
        for item in overlay.waiting(self._db, g):
            thread = item.thread
            if isinstance(item.target, int):
                sql = "SELECT thread FROM posts WHERE group_id = ? AND number = ?"
                thread = self._db.value(sql, (g, item.target), thread)
            elif item.target is not None:
                thread = threads.get(item.target, thread)
            threads[item.key] = item.key if isinstance(item.op, ops.Starts) else thread
            if thread != item.thread:
                self._db.run("UPDATE outbox SET thread = ? WHERE id = ?", (thread, item.id))

    def put_heads(self, g: int, records: Iterable[ThreadRecord], complete: bool = False) -> None:
        """Heads as they are now. ``complete``: these are all there are, and threads not among them are gone.

        Raises ServerLooksEmpty when nothing is complete where there was something: the local copy is kept.
        """
        with self._db.transaction():
            kept = {record.number: record for record in map(cleaning.thread, records) if record.number}
            known = {row[0] for row in self._db.rows("SELECT number FROM threads WHERE group_id = ?", (g,))}
            if complete and known and not kept:
                raise ServerLooksEmpty(
                    N_("The server sent an empty group where there were threads."), kept=N_("Your copy is kept.")
                )
            for record in kept.values():
                self._db.run(_PUT_HEAD, rowmaps.thread_values(g, record))
                self._index.put("post", g, record.number, title=record.title)
                self._note_run(g, record.number, 0, 0)
            if complete:
                for number in known - set(kept):
                    self._drop_thread(g, number)
            self._db.touch("threads", group=g)

    def _drop_thread(self, g: int, thread: int) -> None:
        for row in self._db.rows("SELECT number FROM posts WHERE group_id = ? AND thread = ?", (g, thread)):
            self._index.drop("post", g, row[0])
        self._index.drop("post", g, thread)
        self._db.run("DELETE FROM posts WHERE group_id = ? AND thread = ?", (g, thread))
        self._db.run("DELETE FROM threads WHERE group_id = ? AND number = ?", (g, thread))
        self._db.touch("posts")

    def distrust(self, g: int = 0) -> None:
        """More changed in a group (0: in all) than was told: what is here may be shown, and each thread is asked for
        again when it is opened. Posts that the same answer tells are put in after this.
        """
        with self._db.transaction():
            self._db.run("UPDATE posts SET stale = 1 WHERE :g IN (0, group_id)", {"g": g})
            self._db.run("UPDATE threads SET upto = 0 WHERE :g IN (0, group_id)", {"g": g})
            self._db.touch("threads", group=g)

    def fresh(self, g: int, thread: int) -> int:
        """How many of the posts that the thread's head counts are here and not in doubt.

        Numbers only rise, so a head counts exactly the posts up to its ``last``.
        """
        return int(
            self._db.value(
                "SELECT count(*) FROM posts JOIN threads ON threads.group_id = posts.group_id "
                "AND threads.number = posts.thread WHERE posts.group_id = ? AND posts.thread = ? AND NOT posts.stale "
                "AND posts.number <= threads.last",
                (g, thread),
            )
        )

    def part_from(self, g: int, records: Iterable[FormerRecord]) -> None:
        """Some left for good: see store.former."""
        former.part(self._db, self._index, g, records)

    def reindex(self, g: int, number: int, *, body: str | None, title: str | None = None) -> None:
        """The words of a post that was changed here; ``body`` None for one that was removed. In a transaction."""
        if body is None:
            self._index.drop("post", g, number)
        else:
            self._index.put("post", g, number, title=title, body=body)
