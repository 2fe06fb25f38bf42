"""A list to choose one thing from, over the screen: the sections of a text, the topics of the library."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tuigroup.ui.bindings import bindings
from tuigroup.ui.widgets.ask import Words
from tuigroup.ui.widgets.rowlist import RowList, text_row
from tuigroup.views.lines import line


class Pick(ModalScreen[int | None]):
    """Comes back with the place of what was chosen, None for Esc. Labels are clean or ours."""

    DEFAULT_CSS = """
    Pick Vertical { max-height: 90%; }
    Pick RowList { height: auto; max-height: 16; }
    """
    BINDINGS = bindings("back")
    AUTO_FOCUS = "RowList"

    def __init__(self, question: str, labels: Sequence[str], at: int = 0) -> None:
        super().__init__()
        self.question = question
        self.labels = labels
        self.at = at

    def compose(self) -> ComposeResult:
        with Vertical(classes="ask"):
            yield Words(id="words")
            pick = RowList(id="pick")
            pick.styles.height = min(16, len(self.labels))
            yield pick
            yield Words(id="keys")

    def on_mount(self) -> None:
        self.query_one("#words", Words).show((), line((f" {self.question}", "strong")))
        keys = self.query_one("#keys", Words)
        keys.show(line(" ", ("Enter", "key"), f" {keys.t('choose')}  ", ("Esc", "key"), f" {keys.t('back')}"))
        rows = [text_row(label, key=self._key(place)) for place, label in enumerate(self.labels)]
        self.query_one(RowList).set_rows(rows, select=self._key(self.at))

    def _key(self, place: int) -> Hashable:
        return ("place", place)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        key = message.row.key
        self.dismiss(key[1] if isinstance(key, tuple) else None)

    def action_back(self) -> None:
        self.dismiss(None)
