"""What should fit: the directory's facets as one list to tick, each with how many groups would be left."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views import facets as fit
from tuigroup.views.facets import Entry, Facets
from tuigroup.views.lines import Line, between, line

LISTINGS = ("listings", "")
TOPICS = 30


class FacetsScreen(BaseScreen):
    """``entries`` gives what there is to choose from; ``changed`` is called with every choice."""

    BINDINGS = bindings("on", "withdraw")
    KEYS = ("open", "withdraw")
    LABELS = {
        "open": N_("tick", context="key"),
        "withdraw": N_("none of them", context="key"),
        "back": N_("show what fits", context="key"),
    }

    def __init__(
        self, facets: Facets, entries: Callable[[Facets], tuple[Entry, ...]], changed: Callable[[Facets], None]
    ) -> None:
        super().__init__()
        self._facets = facets
        self._entries = entries
        self._changed = changed
        self._fits = 0

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Directory"), self.t("What should fit"))

    def info(self) -> str:
        return self.t.plural("{count} fits", "{count} fit", self._fits)

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def load(self) -> None:
        entries = self._entries(self._facets)
        self._fits = sum(1 for entry in entries if self._facets.fits(entry))
        rows: list[Row] = []
        for facet, found in fit.options(entries, self._facets).items():
            if not found:
                continue
            rows.append(text_row(line((self.t(fit.HEADINGS[facet]), "title"))))
            for value, count in found[:TOPICS]:
                ticked = self._facets.has(facet, value)
                rows.append(_row((facet, value), fit.label_long(self.t, facet, value), str(count), ticked))
            rows.append(BLANK)
        rows.append(text_row(line((self.t("Listings"), "title"))))
        rows.append(_row(LISTINGS, self.t("listings of public directories too"), "", self._facets.listings))
        self.query_one(RowList).set_rows(rows)
        self.refresh_edges()

    def works(self, name: str) -> bool:
        return name != "withdraw" or bool(self._facets.chosen)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        key = message.row.key
        if key == LISTINGS:
            self._set(Facets(self._facets.chosen, not self._facets.listings))
        elif isinstance(key, tuple):
            self._set(self._facets.toggled(*key))

    def action_on(self) -> None:
        self.query_one(RowList).action_open()

    def action_withdraw(self) -> None:
        self._set(Facets(listings=self._facets.listings))

    def _set(self, facets: Facets) -> None:
        self._facets = facets
        self._changed(facets)
        self.load()


def _row(key: tuple[str, str], label: str, count: str, ticked: bool) -> Row:
    def draw(room: int) -> list[Line]:
        style = "strong" if ticked else ""
        return [
            between(line(("[x] " if ticked else "[ ] ", style), (label, style)), line((count, "dim")), min(room, 48))
        ]

    return Row(key, draw)
