"""A member's own check-ins: how they were in one of five steps, a note, what helped. Nobody else sees them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import private_journal as shape
from tuigroup.store.database import Database
from tuigroup.store.journal import Journal
from tuigroup.text import clean, line

NOTE: Final = 600
HELPED: Final = 40
MOST_HELPED: Final = 5
_ERASED_AFTER: Final = 31  # days after which nobody checks in for a day again


@dataclass(frozen=True, slots=True)
class CheckIn:
    """``at`` is the minute on the member's own clock, since 1970; ``mood`` 1 to 5, the best last."""

    id: str
    at: int
    mood: int
    note: str = ""
    helped: tuple[str, ...] = ()

    @property
    def day(self) -> int:
        return self.at // shape.DAY


class CheckIns:
    def __init__(self, database: Database, journal: Journal) -> None:
        self._db = database
        self._journal = journal

    def latest(self, since: int = 0, limit: int = 500) -> list[CheckIn]:
        """Those of day ``since`` and later, the latest first."""
        rows = self._db.rows(
            "SELECT * FROM journal WHERE kind = 'c' AND at >= ? ORDER BY at DESC, id DESC LIMIT ?",
            (since * shape.DAY, limit),
        )
        return [_check_in(row) for row in rows]

    def get(self, id: str) -> CheckIn | None:
        row = self._db.row("SELECT * FROM journal WHERE kind = 'c' AND id = ?", (id,))
        return None if row is None else _check_in(row)

    def moods(self, since: int) -> dict[int, int]:
        """The mood of each day that has one: its last check-in's."""
        weeks = self._db.rows("SELECT * FROM journal_weeks WHERE CAST(week AS INTEGER) >= ?", (shape.week_of(since),))
        found = shape.unfolded({row["week"]: row["days"] for row in weeks})
        found |= {one.day: one.mood for one in reversed(self.latest(since, 5000))}
        return {day: mood for day, mood in found.items() if day >= since}

    def add(self, at: int, mood: int, note: str = "", helped: Iterable[str] = ()) -> CheckIn:
        made = _tidied(CheckIn(self._journal.new_id(), at, mood, note, tuple(helped)))
        self._journal.put(made.id, _check_in_fields(made))
        return made

    def change(
        self, id: str, *, mood: int = 0, note: str | None = None, helped: Iterable[str] | None = None
    ) -> CheckIn:
        """What is named is another from now on. The check-in as it is now; its id may be another."""
        before = self.get(id)
        if before is None:
            raise BadInput(N_("This check-in is not here any more."))
        made = _tidied(
            CheckIn(
                id, before.at, mood or before.mood, before.note if note is None else note,
                before.helped if helped is None else tuple(helped),
            )
        )  # fmt: skip
        if made == before:
            return before
        with self._db.transaction():
            fields = {**self._journal.fields(id), **_check_in_fields(made)}
            return CheckIn(self._journal.replace(id, fields), made.at, made.mood, made.note, made.helped)

    def erase(self, id: str) -> None:
        """For good, on every machine."""
        found = self.get(id)
        if found is None:
            return
        with self._db.transaction():
            self._journal.erase(id, found.day)
            others = [one for one in self.latest(found.day) if one.day == found.day]
            old = found.day < self._journal.now() // shape.DAY - _ERASED_AFTER
            if not others and (old or found.day in self.moods(found.day)):
                self._journal.fold(shape.folded({found.day: 0}))

    def helped_before(self, limit: int = 8) -> list[str]:
        """Own words for what helped, the ones used most often first."""
        counts: dict[str, int] = {}
        for one in self.latest():
            for word in one.helped:
                counts[word] = counts.get(word, 0) + 1
        return sorted(counts, key=lambda word: -counts[word])[:limit]


def _check_in(row: Row) -> CheckIn:
    fields = json.loads(row["fields"])
    return _tidied(CheckIn(row["id"], row["at"], fields["m"], fields["n"], tuple(fields["h"])))


def _check_in_fields(one: CheckIn) -> dict[str, Any]:
    return {"k": "c", "a": one.at, "m": one.mood, "n": one.note, "h": list(one.helped)}


def _tidied(one: CheckIn) -> CheckIn:
    """Harmless, in a bounded length, and no word twice."""
    words = dict.fromkeys(found for word in one.helped if (found := line(word, HELPED)))
    return CheckIn(one.id, one.at, one.mood, clean(one.note, NOTE).strip(), tuple(words)[:MOST_HELPED])
