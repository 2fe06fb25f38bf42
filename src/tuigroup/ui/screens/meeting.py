"""One weekly meeting to fill in, for a group's page."""

from __future__ import annotations

from collections.abc import Callable

from tuigroup.i18n import N_
from tuigroup.ui.screens.sheet import SheetScreen
from tuigroup.views.sheets import MeetingForm


class MeetingScreen(SheetScreen):
    """Each change is kept at once, and Esc without one leaves everything as it was. ``then`` follows a keeping."""

    KEYS = ("open", "send", "discard")
    LABELS = {
        "open": N_("change", context="key"),
        "send": N_("done", context="key"),
        "discard": N_("take it out", context="key"),
    }

    form: MeetingForm

    def __init__(self, form: MeetingForm, then: Callable[[], None]) -> None:
        super().__init__()
        self.form = form
        self._then = then

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("A meeting"),)

    def info(self) -> str:
        return self.form.words(self.t)

    def on_unmount(self) -> None:
        self._then()

    def action_send(self) -> None:
        self.form.keep()
        self.action_back()

    def action_discard(self) -> None:
        self.form.take_out()
        self.shell.go_back()
