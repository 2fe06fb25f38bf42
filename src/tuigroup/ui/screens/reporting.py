"""Reporting a post: what it is about, and a note, which may be empty."""

from __future__ import annotations

from tuigroup import actions
from tuigroup.store.rows import PostRow
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import casework
from tuigroup.views.posts import author
from tuigroup.wire import limits
from tuigroup.wire.cases import Category


def ask_report(screen: BaseScreen, post: PostRow) -> None:
    t = screen.t
    choices = [
        Choice(casework.CATEGORY_KEYS[kind], t(words), kind.value) for kind, words in casework.CATEGORIES.items()
    ]
    question = t("Report this post by {author} to those who run the group. What is it about?", author=author(t, post))
    screen.ask(question, *choices, then=lambda value: _ask_note(screen, post, Category(value)), escape=t("no"))


def _ask_note(screen: BaseScreen, post: PostRow, category: Category) -> None:
    screen.prompt(
        screen.t("What should they know? It may be empty."),
        limit=limits.WORD,
        enter=screen.t("report"),
        then=lambda note: _report(screen, post, category, note),
    )


def _report(screen: BaseScreen, post: PostRow, category: Category, note: str) -> None:
    if screen.attempt(actions.report, screen.store, post.group, post.ref, category, note) is not None:
        more = f" {screen.t(casework.IN_DANGER)} (F1)" if category is Category.DANGER else ""
        screen.tell(screen.t(casework.REPORTED) + more)
