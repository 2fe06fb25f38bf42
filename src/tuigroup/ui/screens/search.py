"""Searching everything that is here: posts, the library, groups. Then, where wanted, on the server, said plainly.

What is typed stays on this machine until somebody asks the server.
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from tuigroup.errors import TuigroupError
from tuigroup.i18n import N_
from tuigroup.store.rows import SearchHit
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.ui.widgets.textline import TextLine
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import fetching, hits
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, between, columns, cut, line, wrap
from tuigroup.wire import limits

MOST = 50
SERVER = "server"  # the key of the row that asks the server


class SearchScreen(BaseScreen):
    """``text`` is searched at once; ``group`` 0 means everything."""

    DEFAULT_CSS = "SearchScreen #find { margin: 0 1 1 1; }"
    BINDINGS = bindings("search")
    KEYS = ("open", "search")
    LABELS = {"search": N_("other words", context="key")}
    AUTO_FOCUS = "#find"

    def __init__(self, text: str = "", group: int = 0) -> None:
        super().__init__()
        self.group = group
        self._text = text
        self._here: list[SearchHit] = []
        self._there: list[SearchHit] | None = None
        self._asking = False
        self._wrong = ""

    # Words

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Search"), self._group_name(self.group)) if self.group else (self.t("Search"),)

    def info(self) -> str:
        return self.t("{here} here", here=len(self._here)) if self._text else ""

    def _group_name(self, group: int) -> str:
        found = self.store.groups.get(group)
        return shown_line(found.name, limits.GROUP_NAME) if found is not None else ""

    def body(self) -> ComposeResult:
        yield TextLine(self._text, placeholder=self.t("words, then Enter"), limit=limits.SEARCH, id="find")
        yield RowList(id="list")

    def works(self, name: str) -> bool:
        return not self._finding() if name == "search" else True

    def _finding(self) -> bool:
        return self.ready and self.query_one("#find", Input).has_focus

    # What is drawn

    def load(self) -> None:
        self._here = self.store.search.find(self._text, self.group, MOST) if self._text else []
        self.fill()

    def concerns(self, change: StoreChanged) -> bool:
        return bool(self._text) and change.touches("posts", "threads", "resources", "groups", "outbox")

    def on_link_changed(self, message: LinkChanged) -> None:
        self.fill()

    def fill(self) -> None:
        """The rows again from what was found."""
        rows = [self._row(hit) for hit in self._here]
        if self._text and not self._here:
            rows.append(words_row(self.t("Nothing here has these words.")))
        if self._text:
            rows += [BLANK, *self._server()]
        else:
            rows.append(words_row(self.t("Words of posts, texts and groups that are on this machine, offline too.")))
        self.query_one("#list", RowList).set_rows(rows)
        self.refresh_edges()

    def _server(self) -> list[Row]:
        if self._asking:
            return [words_row(self.t("Asking the server..."))]
        if self._wrong:
            return [words_row(self._wrong), self._ask_row(self.t("Ask the server again"))]
        if self._there is not None:
            more = hits.beyond(self._here, self._there)
            if not more:
                return [words_row(self.t("The server has nothing more."))]
            return [text_row(line((self.t("On the server"), "title"))), *(self._row(hit) for hit in more)]
        if fetching.offline(self.engine):
            return [words_row(self.t("What is not here can be searched on the server when the line is back."))]
        where = self.t("this group") if self.group else self.t("your groups")
        return [self._ask_row(self.t("Search all of {where} on the server (it will see these words)", where=where))]

    def _ask_row(self, words: str) -> Row:
        return Row(SERVER, lambda room: [line((found, "key")) for found in wrap(words, room)], 0)

    def _row(self, hit: SearchHit) -> Row:
        snippet = shown_line(hit.snippet, 300)

        def draw(room: int) -> list[Line]:
            title = line((hits.title(self.t, self.store, hit), "strong"))
            about = line((hits.about(self.t, self.store, hit, self.now, group=not self.group), "dim"))
            note = hits.veil(self.store, hit)
            below = line((self.t("note: {note}", note=note), "note")) if note else line(snippet)
            if room < 60:
                return [cut(title, room), cut(about, room)]
            top = between(title, about, room)
            return (
                [top, cut(below, room)] if columns(below) and snippet != hits.title(self.t, self.store, hit) else [top]
            )

        return Row((hit.kind, hit.group, hit.ref, hit.slug), draw, 0, hit)

    # What a member does

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self._search(message.value)

    def _search(self, words: str) -> None:
        self._text = " ".join(words.split())
        self._there, self._wrong = None, ""
        self.load()
        if self._text:
            self.query_one("#list").focus()

    def on_key(self, event: events.Key) -> None:
        if event.key == "down" and self._finding():
            event.stop()
            self._search(self.query_one(Input).value)
            self.query_one("#list").focus()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        hit = message.row.item
        if message.row.key == SERVER:
            self._ask()
        elif isinstance(hit, SearchHit):
            if hit.kind == "post":
                self.open("thread", group=hit.group, thread=hit.thread, post=hit.ref)
            elif hit.kind == "resource":
                self.open("resource", slug=hit.slug)
            else:
                self.open("group", group=hit.group)

    def _ask(self) -> None:
        asked = self._text
        self._asking, self._wrong = True, ""
        self.fill()

        def found(hits: list[SearchHit]) -> None:
            if asked == self._text:
                self._asking, self._there = False, hits
                self.fill()

        def wrong(problem: TuigroupError) -> None:
            self._asking, self._wrong = False, problem.what
            self.fill()

        self.do(self.engine.search(asked, self.group), found, wrong=wrong)

    def action_search(self) -> None:
        self.query_one("#find", Input).focus()
