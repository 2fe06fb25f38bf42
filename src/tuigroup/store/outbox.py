"""What waits to be sent, in order. A row leaves when the server took it, or when its author takes it back.

A key may reach the server with one body only. So what may have reached it (``sent``) is never changed in
place: an edit becomes an operation of its own, a retry gets a new key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store import overlay
from tuigroup.store.database import Database
from tuigroup.store.heads import Heads
from tuigroup.store.keys import Keys
from tuigroup.store.overlay import Waiting
from tuigroup.store.rows import OutboxRow, Ref
from tuigroup.store.threads import Threads
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.store import acks, labels
    from tuigroup.wire import ops
    from tuigroup.wire.sync import Ack
else:
    acks, labels = Late("tuigroup.store.acks"), Late("tuigroup.store.labels")
    ops = Late("tuigroup.wire.ops")

_ROOM: Final = limits.BODY_BYTES - 64 * 1024  # of a request's body, the rest is for cursor and wants


class Outbox:
    def __init__(self, database: Database, keys: Keys, threads: Threads, now_min: Callable[[], int]) -> None:
        self._db = database
        self._keys = keys
        self._threads = threads
        self._now = now_min

    # What screens read

    def rows(self) -> list[OutboxRow]:
        """Everything that waits, oldest first."""
        heads = Heads(self._db)
        arrived = {group: heads.unsent(group).arrived for group in {item.group for item in self.waiting()}}
        return [
            OutboxRow(
                item.key,
                item.op,
                item.state,
                item.created,
                item.due,
                item.problem,
                item.detail,
                item.group,
                labels.label(self._db, self._threads, item),
            )
            for item in self.waiting()
            if item.key not in arrived[item.group]
        ]

    def waiting(self, g: int = 0) -> list[Waiting]:
        """The same with the refs they point at; ``g`` 0 means all groups."""
        return overlay.waiting(self._db, g)

    def get(self, key: str) -> Waiting | None:
        """A row by its key, or by one that it had before."""
        found = self._keys.resolve(key)
        return overlay.one(self._db, found) if isinstance(found, str) else None

    def count(self) -> int:
        return int(self._db.value("SELECT count(*) FROM outbox"))

    # What actions write

    def add(self, op: ops.AnyOp) -> str:
        """Puts an operation at the end; its key. A key it points at that became a number is sent as the number.

        Raises BadInput when it points at something of one's own that is not here any more. The same key twice
        is added once.
        """
        with self._db.transaction():
            if overlay.one(self._db, op.k) is not None or self._keys.resolve(op.k) != op.k:
                return op.k
            op, target = self._pointed(op)
            group = int(getattr(op, "g", 0))
            thread = op.k if isinstance(op, ops.Starts) else None if target is None else self._thread(group, target)
            self._db.run(
                "INSERT INTO outbox (key, op, group_id, thread, target, body, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (op.k, op.op, group, thread, target, overlay.dumped(op), self._now()),
            )
            self._touch(group)
            return op.k

    def _pointed(self, op: ops.AnyOp) -> tuple[ops.AnyOp, Ref | None]:
        if isinstance(op, ops.Wish | ops.SetNote):
            return op, op.post
        if not isinstance(op, ops.Pointing):
            return op, None
        target = self._threads.find(op.g, op.to if isinstance(op, ops.Reply) else op.post)
        if isinstance(target, str) and overlay.one(self._db, target) is None:
            raise BadInput(
                N_("What this points at is not here any more."), field="target", kept=N_("Nothing was sent or changed.")
            )
        return acks.aimed(op, target), target

    def _thread(self, group: int, target: Ref) -> Ref:
        found = self._threads.thread_of(group, target)
        return target if found is None else found

    def retry(self, key: str) -> str:
        """Sends again what was refused; the key it has from now on. Anything else waits on as it is."""
        with self._db.transaction():
            item = self._item(key)
            if item.state != "refused":
                return item.key
            return self._renew(item, item.shown)

    def edit(self, key: str, body: str, title: str | None = None, note: str | None = None) -> str:
        """Changes a thread, reply or edit that is unsent; the key it has from now on.

        What may have reached the server stays as it is, and an edit follows it. Raises BadInput for other operations.
        """
        with self._db.transaction():
            item = self._item(key)
            op = item.op
            if not isinstance(op, ops.Writes | ops.Edit):
                raise BadInput(N_("There is no text in this that could be changed."), field="key")
            if item.sent and item.state != "refused":
                ref = item.target if isinstance(op, ops.Edit) and item.target is not None else item.key
                self._follow(item.group, ref, body, title, note)
                return item.key
            op = item.shown
            changes: dict[str, str] = {"body": body}
            if note is not None:
                changes["note"] = note
            if title is not None and not isinstance(op, ops.Reply):
                changes["title"] = title
            changed = op.model_copy(update=changes)
            if item.state == "refused":
                return self._renew(item, changed)
            self._write(item, changed)
            return item.key

    def _follow(self, group: int, ref: Ref, body: str, title: str | None, note: str | None) -> None:
        """An edit of what may be on the server: in the last unsent edit of it, or as one more."""
        for item in reversed(self.waiting(group)):
            if isinstance(item.op, ops.Edit) and item.target == ref and not item.sent:
                kept = {"title": item.op.title if title is None else title, "note": item.op.note}
                self._write(item, item.op.model_copy(update={"body": body, **kept}))
                return
        self.add(ops.Edit(k=self._keys.new(), g=group, post=ref, body=body, title=title, note=note))

    def withdraw(self, key: str) -> None:
        """Takes back what waits. What may have reached the server is followed by its removal.

        Raises BadInput where own posts hang below it, and where it may have reached the server and can't be undone.
        """
        with self._db.transaction():
            item = self._item(key)
            below = [other for other in self.waiting(item.group) if other.target == item.key]
            if any(isinstance(other.op, ops.Reply) for other in below):
                raise BadInput(
                    N_("You wrote another post that answers this one, and it waits too."),
                    kept=N_("Both are kept."),
                    todo=N_("Please take that one back first."),
                )
            if not item.sent or item.state == "refused":
                for other in (item, *below):
                    self._db.run("DELETE FROM outbox WHERE id = ?", (other.id,))
                    self._db.run("DELETE FROM marks WHERE group_id = ? AND ref = ?", (other.group, other.key))
                self._touch(item.group)
            elif item.writes:
                if not any(isinstance(other.op, ops.Remove) for other in below):
                    self.add(ops.Remove(k=self._keys.new(), g=item.group, post=item.key))
            else:
                raise BadInput(
                    N_("This may have reached the server already, so it can't be taken back from here."),
                    todo=N_("Please wait until it is through, then change it there."),
                )

    def clear(self) -> None:
        """Forgets all that waits; what the server has and publishes later goes on there."""
        with self._db.transaction():
            groups = {item.group for item in self.waiting() if item.state != "scheduled"}
            self._db.run("DELETE FROM outbox WHERE state != 'scheduled'")
            for group in groups:
                self._touch(group)

    def drop_unsent(self, g: int, target: Ref, op: type[ops.AnyOp]) -> bool:
        """Forgets operations of one kind on a post that never left; whether one that may have left is still waiting."""
        left = False
        with self._db.transaction():
            for item in self.waiting(g):
                if isinstance(item.op, op) and item.target == target:
                    if item.sent and item.state != "refused":
                        left = True
                    else:
                        self._db.run("DELETE FROM outbox WHERE id = ?", (item.id,))
                        self._touch(g)
        return left

    # What sync reads and writes

    def sendable(self, now_min: int) -> list[ops.AnyOp]:
        """What to put into the next request, in order: at most OPS operations, and as much text as a request holds.

        What points at something refused waits with it. Call ``sending`` with the keys before the request leaves.
        """
        held: set[Ref] = set()
        out: list[ops.AnyOp] = []
        room = _ROOM
        for item in self.waiting():
            if item.state == "refused" or item.target in held:
                held.add(item.key)
                continue
            if item.state == "scheduled" and item.due > now_min:
                continue  # the server has it; what points at it may go
            size = len(item.op.model_dump_json().encode())
            if out and (len(out) == limits.OPS or size > room):
                break
            room -= size
            out.append(item.op)
        return out

    def sending(self, keys: Iterable[str]) -> None:
        """These are about to leave: from now on they may have reached the server."""
        with self._db.transaction():
            for key in keys:
                self._db.run(
                    "UPDATE outbox SET sent = sent + 1, state = CASE state WHEN 'queued' THEN 'sending' ELSE state END "
                    "WHERE key = ?",
                    (key,),
                )
            self._db.touch("outbox")

    def requeue(self, keys: Iterable[str] | None = None, *, reached: bool = True) -> None:
        """No answer came for these (None: for any). ``reached`` False: they surely never left this machine."""
        with self._db.transaction():
            chosen = [i.key for i in self.waiting() if i.state == "sending"] if keys is None else list(keys)
            for key in chosen:
                self._db.run("UPDATE outbox SET state = 'queued' WHERE key = ? AND state = 'sending'", (key,))
                if not reached:
                    self._db.run("UPDATE outbox SET sent = max(0, sent - 1) WHERE key = ?", (key,))
            self._db.touch("outbox")

    def spread(self, key: str, minutes: int) -> None:
        """Asks the server to publish this that many minutes later. Only before it may have left for the first time."""
        with self._db.transaction():
            item = self.get(key)
            if item is not None and not item.sent and isinstance(item.op, ops.Writes | ops.Edit):
                self._write(item, item.op.model_copy(update={"later": minutes}))

    def acked(self, ack: Ack) -> None:
        """What became of one operation, in one transaction. Hearing it again changes nothing."""
        with self._db.transaction():
            item = overlay.one(self._db, ack.k)
            if item is not None:
                self._acks().take(item, ack)
                if isinstance(item.op, ops.Agree) and not ack.e:
                    self._agreed(item.group)
                self._touch(item.group)

    def _agreed(self, group: int) -> None:
        """What waited for a yes to the group's guidelines goes out."""
        for other in self.waiting(group):
            if other.state == "refused" and other.problem == "agree-first":
                self._renew(other, other.shown)

    # Inside

    def _item(self, key: str) -> Waiting:
        item = self.get(key)
        if item is None:
            raise BadInput(N_("This does not wait any more: it went out, or was taken back."), field="key")
        return item

    def _renew(self, item: Waiting, op: ops.AnyOp) -> str:
        """The same operation under a new key: the server remembers the old one as refused."""
        key = self._keys.new()
        op = op.model_copy(update={"k": key})
        if item.target is not None:
            op = acks.aimed(op, item.target)
        self._db.run(
            "UPDATE outbox SET key = ?, body = ?, state = 'queued', sent = 0, due = 0, edits = '{}', arrived = 0, "
            "problem = '', "
            "detail = '' "
            "WHERE id = ?",
            (key, overlay.dumped(op), item.id),
        )
        self._keys.rename(item.key, key, item.group)
        self._acks().aim_unsent(item.group)
        self._touch(item.group)
        return key

    def _write(self, item: Waiting, op: ops.AnyOp) -> None:
        self._db.run("UPDATE outbox SET body = ? WHERE id = ?", (overlay.dumped(op), item.id))
        self._touch(item.group)

    def _touch(self, group: int) -> None:
        self._db.touch("outbox", "posts", "threads", "memberships", group=group)

    def _acks(self) -> acks.Acks:
        return acks.Acks(self._db, self._keys, self._threads)
