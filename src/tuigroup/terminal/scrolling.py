"""Rows that only moved: which part of the screen scrolled, how far, and the cheapest way to scroll it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from operator import ne
from typing import Final

from tuigroup.terminal.cells import BLANK
from tuigroup.terminal.grid import Row
from tuigroup.terminal.pen import Pen

_MARGIN: Final = 4  # columns at both ends that may differ in a row that moved: markers, bars
_TRIED: Final = 2  # distances that are looked at closely


@dataclass(frozen=True, slots=True)
class Scroll:
    """Rows ``top`` to ``bottom`` (both included) move up by ``by``, or down where it is negative."""

    top: int
    bottom: int
    by: int


def find(old: Sequence[Row], new: Sequence[Row], changed: Sequence[int], *, to_bottom: bool = False) -> Scroll | None:
    """The scroll that leaves the fewest cells to draw, None where none helps.

    ``changed`` are the rows that differ; ``to_bottom``: only regions that end with the last row can scroll.
    """
    first, last = min(changed), max(changed)
    moved = _moves(old, new, changed)
    best: Scroll | None = None
    gained = 0
    for by, rows in sorted(moved.items(), key=lambda item: -len(item[1]))[:_TRIED]:
        above, below = _region(rows, by)
        bottoms = {len(old) - 1} if to_bottom else {below, last}
        for top, bottom in product({above, first}, bottoms):
            scroll = Scroll(top, bottom, by)
            after = scrolled(old, scroll)
            span = range(top, bottom + 1)
            gain = sum(_differences(old[y], new[y]) - _differences(after[y], new[y]) for y in span)
            if gain > gained:
                best, gained = scroll, gain
    return best


def _moves(old: Sequence[Row], new: Sequence[Row], changed: Sequence[int]) -> dict[int, list[int]]:
    """For each distance the new rows that stood that far below (above, where negative) before."""
    places: dict[tuple[int, ...], list[int]] = {}
    for y in range(min(changed), max(changed) + 1):
        key = _key(old[y])
        if len(set(key)) > 1:  # rows without anything in them moved from nowhere
            places.setdefault(key, []).append(y)
    moved: dict[int, list[int]] = {}
    for y in changed:
        for place in places.get(_key(new[y]), ()):
            if place != y:
                moved.setdefault(place - y, []).append(y)
    return moved


def _key(row: Row) -> tuple[int, ...]:
    return tuple(row[_MARGIN : len(row) - _MARGIN])


def _region(rows: Sequence[int], by: int) -> tuple[int, int]:
    """The rows that took part, source and target."""
    return (min(rows), max(rows) + by) if by > 0 else (min(rows) + by, max(rows))


def _differences(one: Row, other: Row) -> int:
    return 0 if one == other else sum(map(ne, one, other))


def scrolled(rows: Sequence[Row], scroll: Scroll) -> list[Row]:
    """What is shown after a scroll; what came in is blank in the terminal's own colours."""
    top, bottom, by = scroll.top, scroll.bottom, scroll.by
    width = len(rows[0])
    came = [[BLANK] * width for _ in range(abs(by))]
    part = list(rows[top : bottom + 1])
    part = part[by:] + came if by > 0 else came + part[:by]
    return [*rows[:top], *part, *rows[bottom + 1 :]]


def draw_scroll(pen: Pen, scroll: Scroll) -> bool:
    """Scroll, leaving the margins where they are then: the next scroll most often is of the same rows.

    False, with nothing done, where the terminal can't scroll these rows that way.
    """
    before = pen.fork()
    before.restyle_for_blank(0)
    ways = [way for way in (_by_lines(before, scroll), _by_region(before, scroll)) if way is not None]
    if not ways:
        return False
    pen.take(before)
    pen.take(min(ways, key=lambda way: way.size))
    return True


def _by_lines(pen: Pen, scroll: Scroll) -> Pen | None:
    if not pen.caps.lines or scroll.top < pen.top or scroll.bottom != pen.bottom:
        return None
    way = pen.fork()
    way.move(scroll.top, 0)
    way.send(_counted(scroll.by, "M", "L"))
    return way


def _by_region(pen: Pen, scroll: Scroll) -> Pen | None:
    caps = pen.caps
    if not caps.region or not (caps.scroll or scroll.by > 0 or caps.reverse_index):
        return None
    way = pen.fork()
    set_margins(way, scroll.top, scroll.bottom)
    at_once = _counted(scroll.by, "S", "T")
    stepped = way.fork()
    if scroll.by > 0:
        stepped.move(scroll.bottom, stepped.x or 0)
        stepped.send("\n" * scroll.by)
    elif caps.reverse_index:
        stepped.move(scroll.top, stepped.x or 0)
        stepped.send("\x1bM" * -scroll.by)
    if caps.scroll and (not stepped.size or len(at_once) <= stepped.size):
        way.send(at_once)
    else:
        way.take(stepped)
    return way


def _counted(by: int, up: str, down: str) -> str:
    return f"\x1b[{abs(by) if abs(by) > 1 else ''}{up if by > 0 else down}"


def set_margins(pen: Pen, top: int, bottom: int) -> None:
    """Set the scroll margins. Where the cursor goes then is not the same everywhere."""
    if (top, bottom) == (pen.top, pen.bottom):
        return
    whole = (top, bottom) == (0, pen.height - 1)
    pen.send("\x1b[r" if whole else f"\x1b[{top + 1};{bottom + 1}r")
    pen.top, pen.bottom, pen.x, pen.y = top, bottom, None, None
