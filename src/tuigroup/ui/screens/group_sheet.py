"""What proposing and setting up share: the fields of a group, and its meetings."""

from __future__ import annotations

from tuigroup.ui.screens.meeting import MeetingScreen
from tuigroup.ui.screens.sheet import KeptSheet, field_row
from tuigroup.ui.widgets.rowlist import BLANK, Row, text_row
from tuigroup.views import group_settings as settings
from tuigroup.views.lines import line
from tuigroup.views.sheets import MOST_MEETINGS, GroupForm

ADD = "add a meeting"


class GroupSheet(KeptSheet):
    form: GroupForm

    # Meetings

    def more(self) -> list[Row]:
        rows = [BLANK, text_row(line((self.t("Meetings"), "title")))]
        meetings = self.form.meetings
        for index, meeting in enumerate(meetings):
            words = settings.meeting_words(self.t, meeting)
            rows.append(
                field_row(f"meeting {index}", self.t("Meets") if meeting.rule else self.t("Weekly"), words, item=index)
            )
        if len(meetings) < MOST_MEETINGS:
            rows.append(text_row(line((self.t("Add a meeting"), "key")), key=ADD))
        return rows

    def open_more(self, row: Row) -> None:
        place = len(self.form.meetings) if row.key == ADD else row.item
        if isinstance(place, int):
            self.app.push_screen(MeetingScreen(self.form.meeting(place), self._refill))

    def _refill(self) -> None:
        if self.ready:
            self.fill()
