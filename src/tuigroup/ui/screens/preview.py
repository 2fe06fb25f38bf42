"""A post as others will see it, before it is sent."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.store.rows import Draft, PostRow
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.thread_lines import Reading
from tuigroup.ui.widgets.thread_tree import ThreadTree
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import line
from tuigroup.wire import limits


class PreviewScreen(BaseScreen):
    """Esc goes on writing."""

    KEYS = ("on", "page_up")
    LAST_KEYS = ("back",)
    LABELS = {"back": N_("go on writing", context="key")}
    AUTO_FOCUS = "ThreadTree"

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def crumbs(self) -> tuple[str, ...]:
        title = shown_line(self.draft.title)
        return (self.t("Preview"), title) if title else (self.t("Preview"),)

    def body(self) -> ComposeResult:
        yield ThreadTree(id="tree")

    def load(self) -> None:
        draft = self.draft
        mine = self.store.groups.membership(draft.group)
        target = self.store.threads.post(draft.group, draft.target) if draft.target is not None else None
        if draft.kind == "edit":
            target = self.store.threads.post(draft.group, target.parent) if target and target.parent else None
        words = actions.composed(draft)
        post = PostRow(
            draft.group, "preview", "preview", target.ref if target else None,
            shown_line(mine.alias, limits.ALIAS * 2) if mine is not None else self.t("you"), self.now, words,
            note=draft.note, intent=draft.intent, answers=target.alias if target else "",
        )  # fmt: skip
        about = []
        if not words.strip():
            about.append(
                self.t("Nothing is written yet. A quote alone is not sent.")
                if draft.quote
                else self.t("Nothing is written yet.")
            )
        if draft.note:
            about.append(self.t("Its note is shown before it is opened; those who fold that topic see only the note."))
        tail = tuple(line((f"   {sentence}", "dim")) for sentence in about)
        reading = Reading(now=self.now, zone=self.zone, t=self.t, folds=frozenset(), tail=tail)
        self.query_one(ThreadTree).show([post], (), reading)
