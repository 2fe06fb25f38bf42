"""One goal: its words, how often, what was done, small steps. Pausing it or letting it go is nobody's fault."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.i18n import N_
from tuigroup.store.goals import PAUSED, RUNNING, Goal, Step
from tuigroup.text import pad
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.own import OwnScreen
from tuigroup.ui.screens.sheet import LABEL, field_row
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import check_ins as words
from tuigroup.views import sharing
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import line


class GoalScreen(OwnScreen):
    BINDINGS = bindings("did_it", "pause", "finish", "share", "erase")
    KEYS = ("open", "did_it", "pause", "finish", "share", "erase")
    LABELS = {"open": N_("change", context="key")}

    def __init__(self, id: str) -> None:
        super().__init__()
        self.goal_id = id

    def crumbs(self) -> tuple[str, ...]:
        goal = self._goal()
        return (self.t("Check-ins and goals"), *([shown_line(goal.words, 40)] if goal is not None else []))

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("marks")

    def works(self, name: str) -> bool:
        goal = self._goal()
        match name:
            case "did_it":
                return goal is not None and goal.stands == RUNNING
            case "pause":
                return goal is not None
            case "finish":
                return goal is not None and goal.stands in (RUNNING, PAUSED)
            case "share" | "erase":
                return goal is not None
        return True

    def _goal(self) -> Goal | None:
        return self.store.goals.get(self.goal_id, self.today - 100)

    # What is drawn

    def load(self) -> None:
        goal = self._goal()
        if goal is None:
            gone = self.t("This is not here any more: it was erased, perhaps on another machine of yours.")
            self.query_one(RowList).set_rows([BLANK, words_row(gone)])
            return
        how = words.this_week(self.t, goal, self.today)
        rows = [
            BLANK,
            words_row(f"{how[:1].upper()}{how[1:]}. {words.in_all(self.t, goal)}"),
            BLANK,
            field_row("words", self.t("Goal"), goal.words),
            field_row("times", self.t("How often"), words.rhythm(self.t, goal.times)),
            self._day(goal, self.today),
            self._day(goal, self.today - 1),
            BLANK,
            *map(self._step, goal.steps),
            text_row(self.t("Add a small step"), key="add"),
            BLANK,
            words_row(words.where_kept(self.t, self.session)),
        ]
        self.query_one(RowList).set_rows(rows)
        self.refresh_bindings()

    def _day(self, goal: Goal, day: int) -> Row:
        name = words.when(self.t, day, self.today)
        done = self.t("done") if day in goal.days else "-"
        return text_row(line((pad(f"{name[:1].upper()}{name[1:]}", LABEL), "strong"), done), key=("day", day))

    def _step(self, step: Step) -> Row:
        done = self.t("done") if step.done else "-"
        return text_row(line((pad(done, 8), "dim"), shown_line(step.words)), key=("step", step.id), item=step)

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        goal, key = self._goal(), message.row.key
        if goal is None:
            return
        match key:
            case "words":
                change = lambda text: self.write(self.store.goals.name, goal.id, text)  # noqa: E731
                self.ask_words(words.ASK_GOAL, change, value=goal.words, enter=N_("keep"))
            case "times":
                self.ask_rhythm(lambda times: self.write(self.store.goals.set_times, goal.id, times))
            case "add":
                add = lambda text: self.write(self.store.goals.add_step, goal.id, text, self.today)  # noqa: E731
                self.ask_words(words.ASK_STEP, add, enter=N_("keep"))
            case ("day", int(day)):
                self.write(self.store.goals.tick, goal.id, day, day not in goal.days)
            case ("step", str(id)):
                done = next((step.done for step in goal.steps if step.id == id), False)
                self.write(self.store.goals.tick_step, id, not done)

    def action_did_it(self) -> None:
        goal = self._goal()
        if goal is not None:
            self.write(self.store.goals.tick, goal.id, self.today, self.today not in goal.days)

    def action_pause(self) -> None:
        goal = self._goal()
        if goal is None:
            return
        on = goal.stands != RUNNING
        self.write(self.store.goals.set_stands, goal.id, RUNNING if on else PAUSED)
        self.tell(self.t("You go on with it.") if on else self.t("Paused. It waits, and nothing counts against you."))

    def action_finish(self) -> None:
        choices = [Choice(key, self.t(label), value) for key, label, value in words.ENDS]
        self.ask(self.t(words.ASK_FINISH), *choices, then=lambda value: self._finish(int(value)))

    def _finish(self, stands: int) -> None:
        self.write(self.store.goals.set_stands, self.goal_id, stands)
        self.tell(self.t(words.ENDED_WORDS[stands]))

    def action_share(self) -> None:
        goal = self._goal()
        if goal is not None:
            self.share_with(lambda group: sharing.goal(self.t, self.store, group, goal, self.today))

    def action_erase(self) -> None:
        """The step that the marker stands on, or all of the goal."""
        row = self.query_one(RowList).row
        step = row.item if row is not None and isinstance(row.item, Step) else None
        question = words.ERASE_STEP if step is not None else words.ERASE_GOAL
        erase = Choice("e", self.t("erase it"), "erase")
        self.ask(self.t(question), erase, then=lambda _: self._erase(step), escape=self.t("keep it"))

    def _erase(self, step: Step | None) -> None:
        if step is not None:
            self.write(self.store.goals.erase_step, step.id, self.today)
            return
        self.write(self.store.goals.erase, self.goal_id, self.today)
        self.shell.go_back()
        self.shell.tell(self.t("Erased, here and on your other machines."))
