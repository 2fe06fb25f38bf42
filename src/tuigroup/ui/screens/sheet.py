"""A sheet to fill in: one row a field, changed one at a time, kept on disk after each; and long texts.

The form knows the fields and keeps what is filled in; nothing is sent before the member says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.widgets import TextArea

from tuigroup.errors import BadInput, TuigroupError
from tuigroup.i18n import N_
from tuigroup.text import clip, pad
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Text
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.lines import Line, line, wrap
from tuigroup.views.sheet_field import SheetField
from tuigroup.views.sheets import Form, KeptForm

LABEL = 12
KEEP_SECONDS = 0.5


class SheetScreen(BaseScreen):
    """A kind of sheet has a ``form``, and may give ``head`` and ``more`` rows."""

    form: Form

    BINDINGS = bindings("send", "discard")
    KEYS = ("open", "send", "discard")
    LABELS = {"open": N_("change", context="key"), "discard": N_("discard", context="key")}

    def head(self) -> Sequence[Row]:
        return ()

    def more(self) -> Sequence[Row]:
        return ()

    def open_more(self, row: Row) -> None:
        """Enter on a row of ``more``."""

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def load(self) -> None:
        self.fill()

    def fill(self, *, select: str | None = None) -> None:
        rows = [*self.head(), *(self._row(field) for field in self.form.fields), *self.more()]
        self.query_one(RowList).set_rows(rows, select=select)
        self.refresh_bindings()

    def _row(self, field: SheetField) -> Row:
        return field_row(field.name, self.t(field.label), self.form.value(self.t, field.name), item=field)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        field = message.row.item
        if not isinstance(field, SheetField):
            self.open_more(message.row)
            return

        def put(text: str) -> None:
            self.form.put(field.name, text)
            self.fill()

        match field.kind:
            case "choice":
                choices = [Choice(key, self.t(label), value) for key, label, value in field.choices]
                self.ask(self.t(field.question), *choices, then=put, escape=self.t("leave it as it is"))
            case "line":
                self.prompt(
                    field.question,
                    value=self.form.typed(field.name),
                    limit=field.limit,
                    check=lambda text: self.form.put(field.name, text, really=False),
                    then=put,
                    enter="keep",
                )
            case "text":
                screen = LongTextScreen(
                    self.t(field.label), self.t(field.question), self.form.typed(field.name), field.limit, put
                )
                self.app.push_screen(screen)

    def point_out(self, problem: BadInput) -> None:
        """Say what is missing, with the marker on its row."""
        self.query_one(RowList).select(problem.field)
        self.tell(problem.sentence(self.t))


def field_row(key: str, label: str, value: str, *, item: object = None) -> Row:
    """A label and its value, up to three lines of it."""
    text = shown(value, 3000)

    def draw(room: int) -> list[Line]:
        found = [part for part in wrap(text, room - LABEL) if part.strip()] or ["-"]
        if len(found) > 3:
            found = [*found[:2], clip(found[2].rstrip(". ") + " ...." * room, room - LABEL)]
        first = line((pad(label, LABEL), "strong"), (found[0], "" if text else "dim"))
        return [first, *(line(" " * LABEL, part) for part in found[1:])]

    return Row(key, draw, 0, item)


class KeptSheet(SheetScreen):
    """A sheet whose filling in is kept until it is sent or thrown away. ``WORDS`` stand above the fields."""

    WORDS = ""
    form: KeptForm

    def head(self) -> Sequence[Row]:
        def draw(room: int) -> list[Line]:
            return [line((text, "dim")) for text in wrap(self.t(self.WORDS), room)]

        return [BLANK, Row(None, draw, 0), BLANK]

    def works(self, name: str) -> bool:
        return name != "discard" or (self.ready and self.form.changed)

    def action_discard(self) -> None:
        self.ask(
            self.t("Throw away what you filled in here?"),
            Choice("y", self.t("throw it away"), "yes"),
            then=self._discard,
            escape=self.t("keep it"),
        )

    def _discard(self, _: str) -> None:
        self.form.forget()
        self.fill()
        self.tell(self.t("Thrown away."))


class LongTextScreen(BaseScreen):
    """A text of several lines. Whatever is there when one leaves is kept: ``then`` gets it, at once and again later."""

    BINDINGS = bindings("send")
    KEYS = ("send",)
    LABELS = {"send": N_("done", context="key"), "back": N_("done", context="key")}
    AUTO_FOCUS = "TextArea"

    def __init__(self, label: str, question: str, value: str, limit: int, then: Callable[[str], None]) -> None:
        super().__init__()
        self._label = label
        self._question = question
        self._value = value
        self._limit = limit
        self._then = then
        self._kept = value

    def crumbs(self) -> tuple[str, ...]:
        return (shown_line(self._label),)

    def info(self) -> str:
        return self.t("{text} of {limit} characters", text=len(self.text), limit=self._limit)

    @property
    def text(self) -> str:
        return self.query_one(TextArea).text if self.ready else self._value

    def body(self) -> ComposeResult:
        yield Text("", self._question + ".", "", style="dim")
        area = TextArea(self._value, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True)
        area.cursor_blink = False
        yield area

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        self.refresh_title()
        self.set_timer(KEEP_SECONDS, self._keep_soon)
        if len(self.text) > self._limit:
            self.tell(
                self.t("This is {value} characters too long; the end would be cut.", value=len(self.text) - self._limit)
            )

    def keep(self) -> None:
        if self.ready and self.text != self._kept and not self.outlived:
            self._then(self.text)
            self._kept = self.text

    def _keep_soon(self) -> None:
        try:
            self.keep()
        except TuigroupError as problem:
            self.tell(problem.sentence(self.t))

    def action_send(self) -> None:
        self.action_back()
