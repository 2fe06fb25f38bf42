"""Questions at the foot of the screen: one of a few choices, or one line of text. Esc answers nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.widgets.bars import Bar
from tuigroup.ui.widgets.textline import TextLine
from tuigroup.views.lines import WIDEST, Line, line, wrap


@dataclass(frozen=True, slots=True)
class Choice:
    """``key`` is one letter, ``label`` what it does, ``value`` what comes back."""

    key: str
    label: str
    value: str


class Words(Bar):
    """Lines of text that give their own height."""

    DEFAULT_CSS = "Words { height: auto; }"


class Ask(ModalScreen[str | None]):
    """A question with choices by letter; comes back with a value, or None for Esc."""

    BINDINGS = bindings("back")

    def __init__(self, question: str, *choices: Choice, escape: str = N_("back")) -> None:
        super().__init__()
        self.question = question
        self.choices = choices
        self.escape = escape

    def compose(self) -> ComposeResult:
        with Vertical(classes="ask"):
            yield Words(id="words")

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        room = min(WIDEST, self.size.width - 2)
        lines: list[Line] = [()]
        lines += [line(" ", (found, "strong")) for found in wrap(self.question, room)]
        lines += [line("   ", (choice.key, "key"), f"  {choice.label}") for choice in self.choices]
        words = self.query_one("#words", Words)
        lines.append(line("   ", ("Esc", "key"), f"  {words.t(self.escape)}"))
        words.show(*lines)

    def on_key(self, event: events.Key) -> None:
        for choice in self.choices:
            if event.character == choice.key or event.key == choice.key:
                event.stop()
                self.dismiss(choice.value)
                return

    def action_back(self) -> None:
        self.dismiss(None)


class Prompt(ModalScreen[str | None]):
    """One line of text. ``check`` may raise BadInput, whose sentence is shown; the text stays to be mended.

    ``wrong`` is a sentence that is shown from the first: what was wrong with ``value``.
    """

    BINDINGS = [*bindings("back"), Binding("enter", "submit", priority=True)]

    def __init__(
        self,
        question: str,
        *,
        value: str = "",
        wrong: str = "",
        secret: bool = False,
        limit: int = 400,
        check: Callable[[str], None] | None = None,
        enter: str = N_("go on"),
    ) -> None:
        super().__init__()
        self.question = question
        self.value = value
        self.wrong = wrong
        self.secret = secret
        self.limit = limit
        self.check = check
        self.enter = enter

    def compose(self) -> ComposeResult:
        with Vertical(classes="ask"):
            yield Words(id="words")
            yield TextLine(self.value, secret=self.secret, limit=self.limit, id="answer")
            yield Words(id="keys")

    def on_mount(self) -> None:
        self._draw()
        self.query_one(Input).focus()

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        room = min(WIDEST, self.size.width - 2)
        lines: list[Line] = [()]
        lines += [line(" ", (found, "strong")) for found in wrap(self.question, room)]
        if self.wrong:
            lines += [line(" ", (found, "warn")) for found in wrap(self.wrong, room)]
        self.query_one("#words", Words).show(*lines)
        keys = self.query_one("#keys", Words)
        keys.show(line(" ", ("Enter", "key"), f" {keys.t(self.enter)}  ", ("Esc", "key"), f" {keys.t('back')}"))

    def on_text_line_full(self, message: TextLine.Full) -> None:
        self.wrong = message.sentence(self.query_one("#words", Words).t)
        self._draw()

    def action_submit(self) -> None:
        value = self.query_one(Input).value.strip()
        try:
            if self.check is not None:
                self.check(value)
        except BadInput as problem:
            self.wrong = problem.sentence(self.query_one("#words", Words).t)
            self._draw()
            return
        self.dismiss(value)

    def action_back(self) -> None:
        self.dismiss(None)
