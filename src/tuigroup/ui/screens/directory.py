"""The directory: all groups, filtered as one types and by facets, with what is here shown while the server is asked.

What a group says of itself stands under its name when asked for, so that moving the marker costs a few bytes; in a
rich look it follows the marker. Listings of public directories come only when wanted. What is typed stays on this
machine until somebody asks for a search on the server.
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from tuigroup.i18n import N_
from tuigroup.ui import group_rows
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.facets import FacetsScreen
from tuigroup.ui.screens.group import join_group, page_of
from tuigroup.ui.sizes import WIDE
from tuigroup.ui.widgets.bars import Bar
from tuigroup.ui.widgets.reader import Reader
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList
from tuigroup.ui.widgets.textline import TextLine
from tuigroup.views import facets as fit
from tuigroup.views import group_page
from tuigroup.views.facets import Entry, Facets
from tuigroup.views.lines import Line, between, line, wrap
from tuigroup.views.standing import can_join
from tuigroup.wire import limits
from tuigroup.wire.sync import WantDirectory

ASK = "ask the server"  # the key of the row that searches there


class FindLine(Horizontal):
    """Where one types what to find, in the place of the line that says what was chosen."""

    DEFAULT_CSS = "FindLine { height: 1; display: none; } FindLine Bar { width: 6; }"

    def compose(self) -> ComposeResult:
        label = Bar()
        label.show(line(f" {label.t('find:')}"))
        yield label
        yield TextLine(placeholder=label.t("name, topic or place"), limit=limits.SEARCH, id="find")


class DirectoryScreen(BaseScreen):
    BINDINGS = bindings("about", "search", "filter", "sort", "join", "choose", "propose", "update")
    KEYS = ("open", "about", "join", "search", "filter", "choose", "sort", "propose", "update")
    LABELS = {
        "open": N_("look", context="key"),
        "search": N_("find", context="key"),
        "filter": N_("facets", context="key"),
        "choose": N_("choose", context="key"),
    }
    LIST_LEFT = True
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._shown: list[Entry] = []
        self._rows: list[Row] = []
        self._unfolded: set[int] = set()
        self._text = ""
        self._facets = Facets()
        self._sort: fit.Sort = "meeting"

    # Words

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Directory"),)

    def info(self) -> str:
        known = sum(1 for entry in self._entries if not entry.listing or self._facets.listings)
        count = self.t.plural("{count} group", "{count} groups", known)
        if not (self._text or self._facets.chosen):
            return count
        return f"{count}, {self.t.plural('{count} fits', '{count} fit', len(self._shown))}"

    def body(self) -> ComposeResult:
        yield Bar(id="chosen")
        yield FindLine(id="finding")
        yield RowList(id="list")

    def side(self) -> ComposeResult:
        yield Reader(id="page")

    @property
    def pane(self) -> RowList:
        return self.query_one("#list", RowList)

    @property
    def selected(self) -> Entry | None:
        row = self.pane.row if self.ready else None
        return row.item if row is not None and isinstance(row.item, Entry) else None

    # What is drawn

    def on_mount(self) -> None:
        self._ask_for_groups()

    def on_resize(self, event: events.Resize) -> None:
        if self.ready:
            self.call_after_refresh(self.fill)

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", "memberships", "outbox")

    def load(self) -> None:
        groups = self.store.groups
        found = groups.directory()
        if self._facets.listings:
            found = [*found, *groups.directory(listings=True)]
        self._entries = fit.entries(
            self.t, found, groups.meetings(), groups.memberships(), self.now, self.zone, self._entries
        )
        self.fill()

    def fill(self) -> None:
        """The list again from what is loaded."""
        self._shown = fit.fitting(self._entries, self._facets, self._text, self._sort)
        wanted = self._wanted()
        if self.shell.look.rich:
            self._follow(wanted)
        self._rows = [self._row(entry) for entry in self._shown]
        self.pane.set_rows([*self._rows, *self._rest()], select=wanted if isinstance(wanted, int) else None)
        self._draw_chosen()
        self._draw_page()
        self.refresh_edges()

    def _wanted(self) -> object:
        """The row that is selected, or will be once the list is there."""
        key = self.pane.key
        if any(entry.group.group == key for entry in self._shown):
            return key
        if key == ASK and not (self._shown and self._finding()):  # who still types is not there by choice
            return key
        return self._shown[0].group.group if self._shown else None

    def _row(self, entry: Entry) -> Row:
        narrow = self._columns() < group_rows.COLUMNS
        unfolded = entry.group.group in self._unfolded and self.size.width < WIDE
        return group_rows.row(self.t, entry, self.now, self.zone, unfolded=unfolded, narrow=narrow)

    def _columns(self) -> int:
        return 38 if self.size.width >= WIDE else self.size.width - 4

    def _rest(self) -> list[Row]:
        """Below the groups: what is not here, and how to get it."""
        rows: list[Row] = []
        if not self._shown:
            rows += [BLANK, _words(self._nothing())]
        if self._offline():
            rows += [
                BLANK,
                _words(
                    self.t(
                        "{sentence} These are the groups known here.", sentence=self.t(self.engine.status().sentence)
                    )
                ),
            ]
        elif self._asking():
            rows += [BLANK, _words(self.t("Asking the server; what is here is shown meanwhile."))]
        if self._text and not self._offline():
            if self._facets.listings:
                text = self.t('Search groups on the server for "{text}"', text=self._text)
            else:
                text = self.t('Search groups and listings on the server for "{text}"', text=self._text)
            rows += [BLANK, Row(ASK, lambda room: [line((of, "key")) for of in wrap(text, room)], 0)]
        return rows

    def _nothing(self) -> str:
        if not self._entries:
            return self.t("No groups are known here yet. They come as soon as the server has answered.")
        if not self._text and not self._facets.chosen:
            return self.t("There is no group here yet. P proposes one.")
        text = self.t("Nothing here fits all of that. Fewer words or facets find more.")
        if self._facets.listings:
            return text
        return text + " " + self.t("Listings of public directories are a facet too.")

    def _offline(self) -> bool:
        return self.engine.status().state in ("offline", "paused")

    def _asking(self) -> bool:
        return any(isinstance(want, WantDirectory) for want in self.engine.pending())

    def _draw_chosen(self) -> None:
        words = self._facets.words(self.t) or self.t("all kinds")
        room = self._columns() + 2
        left = line(" ", (self.t("find:") + " ", "dim"), (self._text or "-", "strong"), f"   {words}")
        right = line((self.t("by {order}", order=self.t(fit.SORT_WORDS[self._sort])), "dim")) if room > 60 else ()
        self.query_one("#chosen", Bar).show(between(left, right, room))

    def _draw_page(self) -> None:
        reader = self.query_one("#page", Reader)
        entry = self.selected
        if entry is None:
            reader.set_paragraphs([])
        elif self.size.width >= WIDE:
            reader.set_paragraphs(group_page.paragraphs(page_of(self, entry.group)), place=0)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        if self.shell.look.rich:
            before = set(self._unfolded)
            self._follow(None if message.row is None else message.row.key)
            self._unfold_again(before ^ self._unfolded)
        self._draw_page()

    def _follow(self, key: object) -> None:
        """Only the row with the marker is unfolded."""
        self._unfolded = {key} if isinstance(key, int) else set()

    def _unfold_again(self, groups: set[int]) -> None:
        """Draw these rows afresh."""
        if not groups or self.size.width >= WIDE:
            return
        for place, entry in enumerate(self._shown):
            if entry.group.group in groups:
                self._rows[place] = self._row(entry)
        self.pane.set_rows([*self._rows, *self._rest()])

    def on_link_changed(self, message: LinkChanged) -> None:
        self.fill()

    # What a member does

    def works(self, name: str) -> bool:
        if name == "join":  # also where one is in: keys that came and went with each row would cost more than the row
            return self.selected is not None and not self.selected.listing
        if name == "about":
            return self.selected is not None and self.size.width < WIDE and not self.shell.look.rich
        if name in ("choose", "propose", "sort", "filter"):
            return not self._finding()
        return True

    def _finding(self) -> bool:
        return self.ready and self.query_one("#find", Input).has_focus

    def _ask_for_groups(self) -> None:
        self.engine.want(WantDirectory(since=self.store.groups.directory_rev(False)))
        if self._facets.listings:
            self.engine.want(WantDirectory(since=self.store.groups.directory_rev(True), listings=True))

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        if message.row.key == ASK:
            self._search_there()
        elif isinstance(message.row.item, Entry):
            self.open("group", group=message.row.item.group.group)

    def _search_there(self) -> None:
        self.engine.want(WantDirectory(q=self._text))
        self.engine.want(WantDirectory(q=self._text, listings=True))
        self._show_facets(Facets(self._facets.chosen, listings=True), ask=False)
        self.tell(self.t("Asking the server. What it finds is added to this list."))

    def action_search(self) -> None:
        self._show_find(True)
        self.query_one("#find", Input).focus()

    def _show_find(self, on: bool) -> None:
        self.query_one("#chosen").display = not on
        self.query_one("#finding").display = on

    def on_input_changed(self, message: Input.Changed) -> None:
        self._text = " ".join(message.value.split())
        self.fill()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self._stop_finding()

    def on_key(self, event: events.Key) -> None:
        if self._finding() and event.key in ("down", "pagedown"):
            event.stop()
            self._stop_finding()

    def _stop_finding(self) -> None:
        self.pane.focus()
        self._show_find(False)
        self.refresh_keys()

    def action_back(self) -> None:
        if self._finding():
            self._stop_finding()
        else:
            super().action_back()

    def action_filter(self) -> None:
        self.app.push_screen(FacetsScreen(self._facets, self._entries_for, self._show_facets))

    def _entries_for(self, facets: Facets) -> tuple[Entry, ...]:
        """What there is to choose from, when a facet was changed."""
        if facets.listings != self._facets.listings:
            self._show_facets(facets)
        return tuple(entry for entry in self._entries if fit.finds(entry, self._text))

    def _show_facets(self, facets: Facets, *, ask: bool = True) -> None:
        more = facets.listings and not self._facets.listings
        self._facets = facets
        if more and ask:
            self._ask_for_groups()
        self.load()

    def action_sort(self) -> None:
        self._sort = fit.SORTS[(fit.SORTS.index(self._sort) + 1) % len(fit.SORTS)]
        self.fill()

    def action_about(self) -> None:
        """What the group says of itself, under its name; and away again."""
        if self.selected is not None:
            changed = {self.selected.group.group}
            self._unfolded ^= changed
            self._unfold_again(changed)

    def action_join(self) -> None:
        entry = self.selected
        if entry is not None and can_join(entry.group, entry.membership):
            join_group(self, entry.group)
        else:
            self.tell(self.t("There is nothing to join here, or you are in already."))

    def action_choose(self) -> None:
        self.open("find")

    def action_propose(self) -> None:
        if self.session.account is None:
            self.tell(self.t("Proposing a group needs an account. Making one asks for no name and no address."))
        else:
            self.open("propose")

    def action_update(self) -> None:
        self._ask_for_groups()
        self.engine.wake()
        self.tell(self.t("Asking the server."))


def _words(text: str) -> Row:
    def draw(room: int) -> list[Line]:
        return [line((found, "dim")) for found in wrap(text, room)]

    return Row(None, draw, 0)
