"""How the last weeks went: a sentence, a chart that needs no colour, and each week in words."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.own import OwnScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import weeks
from tuigroup.views.lines import Paragraph, line

BEGAN = 8  # columns for when a week began


class WeeksScreen(OwnScreen):
    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Check-ins and goals"), self.t("The weeks"))

    def body(self) -> ComposeResult:
        yield Reader(id="page")

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("marks")

    def load(self) -> None:
        reader = self.query_one(Reader)
        said = [weeks.sentence(self.t, self.store, self.today)]
        said += weeks.goal_sentences(self.t, self.store, self.today)
        parts = [Paragraph(()), *(Paragraph(line(one)) for one in said), Paragraph(())]
        parts += map(Paragraph, weeks.chart(self.t, self.store, self.today, reader.text_width))
        rows = weeks.week_rows(self.t, self.store, self.today)
        parts += [Paragraph(()), Paragraph(line((self.t("Week by week, from Monday"), "title")))] if rows else []
        parts += [Paragraph(line((f"{began:<{BEGAN}}", "key"), one), rest=" " * BEGAN) for began, one in rows]
        reader.set_paragraphs(parts)

    def on_resize(self, event: events.Resize) -> None:
        if self.ready:
            self.call_after_refresh(self.load)
