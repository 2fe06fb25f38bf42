"""Drafts as one begins them: a reply, a quote, a change, a thread; and whether one is worth keeping."""

from __future__ import annotations

from typing import Final

from tuigroup.store import Store
from tuigroup.store.rows import Draft, DraftKind, OutboxRow, PostRow, ThreadRow
from tuigroup.views.clean import shown
from tuigroup.wire.ops import Edit, Reply, Writes

CHANGEABLE: Final = ("reply", "thread", "private", "edit")  # operations whose text can be changed before they are sent


def for_post(store: Store, kind: DraftKind, post: PostRow, *, quote: bool = False) -> Draft:
    """A reply to a post, or a change of it (``edit``): what is begun already where there is something."""
    draft = store.drafts.find(kind, post.group, post.ref)
    if draft is not None:
        return draft
    if kind == "edit":
        return Draft("", "edit", post.group, target=post.ref, title=_title(store, post), body=post.body,
                     note=post.note, intent=post.intent)  # fmt: skip
    return Draft("", "reply", post.group, target=post.ref, body=quoted(post) if quote else "")


def for_turn(store: Store, post: PostRow, step: int) -> Draft:
    """A turn in a round of the written meeting that begins with this post, or what is begun already."""
    begun = (
        draft for draft in store.drafts.all() if (draft.kind, draft.group, draft.board) == ("reply", post.group, step)
    )
    found = next((draft for draft in begun if draft.target == post.ref), None)
    return found or Draft("", "reply", post.group, board=step, target=post.ref)


def for_board(store: Store, group: int, board: int) -> Draft:
    """A new thread on a board, or what is begun already."""
    begun = (draft for draft in store.drafts.all() if (draft.kind, draft.group) == ("thread", group))
    draft = next((draft for draft in begun if draft.board == board), None)
    return draft or Draft("", "thread", group, board=board)


def for_facilitators(store: Store, group: int, body: str = "") -> Draft:
    """A private word with who runs the group, or what is begun already. ``body`` is what was written elsewhere."""
    begun = None if body else store.drafts.find("private", group)
    return begun or Draft("", "private", group, body=body)


def as_private(store: Store, draft: Draft) -> Draft:
    """The same words as a private word with the facilitators, on disk in the place of the draft that they were in."""
    with store.transaction():
        body = "\n\n".join(part for part in (draft.title.strip(), draft.body) if part)
        kept = store.drafts.save(Draft("", "private", draft.group, body=body, note=draft.note, intent=draft.intent))
        store.drafts.delete(draft.id)
    return kept


def for_unsent(row: OutboxRow) -> Draft:
    """Something unsent as a draft that changes it: ``target`` is its key, or the post that an unsent edit names."""
    op = row.op
    target: int | str = op.post if isinstance(op, Edit) else row.key
    assert isinstance(op, Edit | Writes)
    title = "" if isinstance(op, Reply) else op.title or ""
    return Draft("", "edit", op.g, target=target, title=title, body=op.body, note=op.note or "")


def quoted(post: PostRow) -> str:
    """The words of a post as the beginning of an answer, to be shortened; without what it quotes itself."""
    lines = [of for of in shown(post.body).split("\n") if not of.startswith(">")]
    return "\n".join(f"> {of}".rstrip() for of in "\n".join(lines).strip().split("\n")) + "\n\n"


def target_of(store: Store, draft: Draft) -> PostRow | None:
    """The post that is answered or changed."""
    return store.threads.post(draft.group, draft.target) if draft.target is not None else None


def thread_of(store: Store, draft: Draft) -> ThreadRow | None:
    """The thread in which the post that is answered or changed stands."""
    ref = store.threads.thread_of(draft.group, draft.target) if draft.target is not None else None
    return store.threads.get(draft.group, ref) if ref is not None else None


def has_title(store: Store, draft: Draft) -> bool:
    """Whether there is a title to write: a new thread, or the first post of one."""
    if draft.kind != "edit":
        return draft.kind == "thread"
    target = target_of(store, draft)
    return bool(draft.title) or (target is not None and target.parent is None)


def worth_keeping(draft: Draft, at_first: Draft | None) -> bool:
    """Whether somebody wrote or changed something. ``at_first`` is what a new draft began with, None for an old one."""
    if draft.kind == "edit":
        return at_first is None or (draft.title, draft.body, draft.note) != (
            at_first.title,
            at_first.body,
            at_first.note,
        )
    only_the_quote = at_first is not None and draft.body.strip() == at_first.body.strip()
    return bool((draft.body.strip() and not only_the_quote) or draft.title.strip() or draft.note)


def _title(store: Store, post: PostRow) -> str:
    """The thread's title, where this is its first post."""
    if post.parent is not None:
        return ""
    thread = store.threads.get(post.group, post.thread)
    return thread.title if thread is not None else ""
