"""A shared terminal while nobody is there: what this is, crisis lines, one key to begin. Nothing of anyone's before.

After a quick exit it is a clock first, as on any idle terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from textual import events
from textual.app import ComposeResult

from tuigroup.commands import shown_key
from tuigroup.i18n import N_, languages
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import attract, visit_end
from tuigroup.views.edges import key_of
from tuigroup.views.lines import Paragraph, line

if TYPE_CHECKING:
    from tuigroup.ui.kiosk import KioskApp

LOOKS: Final = ("own", "contrast", "mono")
RECEIPT: Final = 45.0  # seconds that it stands, unless somebody presses a key
INDENT: Final = "   "


class _AtKiosk(BaseScreen):
    @property
    def kiosk(self) -> KioskApp:
        return cast("KioskApp", self.app)

    def body(self) -> ComposeResult:
        yield Reader(id="text")


class AttractScreen(_AtKiosk):
    BINDINGS = bindings("begin", "look", "switch_language", "lines", "staff")
    KEYS = ("begin", "help_now", "look", "switch_language", "lines")
    LABELS = {"help_now": N_("crisis lines", context="key"), "look": N_("contrast", context="key")}
    LAST_KEYS = ()

    def __init__(self) -> None:
        super().__init__()
        self._receipt = True

    def on_mount(self) -> None:
        self.set_timer(RECEIPT, self._clear)

    def crumbs(self) -> tuple[str, ...]:
        return ("tuigroup",)

    def works(self, name: str) -> bool:
        if name == "staff":
            return self.kiosk.kiosk.staff is not None
        return name != "back"

    def load(self) -> None:
        self.query_one(Reader).set_paragraphs(self._text(), place=0)

    def _text(self) -> list[Paragraph]:
        t, kiosk = self.t, self.kiosk.kiosk
        country = self.shell.settings.country.upper()
        first = attract.pointer(t, self.store, country, t(key_of("help_now", self.shell.settings.keys)))
        text = [Paragraph(line((first, "strong")), INDENT, INDENT), Paragraph(())]
        receipt = list(visit_end.receipt(t, kiosk.ended)) if self._receipt else []
        if receipt:
            text += [Paragraph(line(sentence)) for sentence in receipt] + [Paragraph(())]
        text += [Paragraph(line((t(attract.NAME).upper(), "title")), INDENT, INDENT), Paragraph(())]
        parts = [t(attract.WHAT), t(attract.NOTHING_STAYS, minutes=kiosk.minutes)]
        for part in () if receipt else parts:  # all of it on one screen
            text += [Paragraph(line(part), INDENT, INDENT), Paragraph(())]
        text.append(Paragraph(line((t(attract.HERE_NOW), "strong")), INDENT, INDENT))
        text += [Paragraph(found, INDENT, INDENT + "  ") for found in attract.crisis(t, self.store, country)]
        text += [
            Paragraph(()),
            Paragraph(line((t(shown_key("enter")), "key"), "   ", (t("to begin"), "strong")), INDENT, INDENT),
        ]
        return text

    def _clear(self) -> None:
        """The receipt is for whoever has just left."""
        if self._receipt:
            self._receipt = False
            self.load()

    def on_key(self, event: events.Key) -> None:
        super().on_key(event)
        self._clear()

    def action_begin(self) -> None:
        self.kiosk.begin_visit()

    def action_look(self) -> None:
        now = self.shell.look.name
        self.shell.show_look(LOOKS[(LOOKS.index(now) + 1) % len(LOOKS)] if now in LOOKS else LOOKS[0])
        self.tell(self.t(self.shell.look.label))

    def action_switch_language(self) -> None:
        known = languages()
        place = known.index(self.t.language) if self.t.language in known else 0
        self.shell.speak(known[(place + 1) % len(known)])

    def action_lines(self) -> None:
        self.kiosk.give_up("lines")

    def action_staff(self) -> None:
        self.prompt(self.t("The staff's code"), secret=True, limit=200, then=self._staff)

    def _staff(self, code: str) -> None:
        ask = self.kiosk.kiosk.staff
        if ask is not None and code:
            self.do(ask(code), self._answered)

    def _answered(self, answer: tuple[bool, int]) -> None:
        right, wait = answer
        if right:
            self.kiosk.give_up("staff")
        elif wait:
            self.tell(self.t("That is not the code. The next try counts in {count} seconds.", count=wait))
        else:
            self.tell(self.t("That is not the code."))


class PlainClockScreen(_AtKiosk):
    """The time and the date; any key shows what this is."""

    def compose(self) -> ComposeResult:
        yield Reader(id="text")

    def on_mount(self) -> None:
        self.set_interval(5.0, self.load)

    def load(self) -> None:
        moment = self.kiosk.local_time()
        lines = ["", "", f"{moment:%H:%M}", self.t.date(moment.date(), "{day} {month} {year}")]
        self.query_one(Reader).set_paragraphs([Paragraph(line(f"{INDENT}{text}")) for text in lines])

    def refresh_title(self) -> None:
        """There is none."""

    def refresh_keys(self) -> None:
        """Nor keys."""

    def tell(self, sentence: str) -> None:
        """Nor anything to tell."""

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.shell.replace("attract")
