"""Threads, replies, edits, removals, responses: each one local write and one operation in the outbox."""

from __future__ import annotations

from tuigroup.actions import words
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import PostRow, Ref, Store
from tuigroup.text import clip
from tuigroup.wire import limits
from tuigroup.wire.ops import Edit, Remove, Reply, Respond, StartPrivate, StartThread
from tuigroup.wire.rounds import ROUNDS
from tuigroup.wire.words import Intent, PostState, ResponseKind


def start_thread(
    store: Store, group: int, board: int, title: str, body: str, note: str = "", intent: Intent = Intent.NONE
) -> str:
    """A new thread on a board; the key it is called by until it has a number. Raises BadInput."""
    if store.groups.board_closed(group, board):
        raise _closed()
    op = StartThread(
        k=store.new_key(),
        g=group,
        board=max(board, 1),
        title=words.title(title),
        body=words.body(body),
        note=words.note(note),
        intent=intent,
    )
    return store.outbox.add(op)


def _closed() -> BadInput:
    return BadInput(
        N_("This board is closed."), kept=N_("What you wrote is kept here."), todo=N_("It can still be read.")
    )


def start_private(store: Store, group: int, title: str, body: str, note: str = "", intent: Intent = Intent.NONE) -> str:
    """A private word with the group's facilitators: a thread that only they and the author see. Raises BadInput.

    Without a title the beginning of the body is one: nobody has to find words for it twice.
    """
    fit = words.body(body)
    op = StartPrivate(
        k=store.new_key(),
        g=group,
        title=words.title(title if title.strip() else clip(fit.split("\n")[0], limits.TITLE)),
        body=fit,
        note=words.note(note),
        intent=intent,
    )
    return store.outbox.add(op)


def reply(
    store: Store, group: int, to: Ref, body: str, note: str = "", intent: Intent = Intent.NONE, turn: int = 0
) -> str:
    """Answers a post, also one's own unsent one; the key it is called by until it has a number. Raises BadInput.

    With ``turn`` (wire.rounds.Step) it is a turn in the written meeting whose first post it answers.
    """
    with store.transaction():
        post = store.threads.post(group, to)
        thread = store.threads.get(group, post.thread) if post is not None else None
        if post is not None and post.state is PostState.REMOVED and not turn:
            raise BadInput(
                N_("This post was taken back, so it can't be answered."), kept=N_("What you wrote is kept here.")
            )
        if thread is not None and thread.head is not None and thread.head.locked:
            raise BadInput(
                N_("This thread is locked."), kept=N_("What you wrote is kept here."), todo=N_("It can still be read.")
            )
        if thread is not None and thread.closed:
            raise _closed()
        ref = to if post is None else post.ref
        turn = turn if turn in ROUNDS else 0
        fit = words.body(body)
        op = Reply(k=store.new_key(), g=group, to=ref, body=fit, note=words.note(note), intent=intent, turn=turn)
        return store.outbox.add(op)


def edit_post(store: Store, group: int, ref: Ref, body: str, title: str | None = None, note: str | None = None) -> str:
    """Changes one's own post, sent or not; the key of what waits now, '' where nothing would change.

    ``title`` only for a thread's first post; None leaves title or note as they are. Raises BadInput.
    """
    with store.transaction():
        post = _own(store, group, ref)
        fit = words.body(body)
        new_title = words.title(title) if title is not None and post.parent is None else None
        new_note = None if note is None else words.note(note)
        thread = store.threads.get(group, post.thread)
        same_title = new_title is None or (thread is not None and thread.title == new_title)
        if fit == post.body and same_title and new_note in (None, post.note) and post.sending != "refused":
            return ""
        if isinstance(post.ref, str):
            return store.outbox.edit(post.ref, fit, new_title, new_note)
        # The new words take the place of earlier ones that never left or were refused.
        for item in store.outbox.waiting(group):
            if isinstance(item.op, Edit) and item.target == post.ref:
                new_title = item.op.title if new_title is None else new_title
                new_note = item.op.note if new_note is None else new_note
        store.outbox.drop_unsent(group, post.ref, Edit)
        op = Edit(k=store.new_key(), g=group, post=post.ref, body=fit, title=new_title, note=new_note)
        return store.outbox.add(op)


def remove_post(store: Store, group: int, ref: Ref) -> str:
    """Takes one's own post back; the key of what waits now, '' where it never left. Raises BadInput."""
    with store.transaction():
        post = _own(store, group, ref)
        if isinstance(post.ref, str):
            store.outbox.withdraw(post.ref)
            return ""
        store.outbox.drop_unsent(group, post.ref, Edit)
        return store.outbox.add(Remove(k=store.new_key(), g=group, post=post.ref))


def respond(store: Store, group: int, ref: Ref, kind: ResponseKind | None) -> str:
    """One supportive answer to somebody's post, None takes it back; shown at once.

    The key of what waits now, '' where nothing has to be sent. Raises BadInput.
    """
    with store.transaction():
        post = store.threads.post(group, ref)
        if post is None or post.state is PostState.REMOVED:
            raise BadInput(N_("This post is not there any more."))
        if post.own:
            raise BadInput(N_("Responses are for what others wrote."))
        store.outbox.drop_unsent(group, post.ref, Respond)
        now = store.threads.post(group, post.ref)
        if now is not None and now.mine == kind:
            return ""
        return store.outbox.add(Respond(k=store.new_key(), g=group, post=post.ref, kind=kind))


def withdraw(store: Store, key: str) -> None:
    """Takes back what waits to be sent. Raises BadInput."""
    store.outbox.withdraw(key)


def retry(store: Store, key: str) -> str:
    """Sends again what was refused; the key it has from now on. Raises BadInput."""
    return store.outbox.retry(key)


def _own(store: Store, group: int, ref: Ref) -> PostRow:
    post = store.threads.post(group, ref)
    if post is None:
        raise BadInput(N_("This post is not here."), kept=N_("What you wrote is kept here."))
    if not post.own:
        raise BadInput(N_("Only who wrote a post can change it."))
    if post.state is PostState.REMOVED:
        raise BadInput(N_("This post was taken back already."))
    return post
