"""How one is today, one's goals, and the days before: a member's own, which nobody else sees."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from tuigroup.store.check_ins import CheckIn
from tuigroup.store.goals import PAUSED, Goal
from tuigroup.store.rows import ThreadRow
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.own import OwnScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import check_ins as words
from tuigroup.views import partners, sharing, weeks
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, Paragraph, cells, cut, line

EARLIER = 60  # check-ins listed
WHEN = 12  # columns for the day


class CheckInsScreen(OwnScreen):
    BINDINGS = bindings("check_in", "did_it", "add_goal", "weeks", "share")
    KEYS = ("open", "check_in", "did_it", "add_goal", "weeks", "share")

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Check-ins and goals"),)

    def info(self) -> str:
        return self.t("only yours")

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def side(self) -> ComposeResult:
        yield Reader(id="chart")

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("marks", "settings", "threads", "posts")

    def works(self, name: str) -> bool:
        match name:
            case "did_it":
                goal = self._item()
                return isinstance(goal, Goal) and goal.stands == 0
            case "share":
                return isinstance(self._item(), CheckIn | Goal)
        return True

    def _item(self) -> object:
        row = self.query_one("#list", RowList).row if self.ready else None
        return row.item if row is not None else None

    # What is drawn

    def load(self) -> None:
        found = self.store.check_ins.latest(limit=EARLIER)
        today = [one for one in found if one.day == self.today]
        goals = words.running(self.store, self.today)
        rows = [BLANK]
        if found or goals:
            rows += [words_row(weeks.sentence(self.t, self.store, self.today)), BLANK]
        else:
            rows += [words_row(self.t(words.ABOUT)), BLANK]
        rows += [self._check_in(one) for one in reversed(today)]
        if not today:
            rows.append(
                text_row(line((self.t(words.ASK), "strong"), f"  {self.t('five words to choose from')}"), key="ask")
            )
        rows += [BLANK, *map(self._goal, goals)]
        rows.append(text_row(line(self.t("A goal of your own"), ("  " + self.t("small is fine"), "dim")), key="add"))
        rows += map(self._pair, self.store.threads.pairs(partners.AGREED))
        rows += [BLANK, text_row(line(self.t("How the weeks went")), key="weeks")] if found or goals else []
        earlier = [one for one in found if one.day != self.today]
        rows += [BLANK, *map(self._check_in, earlier)] if earlier else []
        ended = words.ended(self.store, self.today)
        rows += [BLANK, *map(self._goal, ended)] if ended else []
        self.query_one("#list", RowList).set_rows(rows)
        self._show_chart()
        self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        if self.ready:
            self.call_after_refresh(self._show_chart)

    def _show_chart(self) -> None:
        if not self.wide:
            return
        reader = self.query_one("#chart", Reader)
        drawn = weeks.chart(self.t, self.store, self.today, reader.text_width)
        reader.set_paragraphs([Paragraph(()), *map(Paragraph, drawn)])

    def _check_in(self, one: CheckIn) -> Row:
        day = words.when(self.t, one.day, self.today)
        said = words.told(self.t, one)

        def draw(room: int) -> list[Line]:
            return [cut(line(*cells((day, WHEN, "strong" if one.day == self.today else "dim")), " ", said), room)]

        return Row(("check_in", one.id), draw, item=one)

    def _goal(self, goal: Goal) -> Row:
        name, how = shown_line(goal.words), words.this_week(self.t, goal, self.today)

        def draw(room: int) -> list[Line]:
            wide = max(10, min(44, room - 30))
            return [cut(line(*cells((name, wide, "" if goal.stands else "strong")), "  ", (how, "dim")), room)]

        return Row(("goal", goal.id), draw, item=goal)

    def _pair(self, row: ThreadRow) -> Row:
        new = self.t.plural("{count} new", "{count} new", row.unread) if row.unread else ""
        said = line(shown_line(row.title, 60), ("  " + self.t("only you two"), "dim"), (f"  {new}", "new"))
        return text_row(said, key=("pair", row.group, row.ref), item=row)

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        match message.row.item:
            case CheckIn() as one:
                self.open("check_in", id=one.id)
            case Goal() as goal:
                self.open("goal", id=goal.id)
            case ThreadRow() as row:
                self.open("thread", group=row.group, thread=row.ref)
            case _:
                {"ask": self.action_check_in, "add": self.action_add_goal}.get(
                    str(message.row.key), self.action_weeks
                )()

    def action_check_in(self) -> None:
        self.ask_mood(self._check_in_as)

    def _check_in_as(self, mood: int) -> None:
        one = self.write(self.store.check_ins.add, words.wall(self.now, self.zone), mood)
        if one is not None:
            self.open("check_in", id=one.id)

    def action_add_goal(self) -> None:
        self.ask_words(words.ASK_GOAL, lambda text: self.ask_rhythm(lambda times: self._add_goal(text, times)))

    def _add_goal(self, text: str, times: int) -> None:
        id = self.write(self.store.goals.add, text, times, self.today)
        if id is not None:
            self.open("goal", id=id)

    def action_did_it(self) -> None:
        goal = self._item()
        if isinstance(goal, Goal) and goal.stands != PAUSED:
            self.write(self.store.goals.tick, goal.id, self.today, self.today not in goal.days)

    def action_weeks(self) -> None:
        self.open("weeks")

    def action_share(self) -> None:
        match self._item():
            case CheckIn() as one:
                self.share_with(self.sharer(one))
            case Goal() as goal:
                self.share_with(lambda group: sharing.goal(self.t, self.store, group, goal, self.today))
