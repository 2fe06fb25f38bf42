"""Content notes on a post that is there: wishing for one, putting one on, leaving it as it is."""

from __future__ import annotations

from tuigroup import actions
from tuigroup.store.rows import PostRow
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import wishes
from tuigroup.views.clean import shown_line
from tuigroup.views.posts import author
from tuigroup.wire import limits
from tuigroup.wire.words import Topic


def ask_wish(screen: BaseScreen, post: PostRow) -> None:
    t = screen.t
    found = [Choice(*one) for one in wishes.choices(t)]
    question = t(wishes.ASK, author=author(t, post))
    screen.ask(question, *found, then=lambda value: _wish(screen, post, Topic(value)), escape=t("no"))


def _wish(screen: BaseScreen, post: PostRow, topic: Topic) -> None:
    if screen.attempt(actions.wish_note, screen.store, post.group, post.ref, topic) is not None:
        screen.tell(screen.t(wishes.TOLD))


def put(screen: BaseScreen, post: PostRow) -> None:
    """A note that one person wishes for is put on in one key; else it is asked which."""
    t = screen.t
    if len(post.wished) == 1:
        _put_topic(screen, post, post.wished[0])
        return
    found = [Choice(*one) for one in wishes.choices(t, post.wished)]
    if not post.wished:
        found.append(Choice("o", t("other words"), wishes.OWN_WORDS))
    screen.ask(t(wishes.WHICH), *found, then=lambda value: _chosen(screen, post, value))


def _chosen(screen: BaseScreen, post: PostRow, value: str) -> None:
    if value == wishes.OWN_WORDS:
        question = screen.t("A topic that some would rather not open, in a word or two.")
        screen.prompt(question, limit=limits.NOTE, then=lambda text: _put(screen, post, text))
    else:
        _put_topic(screen, post, value)


def _put_topic(screen: BaseScreen, post: PostRow, value: str) -> None:
    t = screen.t
    if both := wishes.with_topic(t, post, value):
        _put(screen, post, both)
        return
    named = wishes.topic(t, value)
    question = t(wishes.BOTH, topic=named, note=post.note)
    screen.ask(question, Choice("y", t("yes"), "yes"), then=lambda _: _put(screen, post, named), escape=t("no"))


def _put(screen: BaseScreen, post: PostRow, note: str) -> None:
    if screen.attempt(actions.set_note, screen.store, post.group, post.ref, note) is not None:
        screen.tell(screen.t(wishes.PUT, note=shown_line(note, limits.NOTE)))


def let_be(screen: BaseScreen, post: PostRow) -> None:
    if screen.attempt(actions.set_note, screen.store, post.group, post.ref, None) is not None:
        screen.tell(screen.t(wishes.LEFT))
