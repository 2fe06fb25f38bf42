"""Ways out of the program that Textual has and tuigroup does not: what a shared machine's next visitor could follow."""

from __future__ import annotations

from typing import Generic

from textual.app import App, ReturnType


class Closed(App[ReturnType], Generic[ReturnType], inherit_bindings=False):
    """No clipboard of the machine's, no links, no pictures, no shell below."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def copy_to_clipboard(self, text: str) -> None:
        """What is copied stays inside the program; a shared machine's clipboard is nobody's business."""
        self._clipboard = text

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing is ever opened outside."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No pictures of what is on the screen."""

    def action_suspend_process(self) -> None:
        """A shell below would be a way out of a kiosk."""

    def action_help_quit(self) -> None:
        """Ctrl+C copies in text fields and does nothing elsewhere."""
