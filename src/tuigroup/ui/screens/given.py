"""What is offered for the library: one's own, and for who runs a group what waits there and the sheet to review it."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.giving import Giving
from tuigroup.ui.screens.sheet import SheetScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import group_words, offers
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, cut, line, wrap
from tuigroup.views.offers import Entry
from tuigroup.wire.sync import WantOffers

GONE = N_("This is not offered any more.")
WORDS = N_("Change lightly what has to be, such as a name or a place. It stays theirs, and they see how it stands.")


class GivenScreen(BaseScreen):
    """``group`` 0 is all groups of which anything is known."""

    BINDINGS = bindings("update")
    KEYS = ("open", "update")

    def __init__(self, group: int = 0) -> None:
        super().__init__()
        self.group = group
        self.giving = Giving(self)

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group) if self.group else None
        first = group_words.name(record) if record is not None else self.t("Library")
        return (first, self.t("Offered and given"))

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def on_mount(self) -> None:
        for group in offers.groups(self.store, self.group):
            self.engine.want(WantOffers(g=group))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("offers", "outbox")

    def load(self) -> None:
        found = offers.entries(self.store, self.group)
        rows: list[Row] = [BLANK]
        for own, heading in ((False, offers.QUEUE), (True, offers.OWN)):
            some = [entry for entry in found if entry.own is own]
            if some:
                rows.append(text_row(line((self.t(heading), "title"))))
                rows += [row for entry in some for row in (self._row(entry), BLANK)]
        if not found:
            rows.append(words_row(self.t(offers.NOTHING)))
        self.query_one(RowList).set_rows(rows)
        self.refresh_bindings()
        self.refresh_edges()

    def _row(self, entry: Entry) -> Row:
        record = self.store.groups.get(entry.group)
        name = group_words.name(record) if record is not None and not self.group else ""
        title, facts = offers.title(self.t, entry), offers.facts(self.t, self.store, entry)

        def draw(room: int) -> list[Line]:
            room = min(room, 76)
            head = cut(line((title, "strong"), (f"  {name}" if name else "", "dim")), room)
            return [head, *(line((f"  {found}", "")) for fact in facts for found in wrap(fact, room - 2))]

        return Row((entry.group, entry.own, entry.one.post), draw, 0, entry)

    def works(self, name: str) -> bool:
        return name != "open" or (self.ready and bool(offers.entries(self.store, self.group)))

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        if isinstance(message.row.item, Entry):
            self.giving.menu(message.row.item)

    def action_update(self) -> None:
        self.on_mount()
        self.engine.wake()
        self.tell(self.t("Asking the server."))


class ReviewScreen(SheetScreen):
    """A text as it will stand in the library, for who runs the group."""

    LABELS = {
        "open": N_("change", context="key"),
        "send": N_("take it", context="key"),
        "discard": N_("as it was", context="key"),
    }

    def __init__(self, group: int, post: int) -> None:
        super().__init__()
        self.group = group
        self._one = self.store.offers.waits(group, post)
        if self._one is not None:
            self.form = offers.Reviewing(self.store, group, self._one)

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Offered for the library"), shown_line(self._one.title) if self._one else self.t("a post"))

    def load(self) -> None:
        if self._one is None:
            self.query_one(RowList).set_rows([words_row(self.t(GONE))])
        else:
            self.fill()

    def head(self) -> list[Row]:
        assert self._one is not None
        told = offers.facts(self.t, self.store, Entry(self.group, self._one))
        rows = [words_row(f"{text}.") for text in told]
        return [BLANK, *rows, words_row(self.t(WORDS)), BLANK]

    def works(self, name: str) -> bool:
        if self._one is None:
            return name not in ("open", "send", "discard")
        return name != "discard" or (self.ready and self.form.changed)  # type: ignore[attr-defined]

    def action_send(self) -> None:
        assert isinstance(self.form, offers.Reviewing)
        try:
            self.form.send()
        except BadInput as problem:
            self.point_out(problem)
            return
        self.engine.wake()
        self.shell.go_back()
        self.shell.tell(self.t(offers.SHELVED))

    def action_discard(self) -> None:
        question = self.t("Throw away what you changed here?")
        self.ask(question, Choice("y", self.t("throw it away"), "yes"), then=self._discard, escape=self.t("keep it"))

    def _discard(self, _: str) -> None:
        assert isinstance(self.form, offers.Reviewing)
        self.form.forget()
        self.fill()
        self.tell(self.t("Thrown away."))
