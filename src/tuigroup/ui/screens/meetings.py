"""The meetings that come: when, by whose clock; saying that one will be there, checking in, slips, a calendar file.

Who runs a group leaves a date out here, or moves it. What a member says of their coming is told to nobody.
"""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.text import pad, width
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import agenda, attending, calendar, reminders
from tuigroup.views.agenda import Entry
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, cut, line, wrap
from tuigroup.wire import limits
from tuigroup.wire.sync import WantGroup

WHEN = 24  # columns, where there is room


class MeetingsScreen(BaseScreen):
    """``group`` 0 is all of one's groups."""

    BINDINGS = bindings("coming", "arrive", "slip", "calendar", "skip_date", "move_date", "update")
    KEYS = ("open", "coming", "arrive", "slip", "skip_date", "move_date", "calendar", "update")
    LABELS = {"open": N_("its page", context="key")}

    def __init__(self, group: int = 0) -> None:
        super().__init__()
        self.group = group

    # Words

    def crumbs(self) -> tuple[str, ...]:
        found = self.store.groups.get(self.group) if self.group else None
        name = (shown_line(found.name, limits.GROUP_NAME),) if found is not None else ()
        return (*name, self.t("Meetings"))

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    @property
    def entry(self) -> Entry | None:
        row = self.query_one("#list", RowList).row if self.ready else None
        return row.item if row is not None and isinstance(row.item, Entry) else None

    def works(self, name: str) -> bool:
        if name == "calendar":
            return self.ready and bool(agenda.entries(self.store, self.now, self.group))
        if name in ("coming", "arrive", "slip", "skip_date", "move_date"):
            entry = self.entry
            return entry is not None and attending.works(self.store, entry, name, self.now)
        return True

    # What is drawn

    def on_mount(self) -> None:
        for joined in agenda.groups(self.store, self.group):
            if self.store.groups.page(joined.group.group) is None:
                self.engine.want(WantGroup(g=joined.group.group))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", "memberships", "outbox", "marks", "settings")

    def load(self) -> None:
        found = agenda.entries(self.store, self.now, self.group)
        said = self.t(attending.TOLD if found else attending.NONE)
        told = [agenda.when_words(self.t, one, self.now, self.zone) for one in found]
        wide = max(WHEN, *map(width, told), 0)
        rows = [
            BLANK,
            words_row(said),
            BLANK,
            *(self._row(one, when, wide) for one, when in zip(found, told, strict=True)),
        ]
        history = agenda.history(self.t, self.store, agenda.groups(self.store, self.group), self.zone)
        if history:
            rows += [BLANK, *(words_row(text) for text in history)]
        before = reminders.before(self.t, reminders.minutes(self.store))
        rows += [BLANK, words_row(self.t("Reminder: {before}. The settings change it.", before=before))]
        self.query_one(RowList).set_rows(rows)
        self.refresh_bindings()

    def _row(self, entry: Entry, when: str, wide: int) -> Row:
        notes = ", ".join(agenda.notes(self.t, self.store, entry, self.now, self.zone))
        style = "dim" if entry.off is not None else "key"

        def draw(room: int) -> list[Line]:
            room = min(room, 76)
            name = "" if self.group else agenda.group_name(entry)
            top = cut(line((pad(when, wide if room >= 60 else width(when)), style), "  ", (name, "strong")), room)
            return [top, *(line((f"  {part}", "dim")) for part in wrap(notes, room - 2) if part.strip())]

        return Row(entry.key, draw, 0, entry)

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        if isinstance(message.row.item, Entry):
            self.open("group", group=message.row.item.number)

    def action_coming(self) -> None:
        if self.entry is not None:
            self.tell(attending.switch_coming(self.t, self.store, self.entry))
            self.load()

    def action_arrive(self) -> None:
        if self.entry is not None:
            self.tell(attending.switch_there(self.t, self.store, self.entry))
            self.load()

    def action_slip(self) -> None:
        entry = self.entry
        if entry is not None:
            asked = self.session.ask_slip(entry.number, entry.at.slot)
            self.do(asked, lambda code: self.open("slip", entry=entry, code=code))

    def action_update(self) -> None:
        for joined in agenda.groups(self.store, self.group):
            self.engine.want(WantGroup(g=joined.group.group))
        self.engine.wake()
        self.tell(self.t("Asking the server."))

    # A file for another calendar

    def action_calendar(self) -> None:
        if self.session.passing:
            self.tell(self.t(attending.NO_DISK))
            return
        self.ask(
            self.t("A calendar file: what may it say? Others may see your calendar."),
            Choice("g", self.t("the groups' names and places"), "whole"),
            Choice("m", self.t('only "Meeting", and when'), "plain"),
            then=self._calendar,
        )

    def _calendar(self, how: str) -> None:
        self.prompt(
            self.t("The file's name, for a new file."),
            value=calendar.FILE,
            limit=400,
            enter=self.t("write"),
            then=lambda name: self._write(name, plain=how == "plain"),
        )

    def _write(self, name: str, *, plain: bool) -> None:
        path = Path(name.strip() or calendar.FILE)
        try:
            calendar.write(path, calendar.text(self.t, self.store, self.now, self.group, plain=plain))
        except BadInput as problem:
            self.complain(problem)
            return
        self.tell(self.t("Written to {file}. It stays there until you delete it.", file=shown_line(str(path), 200)))

    # What facilitators do

    def action_skip_date(self) -> None:
        entry = self.entry
        if entry is None:
            return
        if entry.off is not None or entry.at.change is not None:
            self._put(entry, attending.AS_USUAL)
            return
        self._word(entry, lambda word: self._put(entry, attending.OUT, word))

    def action_move_date(self) -> None:
        entry = self.entry
        if entry is not None:
            self.prompt(
                attending.ask_moved(self.t, entry),
                value=attending.moved_typed(entry),
                limit=40,
                check=lambda text: attending.check_moved(entry, text),
                then=lambda to: self._word(entry, lambda word: self._put(entry, to, word)),
            )

    def _word(self, entry: Entry, then: object) -> None:
        assert callable(then)
        self.prompt(self.t("A word to the members; it may be empty."), limit=limits.MEETING_WORD, then=then)

    def _put(self, entry: Entry, to: str, word: str = "") -> None:
        said = self.attempt(attending.change, self.t, self.store, entry, to, word)
        if said:
            self.tell(said)
            self.load()
