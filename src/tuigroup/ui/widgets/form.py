"""A few labelled lines to fill in. Enter goes to the next one, and from the last one on; Tab moves freely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from tuigroup.ui.widgets.bars import Bar
from tuigroup.ui.widgets.textline import TextLine
from tuigroup.views.lines import WIDEST, Line, line, wrap


@dataclass(frozen=True, slots=True)
class Field:
    """One line to fill in. ``hint`` is a sentence below it; ``secret`` shows dots."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    secret: bool = False
    limit: int = 200


class Text(Bar):
    """Some paragraphs of our own words that wrap to the screen and take the height they need."""

    DEFAULT_CSS = "Text { height: auto; }"

    def __init__(self, *texts: str, style: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._texts = texts
        self._style = style

    def say(self, *texts: str, style: str | None = None) -> None:
        """Other words instead."""
        self._texts = texts
        self._style = self._style if style is None else style
        self._draw()

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        room = max(10, min(WIDEST, (self.size.width or self.app.size.width) - 2))
        lines: list[Line] = []
        for text in self._texts:
            lines += [line(" ", (found, self._style)) for found in wrap(self.t(text), room)]
        self.show(*lines)


class Caption(Bar):
    DEFAULT_CSS = "Caption { height: 1; }"


class Form(Vertical):
    """Posts ``Submitted`` with the values by name."""

    DEFAULT_CSS = "Form { height: auto; } Form Horizontal { height: 1; }"

    class Submitted(Message):
        def __init__(self, form: Form, values: dict[str, str]) -> None:
            super().__init__()
            self.form = form
            self.values = values

        @property
        def control(self) -> Form:
            return self.form

    def __init__(self, fields: Sequence[Field], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.fields = tuple(fields)
        self.label_width = max((len(field.label) for field in fields), default=0) + 2

    def compose(self) -> ComposeResult:
        for field in self.fields:
            with Horizontal():
                label = Caption(id=f"label-{field.name}")
                label.styles.width = self.label_width
                label.show(line(f" {field.label}"))
                yield label
                yield TextLine(field.value, secret=field.secret, limit=field.limit, id=f"field-{field.name}")
            if field.hint:
                yield Text(field.hint, style="dim", id=f"hint-{field.name}")

    @property
    def values(self) -> dict[str, str]:
        return {field.name: self.query_one(f"#field-{field.name}", Input).value.strip() for field in self.fields}

    def set_value(self, name: str, value: str) -> None:
        self.query_one(f"#field-{name}", Input).value = value

    def focus_on(self, name: str) -> None:
        self.query_one(f"#field-{name}", Input).focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        entries = list(self.query(Input))
        place = entries.index(message.input)
        if place + 1 < len(entries):
            entries[place + 1].focus()
        else:
            self.submit()

    def submit(self) -> None:
        self.post_message(self.Submitted(self, self.values))
