"""Where a post is written: plain text, however it was typed or pasted, and the buttons at the end of Tab."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widgets import TextArea

from tuigroup.ui.widgets.bars import Bar
from tuigroup.ui.widgets.textline import typed
from tuigroup.views.lines import line


class Composer(TextArea):
    """A text field that takes only plain text. Tab leaves it."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            typed(text),
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            compact=True,
            id=id,
        )
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def on_resize(self, event: events.Resize) -> None:
        """Its place on the screen is known now: the terminal's own cursor goes there."""
        if self.has_focus:
            self.call_after_refresh(self.point)

    def point(self) -> None:
        """The terminal's own cursor to where the next letter goes."""
        self.app.cursor_position = self.cursor_screen_offset
        self.refresh(Region(0, 0, 1, 1))  # with nothing drawn again the cursor would not be sent

    def put(self, text: str) -> None:
        """Replace everything; the cursor stands at the end."""
        self.text = typed(text)
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = typed(event.text)
        await super()._on_paste(event)
        event.prevent_default()
        event.stop()


class Push(Bar, can_focus=True):
    """A button in words. Enter or Space presses it."""

    DEFAULT_CSS = "Push { height: 1; width: auto; }"
    BINDINGS = [Binding("enter,space", "press", show=False), Binding("left", "app.focus_previous", show=False),
                Binding("right", "app.focus_next", show=False)]  # fmt: skip

    class Pressed(Message):
        def __init__(self, push: Push) -> None:
            super().__init__()
            self.push = push

        @property
        def control(self) -> Push:
            return self.push

    def __init__(self, label: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = label
        self.styles.width = len(label) + 5
        self._draw(focused=False)

    def _draw(self, *, focused: bool) -> None:
        mark = (">", "mark") if focused else (" ", "")
        self.show(line(" ", mark, f" {self.label}"))

    def on_focus(self, event: events.Focus) -> None:
        self._draw(focused=True)
        x, y = self.content_region.offset
        self.app.cursor_position = Offset(x + 1, y)

    def on_blur(self, event: events.Blur) -> None:
        self._draw(focused=False)

    def action_press(self) -> None:
        self.post_message(self.Pressed(self))
