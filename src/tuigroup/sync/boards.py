"""How far back a board's threads are here without a hole, so that none of its pages is asked for twice.

What changes comes with every exchange, so what was here once stays as it is on the server: from the minute that is
kept here on, no thread of the board is missing. Kept in the store as one small text a group; knows no HTTP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.wire.words import Standing

if TYPE_CHECKING:
    from tuigroup.sync import steps
    from tuigroup.wire.sync import WantBoard
else:
    steps = Late("tuigroup.sync.steps")

PAGE: Final = 40  # threads that a board shows before older ones are asked for
_NAME: Final = "sync.boards."


class Boards:
    """Minutes by group and board; board 0 stands for all boards of the group. Writes belong into a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, g: int, since: int) -> None:
        """The group came from its beginning, with its latest threads down to this minute; 0: nothing is known."""
        self._write(g, {0: since} if since else {})

    def extend(self, g: int, board: int, before: int, since: int) -> None:
        """A page came with all threads last active from ``since`` on, and (unless 0) before ``before``."""
        known = self._read(g)
        here = self._here(known, board)
        if before and not 0 < here <= before:
            return  # between the page and what is here some may be missing
        self._write(g, known | {board: min(here or since, since)})

    def placed(self, want: WantBoard) -> WantBoard | None:
        """The part of a board's first page that is not here, None where all of it is."""
        if want.before or self._store.cursor() is None or not self._member(want.g):
            return want
        here = self._here(self._read(want.g), want.d)
        if not here:
            return want
        rows = self._store.threads.list(want.g, want.d, PAGE)
        reach = sum(row.head is not None and not row.audience and row.last_at >= here for row in rows)
        if here == steps.ALL or reach >= PAGE:
            return None
        return want.model_copy(update={"before": here})

    def _member(self, g: int) -> bool:
        mine = self._store.groups.membership(g)
        return mine is not None and mine.standing is Standing.ACTIVE

    def _here(self, known: dict[int, int], board: int) -> int:
        return min((known[one] for one in (0, board) if one in known), default=0)

    def _read(self, g: int) -> dict[int, int]:
        pairs = (pair.split(":") for pair in self._store.settings.get(f"{_NAME}{g}").split())
        return {int(board): int(minute) for board, minute in pairs}

    def _write(self, g: int, known: dict[int, int]) -> None:
        told = " ".join(f"{board}:{minute}" for board, minute in sorted(known.items()))
        self._store.settings.set(f"{_NAME}{g}", told)
