"""What was written and is not sent, at the end of a visit: counted, made drafts again, or taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tuigroup.store import Draft, Store
from tuigroup.store.overlay import Waiting
from tuigroup.store.rows import Ref
from tuigroup.wire.ops import Edit, Reply, StartPrivate, StartThread

WRITING: Final = StartThread | StartPrivate | Reply | Edit


@dataclass(frozen=True, slots=True)
class Unsent:
    """How much there is: ``writing`` waits to be sent, ``drafts`` were begun here or are not in the private record,
    ``other`` (joining, a response) waits too and holds no text of one's own that a draft could keep."""

    writing: int = 0
    drafts: int = 0
    other: int = 0

    @property
    def waiting(self) -> int:
        """What sending would send."""
        return self.writing + self.other

    def __bool__(self) -> bool:
        return bool(self.writing or self.drafts or self.other)


def unsent(store: Store, begun: Iterable[Draft] = ()) -> Unsent:
    """What would go with a store in memory only, and drafts ``begun`` here, in the record already or not."""
    rows = _waiting(store)
    writing = sum(isinstance(row.op, WRITING) for row in rows)
    return Unsent(writing, len(to_seal(store, begun)), len(rows) - writing)


def to_seal(store: Store, begun: Iterable[Draft] = ()) -> set[str]:
    """Ids of drafts that the private record is to have: those it is not known to have, and those ``begun``."""
    return {draft.id for draft in (*store.drafts.unsealed(), *begun)}


def back_to_drafts(store: Store) -> int:
    """What waits to be sent is a draft again, so that the private record can hold it, and nothing waits any more.

    An answer to one's own unsent post joins that post's draft, which is all that another machine could know it by.
    Returns how many of these may have reached the server already. In one transaction.
    """
    with store.transaction():
        made: dict[Ref, str] = {}  # what a draft took the place of, and the draft's id
        uncertain = 0
        for row in _waiting(store):
            above = store.drafts.get(made.get(row.target or "", ""))
            draft = _draft(row, above)
            if draft is not None:
                made[row.key if row.writes else row.target or row.key] = store.drafts.save(draft).id
                uncertain += bool(row.sent and row.state != "refused")
        for draft in store.drafts.all():
            above = store.drafts.get(made.get(draft.target or "", ""))
            if above is not None and isinstance(draft.target, str):
                store.drafts.save(_joined(above, draft))
                store.drafts.delete(draft.id)
        store.outbox.clear()
    return uncertain


def discard(store: Store, arrived: Mapping[str, Draft]) -> None:
    """Nothing waits any more, and drafts are as they came here: what was begun here is deleted. In one transaction."""
    with store.transaction():
        store.outbox.clear()
        for draft in store.drafts.all():
            before = arrived.get(draft.id)
            if before is None:
                store.drafts.delete(draft.id)
            elif before != draft:
                store.drafts.save(replace(before, stamp=draft.stamp))


def _waiting(store: Store) -> list[Waiting]:
    """What the server does not have, as far as is known."""
    return [row for row in store.outbox.waiting() if row.state != "scheduled"]


def _draft(row: Waiting, above: Draft | None) -> Draft | None:
    """``above`` is the draft that took the place of what the row points at."""
    op = row.shown
    if isinstance(op, StartThread):
        return Draft("", "thread", op.g, op.board, None, op.title, op.body, op.note, op.intent)
    if isinstance(op, StartPrivate):
        body = op.body if op.body.startswith(op.title) else f"{op.title}\n\n{op.body}"  # its title is made of it
        return Draft("", "private", op.g, body=body, note=op.note, intent=op.intent)
    if isinstance(op, Reply):
        draft = Draft("", "reply", op.g, op.turn, row.target, "", op.body, op.note, op.intent)
        return draft if above is None else _joined(above, draft)
    if isinstance(op, Edit):
        if above is not None:
            return replace(above, body=op.body, title=op.title or above.title)
        return Draft("", "edit", op.g, 0, row.target, op.title or "", op.body, op.note or "")
    return None


def _joined(above: Draft, below: Draft) -> Draft:
    """Both texts in one, an edit's instead of what it changes."""
    if below.kind == "edit":
        return replace(above, body=below.body, title=below.title or above.title)
    return replace(above, body=f"{above.body}\n\n{below.body}")
