"""Wishing, unsigned, that a post had a content note; and putting one on. Each one operation. Raise BadInput."""

from __future__ import annotations

from tuigroup.actions import words
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import PostRow, Ref, Store
from tuigroup.wire import limits
from tuigroup.wire.ops import SetNote, Wish
from tuigroup.wire.words import PostState, Topic


def wish_note(store: Store, group: int, ref: Ref, topic: Topic) -> str:
    """Tells its author and who runs the group which topic one wishes named, and not who wishes it."""
    with store.transaction():
        post, number = _there(store, group, ref)
        if post.own:
            raise BadInput(N_("This is your own post."), todo=N_("You can put the note on it yourself."))
        if number >= limits.APART:
            raise BadInput(N_("So few read this that your wish would have your name on it."))
        if post.asked:
            raise BadInput(N_("You have wished for a note on this post already. Once is heard."))
        return store.outbox.add(Wish(k=store.new_key(), g=group, post=number, topic=topic))


def set_note(store: Store, group: int, ref: Ref, note: str | None) -> str:
    """A note on one's own post, or on somebody's in a group that one runs; what it says stays. None: as it is.

    The key of what waits now, '' where nothing has to be sent.
    """
    with store.transaction():
        post, number = _there(store, group, ref)
        fit = None if note is None else words.note(note)
        if fit in (None, post.note) and not post.wished:
            return ""
        store.outbox.drop_unsent(group, number, SetNote)
        return store.outbox.add(SetNote(k=store.new_key(), g=group, post=number, note=fit))


def _there(store: Store, group: int, ref: Ref) -> tuple[PostRow, int]:
    post = store.threads.post(group, ref)
    if post is None or post.state is PostState.REMOVED or not isinstance(post.ref, int):
        raise BadInput(N_("This post is not there any more."))
    return post, post.ref
