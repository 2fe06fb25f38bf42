"""Reporting the post that was spoken last: what it is about, and a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.store.rows import PostRow
from tuigroup.views import casework
from tuigroup.views.posts import author
from tuigroup.wire.cases import Category

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


async def report(shell: Shell, post: PostRow) -> None:
    t = shell.t
    question = t("Report this post by {author} to those who run the group. What is it about?", author=author(t, post))
    choices = [("", t(words), kind.value) for kind, words in casework.CATEGORIES.items()]
    value = await shell.asking.choose(question, choices)
    if value is None:
        return
    note = await shell.asking.prompt(t("What should they know? It may be empty."), empty=True)
    if note is None:
        return
    actions.report(shell.store, post.group, post.ref, Category(value), note)
    shell.engine.wake()
    shell.used_to()
    more = f"{t(casework.IN_DANGER)} (now)" if value == Category.DANGER else ""
    await shell.voice.say(*filter(None, (t(casework.REPORTED), more)))
