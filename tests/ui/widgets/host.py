"""A bare app around one widget."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from tuigroup.ui import themes


class Host(App[Any]):
    """Shows one widget; ``heard`` keeps the messages that reach the app."""

    CSS_PATH = "../../../src/tuigroup/ui/style.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget) -> None:
        super().__init__(ansi_color=True)
        self.look = themes.OWN
        self.widget = widget
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        if self.widget.can_focus:
            self.widget.focus()

    def _dispatch(self, message: Message) -> None:
        self.heard.append(message)

    def on_row_list_opened(self, message: Message) -> None:
        self._dispatch(message)

    def on_reader_ended(self, message: Message) -> None:
        self._dispatch(message)

    def on_form_submitted(self, message: Message) -> None:
        self._dispatch(message)


def text(app: App[Any]) -> list[str]:
    """The lines of the screen, blanks at the ends taken off."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]
