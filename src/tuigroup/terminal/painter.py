"""From what a terminal shows to what it should show, in the fewest bytes that are found: no I/O, no clock.

Three ways are tried: changing what differs, scrolling first, and clearing first. Text that is written never
comes from anywhere but the cells of the new grid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import ne
from typing import Final

from tuigroup.terminal import scrolling
from tuigroup.terminal.capabilities import Capabilities
from tuigroup.terminal.cells import BLANK, STYLE
from tuigroup.terminal.grid import Grid, Row, cut
from tuigroup.terminal.pen import Pen, State
from tuigroup.terminal.rows import draw_changes, draw_row

_WORTH_SCROLLING: Final = 40  # changed cells from which a scroll is looked for
_FEW: Final = 3  # changed rows that are also tried upwards
_WORTH_CLEARING: Final = 40  # bytes of changes from which clearing is tried

# Whatever was there before: plain style, no margins, an empty screen.
AFRESH: Final = "\x1b[m\x1b[r\x1b[H\x1b[J"


@dataclass(frozen=True, slots=True)
class Painted:
    """The bytes of a frame, and the terminal once it has them."""

    data: bytes
    state: State


def paint(old: Grid, new: Grid, caps: Capabilities, state: State, cursor: tuple[int, int] | None = None) -> Painted:
    """The bytes that make a terminal in ``state`` that shows ``old`` show ``new``; both of one size.

    ``cursor`` (column, row) is where the cursor stands at the end; None leaves it anywhere.
    """
    rows = new.rows if caps.corner else reachable(new.rows, old.rows[-1][-1])
    changed = [y for y in range(new.height) if old.rows[y] != rows[y]]
    # A marker that moves up is cheaper drawn upwards.
    orders = [changed, changed[::-1]] if 1 < len(changed) <= _FEW else [changed]
    ways = [Pen(caps, new.width, new.height, state) for _ in orders]
    for pen, order in zip(ways, orders, strict=True):
        if order:
            _draw(pen, old.rows, rows, order)
        if cursor is not None:
            x, y = min(cursor[0], new.width - 1), min(cursor[1], new.height - 1)
            pen.move(y, x, rows[y])
    best = min(ways, key=lambda pen: pen.size)
    return Painted(best.text().encode("utf-8", "replace"), best.state())


def reachable(rows: Sequence[Row], corner: int) -> list[Row]:
    """The rows where the last cell can't be written, since that would scroll; it is ``corner``."""
    last = [*cut(rows[-1], len(rows[-1]) - 1), corner]
    return [*rows[:-1], last]


def blank_state(height: int) -> State:
    """A terminal just after AFRESH."""
    return State(0, 0, 0, 0, height - 1)


def _draw(pen: Pen, old: Sequence[Row], new: Sequence[Row], changed: Sequence[int]) -> None:
    corner = pen.caps.corner  # without it nothing may move the last cell, which can't be written
    best: Pen | None = None
    if corner and len(changed) > 2 and (pen.caps.region or pen.caps.lines):
        best = _by_scrolling(pen, old, new, changed)
    best = _by_changes(pen, best, old, new, changed)
    if corner and len(changed) > 2:
        for start in dict.fromkeys((min(changed), _last_part(changed))):
            if best.size > _WORTH_CLEARING and _empties(old[start:], new[start:]):
                best = _by_clearing(pen, best, old, new, [y for y in changed if y < start], start)
    pen.take(best)


def _by_changes(pen: Pen, best: Pen | None, old: Sequence[Row], new: Sequence[Row], changed: Sequence[int]) -> Pen:
    way = pen.fork()
    for y in changed:
        draw_row(way, y, old[y], new[y])
        if best is not None and way.size >= best.size:
            return best
    return way


def _by_scrolling(pen: Pen, old: Sequence[Row], new: Sequence[Row], changed: Sequence[int]) -> Pen | None:
    if sum(sum(map(ne, old[y], new[y])) for y in changed) < _WORTH_SCROLLING:
        return None
    scroll = scrolling.find(old, new, changed, to_bottom=not pen.caps.region)
    way = pen.fork()
    if scroll is None or not scrolling.draw_scroll(way, scroll):
        return None
    after = scrolling.scrolled(old, scroll)
    for y in range(pen.height):
        draw_row(way, y, after[y], new[y])
    return way


def _empties(old: Sequence[Row], new: Sequence[Row]) -> bool:
    """Whether more cells become blank than stay as they are with something in them."""
    emptied = kept = 0
    for before, row in zip(old, new, strict=True):
        blank = row[-1]
        kept += sum([cell == was != blank for was, cell in zip(before, row, strict=True)])
        emptied += sum([was != cell == blank for was, cell in zip(before, row, strict=True)])
    return emptied > kept


def _last_part(changed: Sequence[int]) -> int:
    """The first of the changed rows below the largest gap between them."""
    rows = sorted(changed)
    gaps = [(below - above, below) for above, below in pairwise(rows)]
    gap, start = max(gaps)
    return start if gap > 1 else rows[0]


def _by_clearing(pen: Pen, best: Pen, old: Sequence[Row], new: Sequence[Row], above: Sequence[int], start: int) -> Pen:
    """Change the rows ``above``; clear from ``start`` on, and write on blanks."""
    way = pen.fork()
    for y in above:
        draw_row(way, y, old[y], new[y])
    ground = _ground(way, new[start:])
    way.restyle_for_blank(ground & STYLE)
    way.move(start, 0)
    way.send("\x1b[J")
    empty = [ground] * way.width
    for y, row in enumerate(new[start:], start):
        draw_changes(way, y, empty, row)
        if way.size >= best.size:
            return best
    return way


def _ground(pen: Pen, new: Sequence[Row]) -> int:
    """The blank that most rows end with, if erasing can leave it."""
    most, _ = Counter(row[-1] for row in new).most_common(1)[0]
    return most if pen.erases_to(most) else BLANK
