"""What check-ins and goals are written down with: entries that never change, ids erased, marks (``private_journal``).

It goes nowhere but into the private record, and leaves with the account.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from tuigroup.store import private_journal as shape
from tuigroup.store.database import Database
from tuigroup.store.keys import Keys
from tuigroup.store.marks import Marks


class Journal:
    def __init__(self, database: Database, keys: Keys, marks: Marks, now_min: Callable[[], int]) -> None:
        self._db = database
        self._marks = marks
        self.new_id = keys.new
        self.now = now_min

    # Writing

    def put(self, id: str, fields: Mapping[str, Any], sent: int = 0) -> None:
        with self._db.transaction():
            self._db.run(
                "REPLACE INTO journal (id, kind, at, fields, sent) VALUES (?, ?, ?, ?, ?)",
                (id, fields["k"], fields.get("a", 0), json.dumps(fields, ensure_ascii=False), sent),
            )
            self.changed()

    def replace(self, id: str, fields: Mapping[str, Any]) -> str:
        """In its place where nobody else can have it yet. The id of what is there now."""
        if self._db.value("SELECT sent FROM journal WHERE id = ?", (id,)):
            self.erase(id, fields["a"] // shape.DAY if fields["k"] == "c" else fields["a"])
            id = self.new_id()
        self.put(id, fields)
        return id

    def erase(self, id: str, day: int) -> None:
        """An entry, for good; other machines are told where one of them may have it. In a transaction."""
        sent = self._db.value("SELECT sent FROM journal WHERE id = ?", (id,), 0)
        self._db.run("DELETE FROM journal WHERE id = ?", (id,))
        self._db.run("DELETE FROM journal_marks WHERE name = ?", (f"d:{id}",))
        if sent:
            self._db.run("REPLACE INTO journal_gone (id, day) VALUES (?, ?)", (id, day))
        self.changed()

    def mark(self, name: str, value: int) -> None:
        before = self._db.row("SELECT value, stamp FROM journal_marks WHERE name = ?", (name,))
        if before is not None and before["value"] == value:
            return
        with self._db.transaction():
            stamp = max(self.now(), 0 if before is None else before["stamp"] + 1)
            self._db.run("REPLACE INTO journal_marks (name, value, stamp) VALUES (?, ?, ?)", (name, value, stamp))
            self.changed()

    def fold(self, weeks: Mapping[str, str]) -> None:
        mine = self.whole()
        self._take(mine, shape.merge(mine, {"f": weeks}))

    def fields(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._db.value("SELECT fields FROM journal WHERE id = ?", (id,), "{}"))
        return found

    def changed(self) -> None:
        self._marks.changed()
        self._db.touch("marks")

    # The private record

    def whole(self) -> shape.Record:
        """All that is here, in the shape of the record."""
        rows = self._db.rows
        return {
            "e": {row["id"]: json.loads(row["fields"]) for row in rows("SELECT * FROM journal")},
            "x": {row["id"]: row["day"] for row in rows("SELECT * FROM journal_gone")},
            "m": {row["name"]: [row["value"], row["stamp"]] for row in rows("SELECT * FROM journal_marks")},
            "f": {row["week"]: row["days"] for row in rows("SELECT * FROM journal_weeks")},
            "r": {row["goal"]: row["spans"] for row in rows("SELECT * FROM journal_spans")},
        }

    def export(self) -> shape.Record:
        """``{"cg": ...}`` for the private record, {} where there is nothing: who uses none of it carries none of it."""
        found = shape.bounded(self.whole(), self.now() // shape.DAY)
        return {shape.PART: found} if found else {}

    def merge(self, record: Mapping[str, Any]) -> None:
        """Takes in another machine's. Merging again, or in another order, gives the same."""
        theirs = shape.tidy(record.get(shape.PART) or {})
        with self._db.transaction():
            before = self.whole()
            after = shape.merge(before, theirs)
            self._take(before, after)
            mine = self.export().get(shape.PART, {})
            if shape.merge(mine, theirs) != shape.merge(theirs, {}):
                self._marks.changed()  # an earlier program left it out, or the server was set back
            self.had(record)

    def offered(self) -> None:
        """What is here is about to be pushed; whether it arrives is not known yet."""
        self._db.run("UPDATE journal SET sent = 1 WHERE sent = 0")

    def had(self, record: Mapping[str, Any]) -> None:
        """The server has what is in this record."""
        entries = shape.tidy(record.get(shape.PART) or {})["e"]
        with self._db.transaction():
            self._db.many("UPDATE journal SET sent = 2 WHERE id = ?", [(id,) for id in entries])

    def unsealed(self) -> int:
        """How much of it the private record is not known to have."""
        full = (self.now() // shape.DAY - shape.FULL_DAYS) * shape.DAY
        return int(
            self._db.value("SELECT count(*) FROM journal WHERE sent < 2 AND (kind != 'c' OR at > ?)", (full,), 0)
        )

    def _take(self, before: shape.Record, after: shape.Record) -> None:
        changed = False
        for part, sql in _TABLES.items():
            table, id = sql
            mine, theirs = before[part], after.get(part, {})
            gone = [(name,) for name in mine if name not in theirs]
            fresh = [name for name in theirs if mine.get(name) != theirs[name]]
            changed = changed or bool(gone or fresh)
            self._db.many(f"DELETE FROM {table} WHERE {id} = ?", gone)
            for name in fresh:
                self._take_one(part, name, theirs[name])
        if changed:
            self._db.touch("marks")

    def _take_one(self, part: str, name: str, value: Any) -> None:
        match part:
            case "e":
                at = value.get("a", 0)
                self._db.run(
                    "REPLACE INTO journal (id, kind, at, fields, sent) VALUES (?, ?, ?, ?, 2)",
                    (name, value["k"], at if type(at) is int else 0, json.dumps(value, ensure_ascii=False)),
                )
            case "x":
                self._db.run("REPLACE INTO journal_gone (id, day) VALUES (?, ?)", (name, value))
            case "m":
                self._db.run("REPLACE INTO journal_marks (name, value, stamp) VALUES (?, ?, ?)", (name, *value))
            case "f":
                self._db.run("REPLACE INTO journal_weeks (week, days) VALUES (?, ?)", (name, value))
            case _:
                self._db.run("REPLACE INTO journal_spans (goal, spans) VALUES (?, ?)", (name, value))


_TABLES: Final = {
    "e": ("journal", "id"), "x": ("journal_gone", "id"), "m": ("journal_marks", "name"), "f": ("journal_weeks", "week"),
    "r": ("journal_spans", "goal"),
}  # fmt: skip
