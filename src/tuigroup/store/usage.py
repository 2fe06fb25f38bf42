"""Bytes over the line by kind: in this session, today, this month. Days and months are those of UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tuigroup.store.database import Database

UpDown = tuple[int, int]


class Usages:
    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._db = database
        self._clock = clock
        self._session: dict[str, UpDown] = {}

    def add(self, kind: str, up: int, down: int) -> None:
        """Bytes of one exchange."""
        before = self._session.get(kind, (0, 0))
        self._session[kind] = (before[0] + up, before[1] + down)
        with self._db.transaction():
            self._db.run(
                "INSERT INTO usage (day, kind, up, down) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (day, kind) DO UPDATE SET up = up + excluded.up, down = down + excluded.down",
                (self._day(), kind, up, down),
            )
            self._db.touch("usage")

    def clear(self) -> None:
        """Nothing was used so far."""
        with self._db.transaction():
            self._db.run("DELETE FROM usage")
            self._session.clear()

    def session(self) -> dict[str, UpDown]:
        """Since the store was opened."""
        return dict(self._session)

    def month(self) -> dict[str, UpDown]:
        today = datetime.fromtimestamp(self._clock(), UTC).date()
        return self._since(today.replace(day=1).toordinal())

    def today(self) -> UpDown:
        found = self._since(self._day()).values()
        return sum(up for up, _ in found), sum(down for _, down in found)

    def _since(self, day: int) -> dict[str, UpDown]:
        rows = self._db.rows(
            "SELECT kind, sum(up) AS up, sum(down) AS down FROM usage WHERE day >= ? GROUP BY kind ORDER BY kind",
            (day,),
        )
        return {row["kind"]: (row["up"], row["down"]) for row in rows}

    def _day(self) -> int:
        return datetime.fromtimestamp(self._clock(), UTC).date().toordinal()
