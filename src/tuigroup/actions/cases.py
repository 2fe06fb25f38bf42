"""Reporting a post, deciding in a case, appealing: each one operation in the outbox. Raise BadInput."""

from __future__ import annotations

from collections.abc import Iterable

from tuigroup.actions import words
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import Ref, Store
from tuigroup.wire.cases import Act, Category
from tuigroup.wire.ops import Appeal, Decide, Report
from tuigroup.wire.words import PostState

NEEDS_WORD = frozenset({Act.NOTE, Act.WARN})


def report(store: Store, group: int, ref: Ref, category: Category, note: str = "") -> str:
    """Calls those who run the group to somebody's post."""
    post = store.threads.post(group, ref)
    if post is None or post.state is PostState.REMOVED or not isinstance(post.ref, int):
        raise BadInput(N_("This post is not there any more."))
    if post.own:
        raise BadInput(N_("This is your own post."), todo=N_("You can change it, or take it back."))
    op = Report(k=store.new_key(), g=group, post=post.ref, category=category, note=words.word(note))
    return store.outbox.add(op)


def decide(store: Store, group: int, case: int, act: Act, word: str = "", to: int = 0) -> str:
    """A step of a case by who runs the group; ``to`` as wire.ops.Decide has it."""
    fit = words.word(word)
    if act in NEEDS_WORD and not fit:
        raise BadInput(N_("There is nothing written yet."), field="word", todo=N_("A word or two is enough."))
    return store.outbox.add(Decide(k=store.new_key(), g=group, case=case, act=act, word=fit, to=to))


def hand_cases(store: Store, group: int, cases: Iterable[int], to: int, word: str = "") -> list[str]:
    """Gives cases to another who runs the group, with a word for them, in one transaction."""
    with store.transaction():
        return [decide(store, group, case, Act.ASSIGN, word, to) for case in cases]


def appeal(store: Store, group: int, case: int, body: str) -> str:
    """Asks those who run the group to look again at what was decided about oneself."""
    return store.outbox.add(Appeal(k=store.new_key(), g=group, case=case, body=words.body(body)))
