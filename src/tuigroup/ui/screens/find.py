"""Help me choose: four questions, each of which can be skipped, and three groups with why each.

What is answered lives in this screen and nowhere else: it is not stored, not sent, and gone when one leaves.
"""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.i18n import N_
from tuigroup.ui import group_rows
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.group import join_group, page_of
from tuigroup.ui.widgets.reader import Reader
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views import facets as fit
from tuigroup.views import group_page, group_words
from tuigroup.views.clean import shown_line
from tuigroup.views.facets import Entry
from tuigroup.views.finding import Suggestion, suggest
from tuigroup.views.lines import Line, between, line, wrap
from tuigroup.views.questions import ABOUT, WHERE, Option, answers, questions
from tuigroup.views.standing import can_join
from tuigroup.wire import limits
from tuigroup.wire.sync import WantDirectory

SKIP = "skip"
ALL_GROUPS = "all groups"
PROMISE = N_("Nothing you answer is stored or sent anywhere. Every question can be skipped.")
LABEL_WIDTH = 30


class FindScreen(BaseScreen):
    BINDINGS = bindings("on", "search", "join", "directory", "propose")
    KEYS = ("open", "on", "search", "join", "directory")
    LABELS = {
        "open": N_("go on", context="key"),
        "on": N_("choose several", context="key"),
        "search": N_("say it yourself", context="key"),
        "directory": N_("all groups", context="key"),
    }

    def __init__(self) -> None:
        super().__init__()
        self._step = 0
        self._chosen: dict[int, set[str]] = {}
        self._own: dict[int, str] = {}
        self._entries: tuple[Entry, ...] = ()
        self._found: list[Suggestion] = []

    # Words

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Find a group"),)

    def info(self) -> str:
        return self.t("question {number} of 4", number=self._step + 1) if self.asking else ""

    @property
    def asking(self) -> bool:
        return self._step < 4

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def side(self) -> ComposeResult:
        yield Reader(id="page")

    @property
    def pane(self) -> RowList:
        return self.query_one("#list", RowList)

    def _key_label(self, name: str) -> str:
        return self.t("look", context="key") if name == "open" and not self.asking else super()._key_label(name)

    # What is drawn

    def on_mount(self) -> None:
        self.engine.want(WantDirectory(since=self.store.groups.directory_rev(False)))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", "memberships")

    def load(self) -> None:
        groups = self.store.groups
        found = [*groups.directory(), *groups.directory(listings=True)]
        self._entries = fit.entries(
            self.t, found, groups.meetings(), groups.memberships(), self.now, self.zone, self._entries
        )
        self._draw()

    def on_link_changed(self, message: LinkChanged) -> None:
        self._draw()

    def _draw(self, *, select: object = None) -> None:
        if self.asking:
            rows = self._question()
        else:
            before = [one.entry.group.group for one in self._found]
            self._found = suggest(self.t, answers(self._all_chosen(), self._own), self._entries, self.now, self.zone)
            rows = self._answer()
            if self._found and before != [one.entry.group.group for one in self._found]:
                select = self._found[0].entry.group.group
        self.pane.set_rows(rows, select=select if isinstance(select, int | str) else None)
        self._draw_page()
        self.refresh_bindings()
        self.refresh_edges()

    def _question(self) -> list[Row]:
        country = self.store.settings.get("country", self.shell.settings.country)
        asked = questions(self.t, self._entries, country)[self._step]
        rows = [BLANK, _said(self.t(PROMISE), "dim"), BLANK, _said(asked.text, "strong")]
        if not asked.options:
            rows.append(_said(self._nothing(), ""))
        rows.append(text_row(line(self.t("It does not matter; skip this")), key=SKIP))
        rows += [self._option(option) for option in asked.options]
        if asked.own:
            own = shown_line(self._own.get(self._step, ""), limits.TITLE)
            rows += [
                BLANK,
                _said(
                    self.t('You said: "{own}"', own=own) if own else self.t("/ takes {what}.", what=asked.own),
                    "strong" if own else "dim",
                ),
            ]
        return rows

    def _option(self, option: Option) -> Row:
        ticked = option.value in self._chosen.get(self._step, ())

        def draw(room: int) -> list[Line]:
            wide = min(room, LABEL_WIDTH + 16)
            left = line((("[x] " if ticked else "[ ] ") + option.label, "strong" if ticked else ""))
            if room < LABEL_WIDTH + 16:
                return [left]
            if len(option.more) > 12:
                return [(*between(left, (), LABEL_WIDTH), (option.more, "dim"))]
            return [between(left, line((option.more, "dim")), wide)]

        return Row(option.value, draw)

    def _answer(self) -> list[Row]:
        if not self._found:
            return [BLANK, _said(self._nothing(), ""), BLANK, text_row(self.t("All groups"), key=ALL_GROUPS)]
        first = self.t("Three groups that may fit:") if len(self._found) == 3 else self.t("What may fit:")
        rows = [BLANK, _said(first, "strong"), BLANK]
        for one in self._found:
            rows += [self._suggestion(one), BLANK]
        rows.append(text_row(self.t("None of these: all groups"), key=ALL_GROUPS))
        return rows

    def _suggestion(self, one: Suggestion) -> Row:
        group = one.entry.group
        where = shown_line(group.place, 60) if one.entry.listing else group_words.pulse(self.t, group)

        def draw(room: int) -> list[Line]:
            head = group_rows.row(self.t, one.entry, self.now, self.zone).draw(room)
            facts = [line("  ", (text, "dim")) for text in wrap(where, room - 2)] if where else []
            return [*head, *(line("  ", text) for text in wrap(one.why, room - 2)), *facts]

        return Row(group.group, draw, 0, one.entry, "-" if one.entry.listing else " ")

    def _nothing(self) -> str:
        status = self.engine.status()
        if status.state in ("offline", "paused"):
            return self.t("No groups are known here yet. {sentence}", sentence=self.t(status.sentence))
        return self.t("No groups are known here yet; the server is asked for them.")

    def _draw_page(self) -> None:
        row, reader = self.pane.row, self.query_one("#page", Reader)
        if self.asking or row is None or not isinstance(row.item, Entry):
            reader.set_paragraphs([])
        else:
            reader.set_paragraphs(group_page.paragraphs(page_of(self, row.item.group)), place=0)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self._draw_page()

    # What a member does

    @property
    def selected(self) -> Entry | None:
        row = self.pane.row if self.ready else None
        return row.item if row is not None and isinstance(row.item, Entry) else None

    def works(self, name: str) -> bool:
        match name:
            case "on":
                return self.asking
            case "search":
                return self.asking and self._step in (ABOUT, WHERE)
            case "join":
                return self.selected is not None and can_join(self.selected.group, self.selected.membership)
        return True

    def _all_chosen(self) -> dict[int, frozenset[str]]:
        return {step: frozenset(values) for step, values in self._chosen.items()}

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        key = message.row.key
        if key == ALL_GROUPS:
            self.action_directory()
        elif isinstance(message.row.item, Entry):
            self.open("group", group=message.row.item.group.group)
        elif key == SKIP:
            self._chosen.pop(self._step, None)
            self._own.pop(self._step, None)
            self._go(self._step + 1)
        else:
            self._chosen.setdefault(self._step, set()).add(str(key))
            self._go(self._step + 1)

    def action_on(self) -> None:
        row = self.pane.row
        if row is None or row.key == SKIP:
            return
        self._chosen.setdefault(self._step, set()).symmetric_difference_update({str(row.key)})
        self._draw()

    def action_search(self) -> None:
        question = (
            self.t("What is it about, in your own words?") if self._step == ABOUT else self.t("Which town or place?")
        )
        self.prompt(question, value=self._own.get(self._step, ""), limit=limits.TOPIC * 2, then=self._say)

    def _say(self, text: str) -> None:
        self._own[self._step] = text
        if text:
            self._go(self._step + 1)
        else:
            self._draw()

    def _go(self, step: int) -> None:
        self._step = step
        self._found = []
        if not self.asking and (self._own.get(WHERE) or self._all_chosen().get(WHERE, frozenset()) - {"online"}):
            # Near is where listings help; which place is not told to the server.
            self.engine.want(WantDirectory(since=self.store.groups.directory_rev(True), listings=True))
        self._draw(select=self._first())

    def _first(self) -> object:
        """Where the marker begins: on what was chosen before, else on the first row."""
        if not self.asking:
            return None
        ticked = self._chosen.get(self._step)
        return sorted(ticked)[0] if ticked else SKIP

    def action_join(self) -> None:
        if self.selected is not None:
            join_group(self, self.selected.group)

    def action_directory(self) -> None:
        self.shell.replace("directory")

    def action_propose(self) -> None:
        self.open("propose")

    def action_back(self) -> None:
        if self._step:
            self._go(self._step - 1)
        else:
            super().action_back()


def _said(text: str, style: str) -> Row:
    def draw(room: int) -> list[Line]:
        return [line((found, style)) for found in wrap(text, room)]

    return Row(None, draw, 0)
