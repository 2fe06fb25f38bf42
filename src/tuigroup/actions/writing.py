"""Drafts: kept while they are written, and turned into something to send in one transaction."""

from __future__ import annotations

from tuigroup.actions import posting
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import Draft, Store


def save_draft(store: Store, draft: Draft) -> Draft:
    """On disk when this returns; the draft with its id and minute."""
    return store.drafts.save(draft)


def composed(draft: Draft) -> str:
    """The whole text that a draft sends: its quote with ``>`` before each line, then its body."""
    if not draft.quote.strip():
        return draft.body
    quote = "\n".join(f"> {line}".rstrip() for line in draft.quote.strip().split("\n"))
    return f"{quote}\n\n{draft.body}" if draft.body.strip() else ""


def send_draft(store: Store, draft_id: str) -> str:
    """The draft becomes something to send: the key of what waits now, '' where nothing would change.

    Raises BadInput; then the draft is kept.
    """
    with store.transaction():
        draft = store.drafts.get(draft_id)
        if draft is None:
            raise BadInput(N_("This draft is not here any more: it was sent, or deleted."), field="draft")
        key = _send(store, draft)
        store.drafts.delete(draft_id)
        return key


def _send(store: Store, draft: Draft) -> str:
    if draft.kind == "thread":
        return posting.start_thread(
            store, draft.group, draft.board, draft.title, composed(draft), draft.note, draft.intent
        )
    if draft.kind == "private":
        return posting.start_private(store, draft.group, draft.title, composed(draft), draft.note, draft.intent)
    if draft.target is None:
        raise BadInput(N_("This draft does not say which post it is for."), kept=N_("It is kept as it is."))
    if draft.kind == "edit":
        title = draft.title or None
        return posting.edit_post(store, draft.group, draft.target, composed(draft), title, draft.note)
    # Of an answer ``board`` is the round of a written meeting in which it is a turn (wire.rounds.Step), else 0.
    turn = draft.board
    return posting.reply(store, draft.group, draft.target, composed(draft), draft.note, draft.intent, turn)
