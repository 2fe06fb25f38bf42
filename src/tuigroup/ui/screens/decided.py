"""What was decided about oneself in a group, why, and asking to look again."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.sheet import LongTextScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import casework, decided, group_words
from tuigroup.views.lines import Line, line, wrap
from tuigroup.wire import limits
from tuigroup.wire.cases import OwnCase
from tuigroup.wire.sync import WantDecisions


class DecidedScreen(BaseScreen):
    BINDINGS = bindings("appeal", "update")
    KEYS = ("appeal", "update")

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group
        self._writing = 0  # the case of which an appeal is being written

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group)
        return (group_words.name(record) if record is not None else self.t("a group"), self.t("Decisions about you"))

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def on_mount(self) -> None:
        self.engine.want(WantDecisions(g=self.group))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("cases", "outbox", group=self.group)

    def load(self) -> None:
        told = self.store.casebook.decisions(self.group)
        rows: list[Row] = [BLANK, words_row(self.t(decided.TOLD if told.cases else decided.NOTHING)), BLANK]
        for case in told.cases:
            rows += [self._row(case), BLANK]
        if usual := decided.usual(self.t, told.wait):
            rows.append(words_row(usual))
        self.query_one(RowList).set_rows(rows)
        self.refresh_bindings()

    def _row(self, case: OwnCase) -> Row:
        teller = casework.Teller(self.t, self.now, self.zone)
        appealing = self.store.casebook.appealing(self.group, case.case)
        told = decided.sentences(teller, case, appealing=appealing)

        def draw(room: int) -> list[Line]:
            return [line((found, "")) for text in told for found in wrap(text, min(room, 76))]

        return Row(("case", case.case), draw, 0, case)

    @property
    def _selected(self) -> OwnCase | None:
        row = self.query_one(RowList).row if self.ready else None
        return row.item if row is not None and isinstance(row.item, OwnCase) else None

    def works(self, name: str) -> bool:
        return name != "appeal" or self._selected is not None

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        self.action_appeal()

    def action_update(self) -> None:
        self.engine.want(WantDecisions(g=self.group))
        self.engine.wake()
        self.tell(self.t("Asking the server."))

    # Asking to look again

    def action_appeal(self) -> None:
        case = self._selected
        if case is None:
            return
        self._writing = case.case
        kept = decided.draft(self.store, self.group, case.case)
        number = case.case
        screen = LongTextScreen(
            self.t("Appeal"),
            self.t(decided.WRITE).rstrip("."),
            kept,
            limits.BODY,
            lambda text: decided.keep(self.store, self.group, number, text),
        )
        self.app.push_screen(screen)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        number, self._writing = self._writing, 0
        if number and decided.draft(self.store, self.group, number).strip():
            self.call_after_refresh(self._ask_whether, number)

    def _ask_whether(self, number: int) -> None:
        self.ask(
            self.t(decided.SEND),
            Choice("y", self.t("send it"), "yes"),
            then=lambda _: self._send(number),
            escape=self.t("keep it for later"),
        )

    def _send(self, number: int) -> None:
        text = decided.draft(self.store, self.group, number)
        if self.attempt(actions.appeal, self.store, self.group, number, text) is not None:
            decided.keep(self.store, self.group, number, "")
            self.load()
            self.tell(self.t(decided.SENT))
