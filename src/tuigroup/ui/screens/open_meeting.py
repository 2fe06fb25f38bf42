"""A written meeting to fill in, by who runs the group: when, how long, the group's own words."""

from __future__ import annotations

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.sheet import KeptSheet
from tuigroup.views import written_meetings
from tuigroup.views.clean import shown_line
from tuigroup.views.written_form import WORDS, WrittenForm
from tuigroup.wire import limits


class OpenMeetingScreen(KeptSheet):
    WORDS = WORDS
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

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", group=self.form.group)

    def action_send(self) -> None:
        try:
            self.form.send()
        except BadInput as problem:
            self.point_out(problem)
            return
        self.engine.wake()
        self.shell.go_back()
        self.shell.tell(self.t(written_meetings.ANNOUNCED))
