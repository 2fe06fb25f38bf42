"""New guidelines of a group, shown once by themselves: they are read to their end, and then one key agrees."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import agreement, group_words
from tuigroup.views.lines import Paragraph, line


class AgreeScreen(BaseScreen):
    """``then`` is what waited for it, and goes on once the member has agreed."""

    BINDINGS = bindings("agree")
    KEYS = ("agree",)
    LABELS = {"agree": N_("I agree", context="key"), "back": N_("not now", context="key")}
    AUTO_FOCUS = "Reader"

    def __init__(self, group: int, then: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.group = group
        self._then = then

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group)
        return (group_words.name(record) if record is not None else self.t("a group"), self.t("New guidelines"))

    def body(self) -> ComposeResult:
        yield Reader(id="guidelines")

    def load(self) -> None:
        told = agreement.paragraphs(self.t, self.store, self.group)
        if self._then is not None:
            told += [Paragraph(()), Paragraph(line((self.t(agreement.WAITS), "strong")))]
        self.query_one(Reader).set_paragraphs(told)

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", group=self.group)

    def action_agree(self) -> None:
        reader = self.query_one(Reader)
        if not reader.at_end:
            reader.action_page_down()
            return
        version = agreement.asked(self.store, self.group)
        if version and self.attempt(actions.agree, self.store, self.group, version) is None:
            return
        self.shell.go_back()
        self.shell.tell(self.t(agreement.THANKS))
        if self._then is not None:
            self._then()

    def action_back(self) -> None:
        super().action_back()
        self.shell.tell(self.t(agreement.WAITS if self._then is not None else agreement.LATER))
