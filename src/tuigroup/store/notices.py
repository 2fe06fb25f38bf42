"""Words from the server or from the program that stay until they are dismissed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from tuigroup.store import cleaning
from tuigroup.store.changing import KINDS
from tuigroup.store.database import Database
from tuigroup.store.rows import NoticeRow

if TYPE_CHECKING:
    from tuigroup.wire.sync import Notice

_KINDS: Final = ", ".join("?" * len(KINDS))


class Notices:
    def __init__(self, database: Database, now_min: Callable[[], int]) -> None:
        self._db = database
        self._now = now_min

    def all(self) -> list[NoticeRow]:
        """The latest first; of a meeting's date none that has passed."""
        rows = self._db.rows(
            f"SELECT * FROM notices WHERE NOT dismissed AND NOT (type IN ({_KINDS}) AND at < ?) "
            "ORDER BY at DESC, id DESC",
            (*KINDS, self._now()),
        )
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

    def replace(self, notice: Notice) -> None:
        """One about a meeting's date, instead of what was said of that date before."""
        with self._db.transaction():
            slot = f"{notice.d.split(' ')[0]} %"
            where = (notice.g, *KINDS, slot)
            self._db.run(f"DELETE FROM notices WHERE group_id = ? AND type IN ({_KINDS}) AND text LIKE ?", where)
            self.add(notice)

    def dismiss_all(self, group: int, types: Collection[str]) -> None:
        """Of a group: what they tell of is over."""
        with self._db.transaction():
            for row in self.all():
                if row.group == group and row.type in types:
                    self.dismiss(row.id)

    def dismiss(self, id: int) -> None:
        with self._db.transaction():
            if self._db.run("UPDATE notices SET dismissed = 1 WHERE id = ? AND NOT dismissed", (id,)):
                self._db.touch("notices")
