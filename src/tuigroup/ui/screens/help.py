"""All keys, from the table of commands, with the ones of the screen below marked."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.commands import HEADINGS, shown_key, under
from tuigroup.i18n import N_
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import locked
from tuigroup.views.edges import key_of, keys_of
from tuigroup.views.lines import Paragraph, line

QUICK = N_(
    "{key} is the quick exit. The screen is blank at once, then tuigroup ends and nothing on the "
    "terminal says what was here. It asks nothing. What you were writing is kept where that can be "
    "done without delay. It works everywhere, in the middle of a sentence too."
)
TABLE = N_("Keys can be changed in the configuration file, under [keys].")


class HelpScreen(BaseScreen):
    """Esc goes back to where one was."""

    KEYS = ("on", "page_up")
    LABELS = {"on": N_("further", context="key")}
    LAST_KEYS = ("back",)

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("All keys"),)

    def body(self) -> ComposeResult:
        yield Reader(id="text")

    def load(self) -> None:
        keymap = self.shell.settings.keys
        text: list[Paragraph] = []
        for heading in HEADINGS:
            text.append(Paragraph(line((self.t(heading), "title"))))
            for command in under(heading):
                keys = keys_of(command.name, keymap)
                shown = f" {self.t('or')} ".join(self.t(shown_key(key)) for key in keys)
                text.append(
                    Paragraph(line((f"{shown:<14} ", "key"), self.t(command.help)), rest=" " * 15)
                    if self.size.width >= 70
                    else Paragraph(line((f"{shown}  ", "key"), self.t(command.help)), rest="  ")
                )
            text.append(Paragraph(()))
        text += [Paragraph(line(self.t(QUICK, key=self.t(key_of("quick_exit", keymap))))), Paragraph(())]
        if home := locked.home(self.session):
            text += [Paragraph(line(self.t(home))), Paragraph(())]
        text.append(Paragraph(line(self.t(TABLE))))
        self.query_one(Reader).set_paragraphs(text)

    def works(self, name: str) -> bool:
        return name != "help"
