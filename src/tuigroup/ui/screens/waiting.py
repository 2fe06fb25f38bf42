"""Second voice: threads that wait for a first answer or a second voice, by how long or by what they hope for."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.i18n import N_
from tuigroup.text import width
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import waiting
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, between, cut, line
from tuigroup.views.posts import HOPES
from tuigroup.views.waiting import Waiting
from tuigroup.wire import limits

TOLD = N_(
    "Threads that nobody answered, or one person only. A line from you may be why somebody comes back; it need not "
    "be wise."
)
ASKS = N_(
    "Here you would see threads that nobody answered yet, or one person only. Who runs a group sees them; members do "
    "if they want to. Nobody else hears of your choice."
)


class WaitingScreen(BaseScreen):
    BINDINGS = bindings("sort", "filter", "update")
    KEYS = ("open", "sort", "filter", "update")
    LABELS = {"filter": N_("show on/off", context="key")}

    def __init__(self) -> None:
        super().__init__()
        self._by_hope = False

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Second voice"),)

    def info(self) -> str:
        return waiting.summed(self.t, *waiting.count(waiting.threads(self.store)))

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def works(self, name: str) -> bool:
        return bool(waiting.groups(self.store)) if name == "sort" else True

    def on_mount(self) -> None:
        self._want()

    def _want(self) -> None:
        for want in waiting.wants(self.store):
            self.engine.want(want)

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("threads", "posts", "outbox", "marks", "memberships", "groups", "settings")

    def load(self) -> None:
        found = waiting.threads(self.store, by_hope=self._by_hope)
        here = waiting.groups(self.store)
        rows = [BLANK, words_row(self.t(TOLD if here else ASKS)), BLANK]
        rows += [self._row(one) for one in found]
        if here and not found:
            rows.append(words_row(self.t("Nobody waits at the moment, as far as is known here.")))
        if not here:
            label = self.t("Show me who waits, in all my groups")
            rows.append(Row("opt_in", lambda room: [line((label, "strong"))]))
        said = [(shown_line(one.group.name, 48), waiting.figures(self.t, self.store, one.group.group)) for one in here]
        rows += [BLANK, *(words_row(f"{name}: {figures}.") for name, figures in said if figures)]
        self.query_one(RowList).set_rows(rows)

    def _row(self, one: Waiting) -> Row:
        title = shown_line(one.thread.title, limits.TITLE * 2) or self.t("(a thread whose title is not here yet)")
        name = shown_line(one.group.group.name, 48)
        how_long = waiting.how_long(self.t, one, self.now)
        hope = self.t("private word") if one.thread.audience else self.t(HOPES[one.thread.intent])
        below = "  " + ", ".join(part for part in (name, hope) if part)

        def draw(room: int) -> list[Line]:
            room = min(room, 76)
            end = line((f"  {how_long}", "new" if not one.thread.voices else "dim"))
            top = cut(line((title, "strong" if one.thread.unread else "")), max(10, room - width(how_long) - 2))
            return [between(top, end, room), cut(line((below, "dim")), room)]

        return Row(("waiting", one.thread.group, one.thread.ref), draw, 2, one)

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        one = message.row.item
        if isinstance(one, Waiting):
            self.open("thread", group=one.thread.group, thread=one.thread.ref)
        else:
            self.action_filter()

    def action_sort(self) -> None:
        self._by_hope = not self._by_hope
        self.load()
        self.tell(self.t("Support and advice first.") if self._by_hope else self.t("What waits longest first."))

    def action_filter(self) -> None:
        """Whether one sees who waits also where one does not run the group."""
        on = not self.store.marks.second_voice()
        self.store.marks.set_second_voice(on)
        self._want()
        self.load()
        self.tell(
            self.t("You see who waits, in all your groups.")
            if on
            else self.t("You see who waits only where you run the group.")
        )

    def action_update(self) -> None:
        self._want()
        self.engine.wake()
        self.tell(self.t("Asking the server."))
