"""One case: why it is there, what was done; what the post says only when asked for; and what can be decided."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import casework, exposure, group_words, markdown
from tuigroup.views.boards import runs
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.lines import Paragraph, line
from tuigroup.wire import limits
from tuigroup.wire.cases import Act, Case

GONE = N_("This case is not here any more.")
CLOSED = N_("What the post and the reports say is not shown before you ask: Enter.")


class CaseScreen(BaseScreen):
    BINDINGS = bindings("open", "decide", "update")
    KEYS = ("decide", "open")
    LABELS = {"open": N_("what it says", context="key")}

    def __init__(self, group: int, case: int) -> None:
        super().__init__()
        self.group = group
        self.case = case
        self._opened = False

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group)
        name = group_words.name(record) if record is not None else self.t("a group")
        return (name, self.t("Cases"), self.t("Case {number}", number=self.case))

    def info(self) -> str:
        found = self._found
        return casework.level(self.t, found) if found is not None else ""

    def body(self) -> ComposeResult:
        yield Reader(id="page")

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("cases", "outbox", group=self.group)

    @property
    def _found(self) -> Case | None:
        return self.store.casebook.case(self.group, self.case)

    def load(self) -> None:
        case, reader = self._found, self.query_one(Reader)
        if case is None:
            reader.set_lines([self.t(GONE)])
            return
        teller = casework.Teller(self.t, self.now, self.zone)
        told = casework.sentences(teller, self.store, self.group, case, opened=self._opened)
        out = [Paragraph(line((told[0], "strong"))), *(Paragraph(line(text), rest="  ") for text in told[1:])]
        out.append(Paragraph(()))
        if casework.closed(case) and not self._opened:
            out.append(Paragraph(line((self.t(CLOSED), "dim"))))
        elif case.body:
            out += markdown.post(case.body).paragraphs
        if plan := shown(self.store.casebook.cases(self.group).plan, limits.PLAN * 2):
            out += [Paragraph(()), Paragraph(line((self.t("The group's plan for a crisis"), "strong")))]
            out += [Paragraph(line(part)) for part in plan.split("\n")]
        reader.set_paragraphs(out)
        self.refresh_bindings()
        self.refresh_edges()

    def works(self, name: str) -> bool:
        case = self._found
        if name == "decide":
            return case is not None
        return name != "open" or (case is not None and (casework.closed(case) or bool(case.thread)))

    # What who runs the group does

    def action_open(self) -> None:
        """What it says; and once that is shown, the thread."""
        case = self._found
        if case is None:
            return
        if casework.closed(case) and not self._opened:
            self._opened = True
            suggested = exposure.opened_case(self.t, self.store, self.group, case, self.zone)
            self.load()
            self.tell(suggested or self.t("Enter again opens the thread."))
        else:
            self.open("thread", group=self.group, thread=case.thread, post=case.post)

    def action_update(self) -> None:
        self.engine.wake()
        self.tell(self.t("Asking the server."))

    def action_decide(self) -> None:
        case = self._found
        if case is None:
            return
        possible = casework.possible(case, runs=runs(self.store.groups.membership(self.group)))
        choices = [Choice(casework.KEYS[act], self.t(casework.DECISIONS[act]), act.value) for act in possible]
        self.ask(self.t("What would you like to do?"), *choices, then=lambda value: self._chosen(case, Act(value)))

    def _chosen(self, case: Case, act: Act) -> None:
        match act:
            case Act.TRIAGE:
                choices = [Choice(str(place), self.t(word), str(place)) for place, word in enumerate(casework.LEVEL)]
                self.ask(self.t("How urgent is it?"), *choices, then=lambda value: self._decide(act, "", int(value)))
            case Act.MOVE:
                boards = [row.board for row in self.store.groups.boards(self.group) if not row.board.closed]
                choices = [
                    Choice(str(place), shown_line(board.title, limits.TITLE), str(board.board))
                    for place, board in enumerate(boards[:9], 1)
                ]
                self.ask(self.t("To which board?"), *choices, then=lambda value: self._ask_word(act, int(value)))
            case Act.SUSPEND:
                self.prompt(
                    self.t(casework.DAYS), limit=3, check=casework.check_days, then=lambda text: self._days(act, text)
                )
            case Act.ESCALATE:
                question = self.t("The operator is told that you ask for help with this case, and nothing of it.")
                self.ask(question, Choice("y", self.t("ask for help"), "yes"), then=lambda _: self._decide(act))
            case Act.ASSIGN if others := casework.who_may_take(self.store, self.group, case):
                takers = [
                    (self.t("I do"), 0),
                    *((shown_line(one.alias, limits.ALIAS * 2), one.member) for one in others),
                ]
                choices = [Choice(str(key), label, str(member)) for key, (label, member) in enumerate(takers, 1)]
                self.ask(self.t(casework.WHO), *choices, then=lambda value: self._decide(act, "", int(value)))
            case Act.ASSIGN | Act.UNLOCK:
                self._decide(act)
            case _:
                self._ask_word(act)

    def _days(self, act: Act, text: str) -> None:
        self._ask_word(act, casework.days(text))

    def _ask_word(self, act: Act, to: int = 0) -> None:
        self.prompt(
            self.t(casework.WORD_FOR[act]),
            limit=limits.WORD,
            enter=self.t("done"),
            then=lambda word: self._decide(act, word, to),
        )

    def _decide(self, act: Act, word: str = "", to: int = 0) -> None:
        if self.attempt(actions.decide, self.store, self.group, self.case, act, word, to) is not None:
            self.load()
            self.tell(self.t(casework.ON_ITS_WAY))
