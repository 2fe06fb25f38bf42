"""A short look around, offered once to who is new and there by its key from then on."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import beginnings
from tuigroup.views.lines import Paragraph, line


class TourScreen(BaseScreen):
    def crumbs(self) -> tuple[str, ...]:
        return (self.t("A short look around"),)

    def body(self) -> ComposeResult:
        yield Reader(id="page")

    def on_mount(self) -> None:
        if not self.store.marks.shown_around():
            self.store.marks.set_shown_around()

    def load(self) -> None:
        paragraphs = [Paragraph(())]
        for sentence in beginnings.tour(self.t, self.shell.settings.keys):
            paragraphs += [Paragraph(line(sentence)), Paragraph(())]
        self.query_one(Reader).set_paragraphs(paragraphs)
