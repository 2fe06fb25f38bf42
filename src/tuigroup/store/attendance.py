"""Which meetings a member means to come to, and came to. Nobody else learns of it: it travels in the private record.

A meeting is known by its group and its ``slot``, the minute at which the rule has it, moved or not.
"""

from __future__ import annotations

from typing import Final

from tuigroup.store.database import Database
from tuigroup.store.marks import Marks

SLIPS: Final = 40  # slips that are kept on this machine


class Attendance:
    def __init__(self, database: Database, marks: Marks) -> None:
        self._db = database
        self._marks = marks

    def is_coming(self, g: int, slot: int) -> bool:
        return self._marks.is_meeting_marked(g, slot, "coming")

    def set_coming(self, g: int, slot: int, on: bool) -> None:
        self._marks.mark_meeting(g, slot, "coming", on)

    def was_there(self, g: int, slot: int) -> bool:
        return self._marks.is_meeting_marked(g, slot, "there")

    def set_there(self, g: int, slot: int, on: bool) -> None:
        self._marks.mark_meeting(g, slot, "there", on)

    def slots(self, g: int) -> list[int]:
        """The meetings of a group that one checked in at, the latest first."""
        rows = self._db.rows(
            "SELECT ref FROM marks WHERE group_id = ? AND mark = 'there' AND value ORDER BY ref DESC", (g,)
        )
        return [row["ref"] for row in rows]

    # Slips stay on this machine

    def slip(self, g: int, slot: int) -> str:
        """The slip of a meeting, '' where there is none here."""
        return str(self._db.value("SELECT code FROM slips WHERE group_id = ? AND slot = ?", (g, slot), ""))

    def slips(self) -> list[tuple[int, int, str]]:
        """All slips that are here: group, meeting and code, the oldest first."""
        rows = self._db.rows("SELECT group_id, slot, code FROM slips ORDER BY slot, group_id")
        return [(row["group_id"], row["slot"], row["code"]) for row in rows]

    def keep_slip(self, g: int, slot: int, code: str) -> None:
        with self._db.transaction():
            self._db.run("REPLACE INTO slips (group_id, slot, code) VALUES (?, ?, ?)", (g, slot, code))
            self._db.run(
                "DELETE FROM slips WHERE slot NOT IN (SELECT slot FROM slips ORDER BY slot DESC LIMIT ?)", (SLIPS,)
            )
            self._db.touch("marks", group=g)
