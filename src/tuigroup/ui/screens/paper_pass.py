"""The paper pass at a shared terminal: name, passphrase and recovery words, large; covered while anything is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from tuigroup.i18n import N_
from tuigroup.ui.screens.create import PhraseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import paper_pass
from tuigroup.views.lines import Paragraph, line
from tuigroup.views.paper_pass import PaperPass, large

if TYPE_CHECKING:
    from tuigroup.ui.kiosk import KioskApp


class PaperPassScreen(PhraseScreen):
    KEYS = ("open", "on")
    LABELS = {"on": N_("further", context="key"), **PhraseScreen.LABELS}

    def __init__(self, paper: PaperPass, then: Callable[[], Any]) -> None:
        super().__init__(paper.phrase, then)
        self._paper = paper

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Your paper pass"),)

    def text(self, words: list[str]) -> list[Paragraph]:
        t, paper = self.t, self._paper
        covered = words != self.words
        text = [Paragraph(line((t(paper_pass.PUBLIC), "warn"))), Paragraph(())]
        if paper.name:
            text += [Paragraph(line(t("Sign-in name") + "   ", (" ".join(paper.name), "strong"))), Paragraph(())]
        if paper.passphrase:
            parts = paper.passphrase.split()
            shown = ["." * len(part) for part in parts] if covered else parts
            text += [Paragraph(line(t("Passphrase"))), *_large(shown), Paragraph(())]
        text += [Paragraph(line(t("Recovery words, if the passphrase is ever forgotten"))), *_large(words)]
        text += [
            Paragraph(()),
            Paragraph(line(t("Enter when they are written down. One of them is asked back, to be sure."))),
        ]
        return text

    def action_open(self) -> None:
        if cast("KioskApp", self.app).kiosk.printing is None:
            super().action_open()
            return
        choices = (
            Choice("p", self.t("print it; take the paper at once, others may use the same printer"), "print"),
            Choice("w", self.t("it is written down"), "written"),
        )
        self.ask(self.t("On paper?"), *choices, then=self._chosen)

    def _chosen(self, how: str) -> None:
        printing = cast("KioskApp", self.app).kiosk.printing
        if how == "written" or printing is None:
            super().action_open()
            return
        self.tell(self.t("Printing..."))
        self.do(printing(self._paper, self.t), self._printed)

    def _printed(self, well: bool) -> None:
        self.tell(self.t(paper_pass.PRINTED if well else paper_pass.NOT_PRINTED))


def _large(words: list[str]) -> list[Paragraph]:
    """A row of words with an empty one below."""
    return [part for row in large(words) for part in (Paragraph(line((row, "strong"))), Paragraph(()))][:-1]
