"""How much that is heavy somebody opened in this shift, for themselves alone: kept here and in their private record.

No operation of the outbox tells of it, and no server can read it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from tuigroup.store import private_shift as shape
from tuigroup.store.database import Database
from tuigroup.store.marks import Marks
from tuigroup.store.settings import Settings

_NAME: Final = "record.shift"


class Exposure:
    def __init__(self, database: Database, settings: Settings, marks: Marks, now_min: Callable[[], int]) -> None:
        self._db = database
        self._settings = settings
        self._marks = marks
        self._now = now_min

    def note(self, g: int, post: int) -> bool:
        """Something heavy was opened: a post, whether as such or in a case. Whether the limit is reached by it."""
        whole, thing = self._whole(), f"{g}.{post}"
        before = self.count()
        new = thing not in shape.shift(whole, self._now())
        # Never as early as the end of the shift before, or it would count as part of that one.
        at = max(self._now(), whole.get("e", 0) + 1)
        self._keep(shape.merge(whole, {"o": {thing: at}}))
        return new and bool(self.limit()) and before + 1 == self.limit()

    def count(self) -> int:
        return len(self._shift())

    def since(self) -> int:
        """The minute in which the shift began, 0 where there is none."""
        return min(self._shift().values(), default=0)

    def end(self) -> None:
        """The shift is over; the next heavy thing begins another."""
        whole = self._whole()
        latest = max(whole.get("o", {}).values(), default=0)
        self._keep(shape.merge(whole, {"e": max(self._now(), latest)}))

    def limit(self) -> int:
        """After how many heavy things a break is suggested; 0 for never."""
        mark = self._whole().get("l")
        return 0 if mark is None else int(mark[0])

    def set_limit(self, count: int) -> None:
        whole = self._whole()
        mark = whole.get("l")
        stamp = max(self._now(), mark[1] + 1 if mark else 0)
        self._keep(shape.merge(whole, {"l": [min(max(count, 0), shape.MOST_LIMIT), stamp]}))

    # The private record

    def export(self) -> shape.Record:
        """``{"sh": ...}`` for the private record, {} where there is nothing."""
        whole = self._whole()
        return {shape.PART: whole} if whole else {}

    def merge(self, record: Mapping[str, Any]) -> None:
        """Takes in another machine's. Merging again, or in another order, gives the same."""
        theirs = shape.tidy(record.get(shape.PART) or {})
        mine = self._whole()
        after = shape.merge(mine, theirs)
        if after != mine:
            self._write(after)
        if after != theirs:
            self._marks.changed()

    def _shift(self) -> dict[str, int]:
        return shape.shift(self._whole(), self._now())

    def _whole(self) -> shape.Record:
        return shape.tidy(json.loads(self._settings.get(_NAME) or "{}"))

    def _keep(self, whole: shape.Record) -> None:
        with self._db.transaction():
            self._write(whole)
            self._marks.changed()

    def _write(self, whole: shape.Record) -> None:
        with self._db.transaction():
            self._settings.set(_NAME, json.dumps(whole))
            self._db.touch("cases")
