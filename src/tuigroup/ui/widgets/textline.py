"""One line of text, as plain as what it will be shown beside: a paste brings no control characters with it."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.message import Message
from textual.widgets import Input

from tuigroup.i18n import Translator

TAB: Final = "    "


def typed(text: str) -> str:
    """What may stand in a text field: line ends, and characters that stand still. Nothing else is changed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", TAB)
    text = "".join(" " if c in "\xa0\u202f\u2007" else c for c in text)
    return "".join(c for c in text if c == "\n" or c.isprintable())


class TextLine(Input):
    """A text field of one line; ``secret`` shows dots. Nothing blinks or rings, and nothing is selected by itself."""

    class Full(Message):
        """What was typed or pasted is too much for the field, which stays as it was."""

        def __init__(self, limit: int) -> None:
            super().__init__()
            self.limit = limit

        def sentence(self, t: Translator) -> str:
            return t("No more than {count} characters fit here: that was left out.", count=self.limit)

    def __init__(
        self, value: str = "", *, limit: int, placeholder: str = "", secret: bool = False, id: str | None = None
    ) -> None:
        super().__init__(
            typed(value).replace("\n", " "),
            placeholder=placeholder,
            password=secret,
            max_length=limit,
            compact=True,
            select_on_focus=False,
            id=id,
        )
        self.cursor_blink = False

    def restricted(self) -> None:
        self.post_message(self.Full(self.max_length or 0))

    def _on_paste(self, event: events.Paste) -> None:
        event.text = typed(event.text)
        super()._on_paste(event)
        event.prevent_default()
        event.stop()
