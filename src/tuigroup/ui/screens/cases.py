"""The cases of a group, for who runs it: the most urgent first, and where the log ends."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.store.rows import Wished
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Draw, Row, RowList
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import casework, exposure, group_words, wishes
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, cut, line, wrap
from tuigroup.wire import limits
from tuigroup.wire.cases import Case, Cases
from tuigroup.wire.sync import WantCases

NOTHING = N_("No case waits.")
NOT_HERE = N_("The cases of this group are not here yet. They come with the line.")
STYLES = ("", "note", "warn", "warn")


class CasesScreen(BaseScreen):
    BINDINGS = bindings("update", "pass_on", "end_shift")
    KEYS = ("open", "pass_on", "end_shift", "update")

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group)
        return (group_words.name(record) if record is not None else self.t("a group"), self.t("Cases"))

    def info(self) -> str:
        return self.t.plural("{count} waits", "{count} wait", self.store.casebook.waiting(self.group))

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def on_mount(self) -> None:
        self.engine.want(WantCases(g=self.group))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("cases", "outbox", "posts", group=self.group)

    def load(self) -> None:
        told = self.store.casebook.cases(self.group)
        rows: list[Row] = [BLANK]
        if meter := exposure.meter(self.t, self.store, self.zone):
            rows += [words_row(meter, "note" if self._enough else "dim"), BLANK]
        waiting = [case for case in told.cases if case.state != "decided"]
        for case in waiting:
            rows += [self._row(case), BLANK]
        if not waiting:
            known = self.store.casebook.known(self.group)
            rows += [words_row(self.t(NOTHING if known else NOT_HERE)), BLANK]
        rows += self._wished()
        decided = [case for case in told.cases if case.state == "decided"]
        if decided:
            rows += [words_row(self.t("Decided"))]
        for case in decided:
            rows += [self._row(case), BLANK]
        rows += self._noted(told)
        if ends := casework.log_end(self.t, told.head):
            rows.append(words_row(ends))
        self.query_one(RowList).set_rows(rows)
        self.refresh_bindings()
        self.refresh_edges()

    def _row(self, case: Case) -> Row:
        teller = casework.Teller(self.t, self.now, self.zone)
        head, why, subject = casework.headline(teller, case), casework.why(self.t, case), casework.subject(self.t, case)
        style = "dim" if case.state == "decided" else STYLES[case.level]

        def draw(room: int) -> list[Line]:
            room = min(room, 76)
            below = [cut(line((f"  {text}", "dim")), room) for text in (why, subject)]
            return [cut(line((f"{case.case}  {head}", style)), room), *below]

        return Row(("case", case.case), draw, 3, case)

    def _wished(self) -> list[Row]:
        found = self.store.threads.wished(self.group, own=False)
        rows = [Row(("wished", one.ref), self._sentence(wishes.others_post(self.t, one)), 0, one) for one in found]
        return [words_row(self.t(casework.WISHED)), *rows, BLANK] if rows else []

    def _noted(self, told: Cases) -> list[Row]:
        teller = casework.Teller(self.t, self.now, self.zone)
        rows = [words_row(casework.step(teller, one)) for one in reversed(told.apart)]
        return [words_row(self.t(casework.APART)), *rows, BLANK] if rows else []

    def _sentence(self, text: str) -> Draw:
        return lambda room: [line((found, "note")) for found in wrap(text, min(room, 76))]

    def works(self, name: str) -> bool:
        if name == "end_shift":
            return self.store.exposure.count() > 0
        wished = self.store.threads.wished(self.group, own=False)
        return name != "open" or bool(self.store.casebook.cases(self.group).cases or wished)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        case = message.row.item
        if isinstance(case, Case):
            self.open("case", group=self.group, case=case.case)
        elif isinstance(case, Wished):
            self.open("thread", group=case.group, thread=case.thread, post=case.ref)

    @property
    def _enough(self) -> bool:
        limit = self.store.exposure.limit()
        return bool(limit) and self.store.exposure.count() >= limit

    def action_end_shift(self) -> None:
        self.store.exposure.end()
        self.load()
        self.tell(self.t(exposure.ENDED))

    def action_pass_on(self) -> None:
        """All open cases that are with oneself, to another who runs the group."""
        found, takers = exposure.mine(self.store, self.group), exposure.others(self.store, self.group)
        if not found or not takers:
            self.tell(self.t(exposure.NONE_YOURS if takers else exposure.NOBODY))
            return
        choices = [
            Choice(str(place), shown_line(one.alias, limits.ALIAS * 2), str(one.member))
            for place, one in enumerate(takers[: casework.MOST_TAKERS], 1)
        ]
        self.ask(self.t(exposure.TO_WHOM), *choices, then=lambda member: self._ask_word(int(member)))

    def _ask_word(self, member: int) -> None:
        then = partial(self._pass_on, member)
        self.prompt(self.t(exposure.WORD), limit=limits.WORD, enter=self.t("done"), then=then)

    def _pass_on(self, member: int, word: str) -> None:
        taker = next((one for one in exposure.others(self.store, self.group) if one.member == member), None)
        if taker is None:
            return
        given = [case.case for case in exposure.mine(self.store, self.group) if case.about != taker.alias]
        if self.attempt(actions.hand_cases, self.store, self.group, given, member, word) is not None:
            self.tell(exposure.handed(self.t, len(given), taker.alias))

    def action_update(self) -> None:
        self.engine.want(WantCases(g=self.group))
        self.engine.wake()
        self.tell(self.t("Asking the server."))
