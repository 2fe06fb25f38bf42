"""A written meeting to fill in, by who runs the group: when, how long, the group's own words."""

from __future__ import annotations

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.sheet import SheetScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row
from tuigroup.views import written_meetings
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, line, wrap
from tuigroup.views.written_form import WORDS, WrittenForm
from tuigroup.wire import limits


class OpenMeetingScreen(SheetScreen):
    LABELS = {"open": N_("change", context="key"), "send": N_("open the meeting", context="key"),
              "discard": N_("discard", context="key")}  # fmt: skip
    form: WrittenForm

    def __init__(self, group: int, board: int) -> None:
        super().__init__()
        self.form = WrittenForm(self.store, group, board, self.zone)

    def crumbs(self) -> tuple[str, ...]:
        group = self.store.groups.get(self.form.group)
        name = shown_line(group.name, limits.GROUP_NAME) if group is not None else self.t("Group")
        return (name, self.form.place(self.t), self.t("A written meeting"))

    def head(self) -> list[Row]:
        def draw(room: int) -> list[Line]:
            return [line((text, "dim")) for text in wrap(self.t(WORDS), room)]

        return [BLANK, Row(None, draw, 0), BLANK]

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", group=self.form.group)

    def works(self, name: str) -> bool:
        return name != "discard" or (self.ready and self.form.changed)

    def action_send(self) -> None:
        try:
            self.form.send()
        except BadInput as problem:
            self.point_out(problem)
            return
        self.engine.wake()
        self.shell.go_back()
        self.shell.tell(self.t(written_meetings.ANNOUNCED))

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
