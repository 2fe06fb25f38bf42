"""A member's own goals: how often a week, small steps, days on which something was done. Nobody else sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import private_journal as shape
from tuigroup.store import ranges
from tuigroup.store.database import Database
from tuigroup.store.journal import Journal
from tuigroup.text import line

WORDS: Final = 80
MOST_GOALS: Final = 12
MOST_STEPS: Final = 12
RUNNING, PAUSED, REACHED, LET_GO = 0, 1, shape.ENDED, shape.ENDED + 1


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    words: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """``times`` a week, 7 for every day; ``stands`` RUNNING to LET_GO; ``days`` the latest ticked off, ``total`` all.

    Where two machines named it at once, ``words`` has both.
    """

    id: str
    words: str
    begun: int
    times: int
    stands: int
    steps: tuple[Step, ...]
    days: frozenset[int]
    total: int


class Goals:
    def __init__(self, database: Database, journal: Journal) -> None:
        self._db = database
        self._journal = journal

    def all(self, since: int = 0) -> list[Goal]:
        """All of them, the one begun last at the end; ``days`` from day ``since`` on."""
        marks = {row["name"]: row["value"] for row in self._db.rows("SELECT * FROM journal_marks")}
        spans = {row["goal"]: ranges.from_text(row["spans"]) for row in self._db.rows("SELECT * FROM journal_spans")}
        ticked: dict[str, set[int]] = {}
        for name, value in marks.items():
            kind, id, *day = name.split(":")
            if kind == "t" and value:
                ticked.setdefault(id, set()).add(int(day[0]))
        words: dict[str, list[dict[str, Any]]] = {}
        steps: dict[str, list[Step]] = {}
        for row in self._db.rows("SELECT * FROM journal WHERE kind IN ('g', 's') ORDER BY at, id"):
            fields = json.loads(row["fields"])
            if row["kind"] == "g":
                words.setdefault(fields["o"], []).append(fields)
            else:
                step = Step(row["id"], line(fields["w"], WORDS), bool(marks.get(f"d:{row['id']}")))
                steps.setdefault(fields["o"], []).append(step)
        return [
            Goal(
                id,
                " / ".join(line(one["w"], WORDS) for one in found),
                found[0]["a"],
                min(7, max(1, marks.get(f"n:{id}", 7))),
                min(LET_GO, marks.get(f"s:{id}", RUNNING)),
                tuple(steps.get(id, ())),
                frozenset(day for day in ticked.get(id, ()) if day >= since),
                len({day for day in ticked.get(id, ()) if not ranges.holds(spans.get(id, ranges.EMPTY), day)})
                + sum(last - first + 1 for first, last in spans.get(id, ranges.EMPTY)),
            )
            for id, found in words.items()
        ]

    def get(self, id: str, since: int = 0) -> Goal | None:
        return next((goal for goal in self.all(since) if goal.id == id), None)

    def add(self, words: str, times: int, today: int) -> str:
        """The id of a new goal. Raises BadInput."""
        running = sum(goal.stands < shape.ENDED for goal in self.all())
        if running >= MOST_GOALS:
            raise BadInput(
                N_("{count} goals at once are as many as fit here.", count=MOST_GOALS),
                todo=N_("Please let one go, or finish one, first."),
            )
        id = self._journal.new_id()
        with self._db.transaction():
            self._journal.put(self._journal.new_id(), {"k": "g", "o": id, "a": today, "w": _words(words)})
            self._journal.mark(f"n:{id}", times)
        return id

    def name(self, id: str, words: str) -> None:
        """Other words for it. Raises BadInput."""
        text = _words(words)
        rows = [row for row in self._db.rows("SELECT * FROM journal WHERE kind = 'g'") if _goal_of(row) == id]
        if not rows or [json.loads(row["fields"])["w"] for row in rows] == [text]:
            return
        with self._db.transaction():
            fields = json.loads(rows[0]["fields"])
            for row in rows[1:]:
                self._journal.erase(row["id"], row["at"])
            self._journal.replace(rows[0]["id"], {**fields, "w": text})

    def set_times(self, id: str, times: int) -> None:
        self._journal.mark(f"n:{id}", times)

    def set_stands(self, id: str, stands: int) -> None:
        self._journal.mark(f"s:{id}", stands)

    def tick(self, id: str, day: int, on: bool) -> None:
        """That something was done for it on a day, or not after all."""
        self._journal.mark(f"t:{id}:{day}", int(on))

    def add_step(self, id: str, words: str, today: int) -> None:
        """Raises BadInput."""
        goal = self.get(id)
        if goal is not None and len(goal.steps) >= MOST_STEPS:
            raise BadInput(N_("{count} small steps are as many as fit here.", count=MOST_STEPS))
        self._journal.put(self._journal.new_id(), {"k": "s", "o": id, "a": today, "w": _words(words)})

    def tick_step(self, step: str, on: bool) -> None:
        self._journal.mark(f"d:{step}", int(on))

    def erase_step(self, step: str, today: int) -> None:
        with self._db.transaction():
            self._journal.erase(step, today)

    def erase(self, id: str, today: int) -> None:
        """With its steps and its days, for good, on every machine."""
        with self._db.transaction():
            self._db.run("REPLACE INTO journal_gone (id, day) VALUES (?, ?)", (id, today))
            for row in self._db.rows("SELECT * FROM journal WHERE kind IN ('g', 's')"):
                if _goal_of(row) == id:
                    self._journal.erase(row["id"], today)
            self._db.run("DELETE FROM journal_marks WHERE name IN (?, ?)", (f"n:{id}", f"s:{id}"))
            self._db.run("DELETE FROM journal_marks WHERE substr(name, 1, ?) = ?", (len(id) + 3, f"t:{id}:"))
            self._db.run("DELETE FROM journal_spans WHERE goal = ?", (id,))
            self._journal.changed()


def _goal_of(row: Row) -> str:
    return str(json.loads(row["fields"])["o"])


def _words(words: str) -> str:
    """Raises BadInput."""
    text = line(words, WORDS).strip()
    if not text:
        raise BadInput(N_("There are no words yet."), todo=N_("Please write a few."), field="words")
    return text
