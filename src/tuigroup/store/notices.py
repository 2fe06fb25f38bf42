"""Words from the server or from the program that stay until they are dismissed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup.store import cleaning
from tuigroup.store.database import Database
from tuigroup.store.rows import NoticeRow

if TYPE_CHECKING:
    from tuigroup.wire.sync import Notice


class Notices:
    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[NoticeRow]:
        """The latest first."""
        rows = self._db.rows("SELECT * FROM notices WHERE NOT dismissed ORDER BY at DESC, id DESC")
        return [NoticeRow(row["id"], row["type"], row["group_id"], row["text"], row["at"]) for row in rows]

    def add(self, notice: Notice) -> None:
        """One that was added before, and perhaps dismissed, is not added again."""
        with self._db.transaction():
            values = (
                cleaning.slug(notice.t),
                cleaning.number(notice.g),
                cleaning.sentence(notice.d),
                cleaning.number(notice.at),
            )
            if self._db.run("INSERT OR IGNORE INTO notices (type, group_id, text, at) VALUES (?, ?, ?, ?)", values):
                self._db.touch("notices")

    def dismiss(self, id: int) -> None:
        with self._db.transaction():
            if self._db.run("UPDATE notices SET dismissed = 1 WHERE id = ? AND NOT dismissed", (id,)):
                self._db.touch("notices")
