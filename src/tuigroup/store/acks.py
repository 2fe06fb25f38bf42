"""What the server says became of an operation, carried into the store. Used inside one transaction.

A post that the server took is put among the others at once, made from the operation and its ack; should it
have come as a change already, that one stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tuigroup.late import Late
from tuigroup.store import cleaning, notes, overlay, rowmaps
from tuigroup.store.database import Database
from tuigroup.store.keys import Keys
from tuigroup.store.overlay import Waiting
from tuigroup.store.rows import Ref
from tuigroup.store.threads import Threads
from tuigroup.wire.records import Author, PostRecord, ThreadRecord
from tuigroup.wire.words import PostState, Role, Standing

if TYPE_CHECKING:
    from tuigroup.wire import ops, rounds
    from tuigroup.wire.sync import Ack
else:
    ops = Late("tuigroup.wire.ops")
    rounds = Late("tuigroup.wire.rounds")

# Refusals that say that things already are as the member wanted them: of which operation, and which.
_ALREADY: Final = frozenset({("remove", "post-removed"), ("join", "already-member")})


class Acks:
    def __init__(self, database: Database, keys: Keys, threads: Threads) -> None:
        self._db = database
        self._keys = keys
        self._threads = threads

    def take(self, item: Waiting, ack: Ack) -> None:
        already = (item.op.op, ack.e) in _ALREADY
        if ack.e and not already:
            below = [other for other in overlay.waiting(self._db, item.group) if other.target == item.key]
            if self._unwanted(item, below):
                return
            self._fold(item, below)
            self._db.run(
                "UPDATE outbox SET state = 'refused', due = 0, arrived = 0, problem = ?, detail = ? WHERE id = ?",
                (ack.e, cleaning.sentence(ack.d), item.id),
            )
        elif ack.later and not already:
            self._db.run(
                "UPDATE outbox SET state = 'scheduled', due = ? WHERE id = ?", (cleaning.number(ack.later), item.id)
            )
        else:
            self._db.run("DELETE FROM outbox WHERE id = ?", (item.id,))
            self._done(item, ack)

    def _fold(self, item: Waiting, below: Iterable[Waiting]) -> None:
        """A refused post takes in the edits that followed it: what is tried again is what its author last wrote."""
        op = item.shown
        for other in below:
            if isinstance(other.op, ops.Edit) and isinstance(op, ops.Writes):
                op = edited(op, other.op)
                self._db.run("DELETE FROM outbox WHERE id = ?", (other.id,))
        self._db.run("UPDATE outbox SET body = ?, edits = '{}' WHERE id = ?", (overlay.dumped(op), item.id))

    def _unwanted(self, item: Waiting, below: Sequence[Waiting]) -> bool:
        """A refused post that its author had taken back meanwhile is gone, and so is what changes it."""
        if not item.writes or not any(isinstance(other.op, ops.Remove) for other in below):
            return False
        for other in (item, *(other for other in below if isinstance(other.op, ops.Edit | ops.Remove))):
            self._db.run("DELETE FROM outbox WHERE id = ?", (other.id,))
        return True

    def _done(self, item: Waiting, ack: Ack) -> None:
        op, number, at = item.op, cleaning.number(ack.n), cleaning.number(ack.at) or item.created
        if isinstance(op, ops.Writes):
            if number:
                self._written(item, number, cleaning.number(ack.t), at, cleaning.number(ack.turn))
                self._told_late(item, cleaning.number(ack.turn), at)
                self._keys.rename(item.key, number, item.group)
                self.aim_unsent(item.group)
            return
        if isinstance(op, ops.AnswerRequest):
            standing = Standing.ACTIVE if op.admit else Standing.DECLINED
            self._db.run(
                "UPDATE join_requests SET standing = ? WHERE group_id = ? AND member = ?",
                (standing.value, item.group, op.member),
            )
        elif isinstance(op, ops.Agree):
            self._db.run("UPDATE memberships SET agreed = max(agreed, ?) WHERE group_id = ?", (op.version, item.group))
        elif isinstance(op, ops.Wish | ops.SetNote):
            notes.done(self._db, op)
        elif isinstance(op, ops.Edit | ops.Remove | ops.Respond):
            unpublished = overlay.one(self._db, item.target) if isinstance(item.target, str) else None
            if unpublished is not None and not unpublished.arrived:
                self._changed_before(unpublished, op)
            else:
                known = unpublished.arrived if unpublished is not None else item.target
                self._changed(item.group, known if isinstance(known, int) else number, op, at)

    def _changed_before(self, item: Waiting, op: ops.Edit | ops.Remove | ops.Respond) -> None:
        """The server took a change of a post that it publishes later."""
        if isinstance(op, ops.Remove):
            self._db.run("DELETE FROM outbox WHERE id = ? OR (target = ? AND op = 'edit')", (item.id, item.key))
        elif isinstance(op, ops.Edit) and isinstance(item.shown, ops.Writes):
            after = edited(item.shown, op)
            edits = after.model_dump(include={"body", "title", "note"})
            self._db.run("UPDATE outbox SET edits = ? WHERE id = ?", (json.dumps(edits), item.id))

    def _written(self, item: Waiting, number: int, thread: int, at: int, turn: int) -> None:
        """The new post and, for a thread, its head; unless they are here already."""
        op = item.shown
        assert isinstance(op, ops.Writes)
        author = self._author(item.group)
        thread = number if isinstance(op, ops.Starts) else thread or self._known_thread(item) or number
        parent = item.target if isinstance(item.target, int) else 0
        if self._db.value("SELECT 1 FROM posts WHERE group_id = ? AND number = ?", (item.group, number)):
            return
        post = PostRecord(number, thread, parent, author, at, op.body, op.note, op.intent, turn=turn)
        if isinstance(op, ops.Starts):
            head = ThreadRecord(
                number, getattr(op, "board", 0), op.title, author, at, at, 1, number, op.intent, op.note,
                audience=overlay.audience_of(op), voices=0,
            )  # fmt: skip
            if not self._db.value(
                "SELECT headed FROM threads WHERE group_id = ? AND number = ?", (item.group, number), 0
            ):
                self._threads.put_heads(item.group, [head])
        else:
            # The head stays as the server told it: what its count covers is exact, and this post stands beyond.
            self._db.run(
                "UPDATE threads SET last_at = max(last_at, ?) WHERE group_id = ? AND number = ?",
                (at, item.group, thread),
            )
        self._threads.put_posts(item.group, [post])
        if isinstance(item.target, str):
            self._db.run(
                "UPDATE posts SET parent_key = ? WHERE group_id = ? AND number = ?", (item.target, item.group, number)
            )

    def _told_late(self, item: Waiting, turn: int, at: int) -> None:
        """Whose turn in a written meeting came after its time hears that it is there."""
        if turn and (found := rounds.marked(turn)) is not None and found[1]:
            self._db.run(
                "INSERT OR IGNORE INTO notices (type, group_id, text, at) VALUES ('turn-late', ?, '', ?)",
                (item.group, at),
            )
            self._db.touch("notices")

    def _known_thread(self, item: Waiting) -> int:
        return item.thread if isinstance(item.thread, int) else 0

    def _author(self, group: int) -> Author:
        row = self._db.row("SELECT member, alias, role FROM memberships WHERE group_id = ?", (group,))
        return Author(0, cleaning.NAMELESS) if row is None else Author(row["member"], row["alias"], Role(row["role"]))

    def _changed(self, group: int, number: int, op: ops.Edit | ops.Remove | ops.Respond, at: int) -> None:
        row = self._db.row("SELECT * FROM posts WHERE group_id = ? AND number = ?", (group, number))
        if row is None:
            return
        record = rowmaps.post_record(row)
        if record.state is PostState.REMOVED:
            return
        values = {"group_id": group, "number": number}
        if isinstance(op, ops.Edit):
            if record.edited > at:
                return
            note = record.note if op.note is None else op.note
            edited_at = 0 if at < record.at else at  # what was changed before it was published is not edited
            self._db.run(
                "UPDATE posts SET body = :body, note = :note, edited = :at, "
                "wished = CASE WHEN :noted THEN '' ELSE wished END WHERE group_id = :group_id AND number = :number",
                {**values, "body": op.body, "note": note, "at": edited_at, "noted": op.note is not None},
            )
            if op.title is not None:
                self._db.run(
                    "UPDATE threads SET title = :title WHERE group_id = :group_id AND number = :number",
                    {**values, "title": op.title},
                )
            self._threads.reindex(group, number, body=op.body, title=op.title)
        elif isinstance(op, ops.Remove):
            self._db.run(
                "UPDATE posts SET body = '', note = '', intent = '', state = 'removed', with_you = 0, me_too = 0, "
                "thank_you = 0, this_helped = 0, mine = '' WHERE group_id = :group_id AND number = :number",
                values,
            )
            self._threads.reindex(group, number, body=None)
        elif record.mine != op.kind:
            counts = overlay.responded(record.responses, record.mine, op.kind)
            self._db.run(
                "UPDATE posts SET mine = :mine, with_you = :a, me_too = :b, thank_you = :c, this_helped = :d "
                "WHERE group_id = :group_id AND number = :number",
                {**values, "mine": op.kind.value if op.kind else "", **dict(zip("abcd", counts, strict=True))},
            )

    def aim_unsent(self, group: int) -> None:
        """What never left names its target as it is called now; the rest keeps the words it left with."""
        for item in overlay.waiting(self._db, group):
            if item.target is not None and not item.sent:
                self._db.run(
                    "UPDATE outbox SET body = ? WHERE id = ?", (overlay.dumped(aimed(item.op, item.target)), item.id)
                )


def edited(op: ops.Writes, edit: ops.Edit) -> ops.Writes:
    """A post as an edit makes it."""
    changes = {"body": edit.body}
    if edit.note is not None:
        changes["note"] = edit.note
    if edit.title is not None and isinstance(op, ops.Starts):
        changes["title"] = edit.title
    return op.model_copy(update=changes)


def aimed(op: ops.AnyOp, target: Ref) -> ops.AnyOp:
    """The operation pointing at ``target``."""
    return op.model_copy(update={"to" if isinstance(op, ops.Reply) else "post": target})
