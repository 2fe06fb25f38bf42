"""The library: what there is to read, by kind and topic, how large it is, and what is saved on this machine."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.pick import Pick
from tuigroup.ui.widgets.reader import Reader
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.ui.widgets.textline import TextLine
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import fetching
from tuigroup.views import library as texts
from tuigroup.views.lines import Line, between, columns, cut, line
from tuigroup.wire import limits
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.sync import WantLibrary


class LibraryScreen(BaseScreen):
    BINDINGS = bindings("search", "filter", "save", "cancel", "forget", "given", "update")
    KEYS = ("open", "search", "filter", "save", "cancel", "forget", "given", "update")
    LABELS = {
        "search": N_("find", context="key"),
        "filter": N_("topics", context="key"),
        "open": N_("read", context="key"),
    }
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__()
        self._heads: list[ResourceRecord] = []
        self._saved: set[str] = set()
        self._text = ""
        self._topic = ""

    # Words

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Library"), self._topic) if self._topic else (self.t("Library"),)

    def info(self) -> str:
        here = sum(head.slug in self._saved for head in self._heads)
        return self.t("{heads} texts, {here} saved here", heads=len(self._heads), here=here) if self._heads else ""

    def body(self) -> ComposeResult:
        find = TextLine(placeholder=self.t("title or topic"), limit=limits.SEARCH, id="find")
        find.display = False
        yield find
        yield RowList(id="list")

    def side(self) -> ComposeResult:
        yield Reader(id="about")

    @property
    def head(self) -> ResourceRecord | None:
        row = self.query_one("#list", RowList).row if self.ready else None
        return row.item if row is not None and isinstance(row.item, ResourceRecord) else None

    def works(self, name: str) -> bool:
        head = self.head
        fetched = head is not None and head.slug in self.engine.downloads()
        match name:
            case "save":
                return head is not None and head.slug not in self._saved and not fetched
            case "forget":
                return head is not None and head.slug in self._saved
            case "cancel":
                return fetched
            case "given":
                return self.session.account is not None
            case _:
                return True

    # What is drawn

    def on_mount(self) -> None:
        self.engine.want(WantLibrary(since=self.store.resources.rev()))

    def load(self) -> None:
        self._heads = self.store.resources.heads()
        self._saved = self.store.resources.saved()
        self.fill()

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("resources")

    def on_link_changed(self, message: LinkChanged) -> None:
        self.fill()

    def fill(self) -> None:
        """The rows again from what is loaded."""
        words = self._text.casefold().split()
        fitting = [head for head in self._heads if texts.fits(head, words, self._topic)]
        rows: list[Row] = []
        for kind, (_, heading) in texts.KINDS.items():
            of_kind = [head for head in fitting if head.kind is kind]
            if of_kind:
                rows += [*([BLANK] if rows else []), text_row(line((self.t(heading), "title")))]
                rows += [self._row(head) for head in of_kind]
        rows += [] if fitting else [words_row(self._nothing())]
        self.query_one("#list", RowList).set_rows(rows)
        self._tell_about()
        self.refresh_edges()

    def _nothing(self) -> str:
        if self._heads:
            return self.t("Nothing here fits. Esc shows everything again.")
        if fetching.offline(self.engine):
            return self.t("The library's list is not here yet. It comes when the line is back, and stays.")
        return self.t("Asking the server what there is to read...")

    def _row(self, head: ResourceRecord) -> Row:
        title = texts.title(head)
        state, style = self._state(head)
        time = self.t("{minutes} min", minutes=head.minutes) if head.minutes else ""

        def draw(room: int) -> list[Line]:
            end = line((f"{time:>8}", "dim"), (f"{state:>17}", style))
            if room < 60:
                end = line((state, style))
            left = line((title, "strong" if style == "new" else ""))
            return [between(cut(left, max(8, room - columns(end) - 2)), end, room)]

        return Row(head.slug, draw, 1, head)

    def _state(self, head: ResourceRecord) -> tuple[str, str]:
        under_way = self.engine.downloads().get(head.slug)
        if under_way is not None:
            have, total = under_way
            return (self.t("{percent} % here", percent=100 * have // total) if total else self.t.size(have)), "note"
        if head.slug in self._saved:
            return self.t("saved"), "new"
        size = fetching.to_download(self.t, head, self.engine.rate(), short=True)
        return (
            self.t("{amount}, not here", amount=self.t.size(head.packed)) if fetching.offline(self.engine) else size
        ), "dim"

    def _tell_about(self) -> None:
        """The second pane: all about the text that the marker stands on."""
        head = self.head
        reader = self.query_one("#about", Reader)
        reader.set_paragraphs(texts.about(self.t, head) if head is not None else [], place=0)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self._tell_about()

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        head = message.row.item
        if isinstance(head, ResourceRecord):
            self.open("resource", slug=head.slug)

    def action_search(self) -> None:
        find = self.query_one("#find", Input)
        find.display = True
        find.focus()

    def _finding(self) -> bool:
        return self.query_one("#find", Input).has_focus

    def on_input_changed(self, message: Input.Changed) -> None:
        self._text = message.value
        self.fill()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.query_one("#list").focus()

    def on_key(self, event: events.Key) -> None:
        if event.key == "down" and self._finding():
            event.stop()
            self.query_one("#list").focus()

    def action_filter(self) -> None:
        topics = sorted({topic for head in self._heads for topic in texts.topics(head)})
        if topics:
            at = topics.index(self._topic) + 1 if self._topic in topics else 0
            self.app.push_screen(
                Pick(self.t("What about?"), [self.t("everything"), *topics], at),
                lambda place: self._choose(topics, place),
            )

    def _choose(self, topics: list[str], place: int | None) -> None:
        if place is not None:
            self._topic = topics[place - 1] if place else ""
            self.fill()

    def action_back(self) -> None:
        find = self.query_one("#find", Input)
        if self._text or self._topic or find.display:
            self._topic = ""
            find.value = ""
            find.display = False
            self.query_one("#list").focus()
            self.fill()
        else:
            super().action_back()

    def action_save(self) -> None:
        head = self.head
        if head is None:
            return
        if fetching.offline(self.engine):
            self.tell(self.t("It is fetched when the line is back: open it then, or press s again."))
            return
        self.engine.fetch_resource(head.slug)
        self.fill()

    def action_cancel(self) -> None:
        if self.head is not None:
            self.engine.cancel(self.head.slug)
            self.tell(self.t("Stopped. What has arrived is kept for the next time."))
            self.fill()

    def action_forget(self) -> None:
        if self.head is not None:
            self.store.resources.forget(self.head.slug)
            self.tell(self.t("It is off this machine, and stays in the list."))

    def action_given(self) -> None:
        self.open("given")

    def action_update(self) -> None:
        self.engine.want(WantLibrary(since=self.store.resources.rev()))
        self.engine.wake()
        self.tell(self.t("Asking the server."))
