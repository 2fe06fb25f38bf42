"""An attendance slip: what it says, its code, and how a third party checks it."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import slips
from tuigroup.views.agenda import Entry
from tuigroup.views.lines import Paragraph, line


class SlipScreen(BaseScreen):
    def __init__(self, entry: Entry, code: str) -> None:
        super().__init__()
        self.entry = entry
        self.code = code

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Meetings"), self.t("A slip"))

    def body(self) -> ComposeResult:
        yield Reader(id="page")

    def load(self) -> None:
        blank = Paragraph(())
        paragraphs = [blank, Paragraph(line((slips.heading(self.t, self.entry), "title"))), blank]
        paragraphs += [Paragraph(line((f"  {part}", "key"))) for part in slips.code_lines(self.code)]
        for text in slips.explained(self.t):
            paragraphs += [blank, Paragraph(line(text))]
        self.query_one(Reader).set_paragraphs(paragraphs)
