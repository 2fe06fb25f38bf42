"""Offering a post for the library, asking for one, taking one out, reviewing one: each one operation in the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from tuigroup.actions import words
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import Ref, Store
from tuigroup.text import line
from tuigroup.wire import limits
from tuigroup.wire.offers import Waiting
from tuigroup.wire.ops import AskOffer, Offer, Shelve, TakeOut
from tuigroup.wire.words import Licence, PostState


def offer(store: Store, group: int, ref: Ref, named: bool, licence: Licence) -> str:
    """Offers a post of one's own, under one's alias or without a name. Raises BadInput."""
    number = _there(store, group, ref)
    with store.transaction():
        _forget_unsent(store, group, number)
        return store.outbox.add(Offer(k=store.new_key(), g=group, post=number, named=named, licence=licence))


def ask_offer(store: Store, group: int, ref: Ref) -> str:
    """Asks who wrote a post, by who runs the group. Raises BadInput."""
    return store.outbox.add(AskOffer(k=store.new_key(), g=group, post=_there(store, group, ref)))


def take_out(store: Store, group: int, post: int) -> str:
    """Takes a post of one's own out of the library, or back from being offered; '' where it never left."""
    with store.transaction():
        never_left = _forget_unsent(store, group, post)
        known = store.offers.of_post(group, post)
        if never_left and known is None:
            return ""
        return store.outbox.add(TakeOut(k=store.new_key(), g=group, post=post))


def shelve(store: Store, group: int, found: Waiting, title: str, body: str, topics: Sequence[str]) -> str:
    """Takes what is offered into the library, as it reads now. Raises BadInput that names the field."""
    named = [topic for topic in (line(topic, limits.TOPIC) for topic in topics) if topic][: limits.TOPICS]
    op = Shelve(
        k=store.new_key(), g=group, post=found.post, take=True, title=words.title(title), body=words.body(body),
        topics=named, mark=found.mark,
    )  # fmt: skip
    return store.outbox.add(op)


def give_back(store: Store, group: int, post: int, word: str = "") -> str:
    """Gives back what is offered, with a word; what was taken is out of the library again. Raises BadInput."""
    return store.outbox.add(Shelve(k=store.new_key(), g=group, post=post, take=False, word=words.word(word)))


def _there(store: Store, group: int, ref: Ref) -> int:
    post = store.threads.post(group, ref)
    if post is None or post.state is PostState.REMOVED or not isinstance(post.ref, int):
        raise BadInput(N_("This post is not with the server yet, or not there any more."))
    return post.ref


def _forget_unsent(store: Store, group: int, post: int) -> bool:
    """What waits about it and never left goes; whether there was any."""
    dropped = False
    for item in store.outbox.waiting(group):
        if isinstance(item.op, Offer | TakeOut) and item.op.post == post and (not item.sent or item.state == "refused"):
            store.outbox.withdraw(item.key)
            dropped = True
    return dropped
