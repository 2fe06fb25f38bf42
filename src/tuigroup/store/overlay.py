"""What waits in the outbox, read back as operations, so that what is written shows before it is sent.

Refused operations change nothing that others wrote; refused posts still show, so that no text is out of sight.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from sqlite3 import Row
from typing import TYPE_CHECKING, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store.database import Database
from tuigroup.store.rows import OutboxState, PostRow, Ref, Sending
from tuigroup.wire.words import Audience, PostState, ResponseKind

if TYPE_CHECKING:
    from tuigroup.wire import ops
else:
    ops = Late("tuigroup.wire.ops")

_KINDS: Final = tuple(ResponseKind)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the outbox. ``thread`` is its thread's ref, ``target`` the post it points at, None where none.

    ``op`` is as it goes over the line; ``shown`` has the edits that the server took before publishing it.
    """

    id: int
    key: str
    op: ops.AnyOp
    group: int
    thread: Ref | None
    target: Ref | None
    state: OutboxState
    created: int
    due: int
    sent: int
    problem: str
    detail: str
    shown: ops.AnyOp
    arrived: int

    @property
    def writes(self) -> bool:
        """Whether it makes a post."""
        return isinstance(self.op, ops.Writes)

    @property
    def body(self) -> str:
        """The text of a post, '' for anything else."""
        return self.shown.body if isinstance(self.shown, ops.Writes) else ""

    @property
    def sending(self) -> Sending:
        return "queued" if self.state == "sending" else self.state


def audience_of(op: ops.Starts) -> Audience:
    """Whom a new thread is for."""
    return op.audience if isinstance(op, ops.StartPrivate) else Audience.GROUP


def dumped(op: ops.AnyOp) -> str:
    """The operation as it is kept. Raises BadInput for one that could not be read again."""
    from pydantic import ValidationError

    text = op.model_dump_json()
    try:
        ops.ANY.validate_json(text)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"][1:])
        raise BadInput(
            N_("This can't be sent as it is ({place}).", place=place or N_("its form")),
            field=place,
            kept=N_("Nothing was changed."),
            todo=N_("Please look at it again; it may be too long or empty."),
        ) from None
    return text


def waiting(database: Database, group: int = 0) -> list[Waiting]:
    """In the order they were written; ``group`` 0 means all."""
    rows = database.rows("SELECT * FROM outbox WHERE ? = 0 OR group_id = ? ORDER BY id", (group, group))
    return [_waiting(row) for row in rows]


def one(database: Database, key: str) -> Waiting | None:
    row = database.row("SELECT * FROM outbox WHERE key = ?", (key,))
    return None if row is None else _waiting(row)


def _waiting(row: Row) -> Waiting:
    op = ops.ANY.validate_json(row["body"])
    edits = json.loads(row["edits"])
    return Waiting(
        row["id"], row["key"], op, row["group_id"], row["thread"], row["target"],
        row["state"], row["created"], row["due"], row["sent"], row["problem"], row["detail"],
        op.model_copy(update=edits) if edits else op, row["arrived"],
    )  # fmt: skip


def effective(items: Iterable[Waiting]) -> list[Waiting]:
    """Without what was refused."""
    return [item for item in items if item.state != "refused"]


def changed(row: PostRow, items: Iterable[Waiting]) -> PostRow:
    """A post with the edits, removal and response to it that wait, in their order."""
    for item in items:
        if item.target != row.ref:
            continue
        if isinstance(item.op, ops.Edit) and row.state is not PostState.REMOVED:
            note = row.note if item.op.note is None else item.op.note
            wished = row.wished if item.op.note is None else ()
            row = replace(row, body=item.op.body, note=note, edited=item.created, wished=wished, pending=True)
        elif isinstance(item.op, ops.Remove):
            row = replace(row, body="", note="", state=PostState.REMOVED, responses=(0, 0, 0, 0), pending=True)
        elif isinstance(item.op, ops.Respond) and row.state is not PostState.REMOVED:
            counts = responded(row.responses, row.mine, item.op.kind)
            row = replace(row, mine=item.op.kind, responses=counts, pending=True)
        elif isinstance(item.op, ops.SetNote) and row.state is not PostState.REMOVED:
            note = row.note if item.op.note is None else item.op.note
            row = replace(row, note=note, wished=(), pending=True)
        elif isinstance(item.op, ops.Wish):
            row = replace(row, asked=row.asked or item.op.topic.value)
    return row


def titled(ref: Ref, title: str, items: Iterable[Waiting]) -> str:
    """A thread's title with the edits of its first post that wait."""
    for item in items:
        if item.target == ref and isinstance(item.op, ops.Edit) and item.op.title is not None:
            title = item.op.title
    return title


def responded(
    counts: tuple[int, int, int, int], before: ResponseKind | None, after: ResponseKind | None
) -> tuple[int, int, int, int]:
    """Counts after one's own response changed."""
    out = list(counts)
    for kind, step in ((before, -1), (after, 1)):
        if kind is not None:
            at = _KINDS.index(kind)
            out[at] = max(0, out[at] + step)
    return out[0], out[1], out[2], out[3]
