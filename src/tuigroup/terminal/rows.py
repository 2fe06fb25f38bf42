"""One row from what is shown to what should be: changed stretches, erasing to the end, shifting.

Every way ends with the same row; the cheapest is taken.
"""

from __future__ import annotations

from operator import ne
from typing import Final

from tuigroup.terminal.cells import CODE, SPACE, STYLE, is_second_half, on_blank
from tuigroup.terminal.grid import Row
from tuigroup.terminal.pen import Pen, jump
from tuigroup.terminal.sgr import change

UNKNOWN: Final = -1  # a cell that equals none: it is written in any case
_WORTH_ERASING: Final = 30  # bytes from which erasing the row first is tried
_WORTH_SHIFTING: Final = 10
_LONGEST_GAP: Final = 12
_MANY_EMPTIED: Final = 6  # cells
_SHIFTS: Final = (1, -1, 2, -2, 3, -3, 4, -4)
_FARTHEST: Final = 4


def draw_row(pen: Pen, y: int, old: Row, new: Row) -> None:
    """Make row ``y`` show ``new`` where it shows ``old``."""
    if old == new:
        return
    first = next(x for x, (one, other) in enumerate(zip(old, new, strict=True)) if one != other)
    best = pen.fork()
    draw_changes(best, y, old, new)
    if best.size > _WORTH_SHIFTING and pen.caps.shift:
        by = _moved_by(old, new, first)
        if by:
            best = _shifted(pen, best, y, old, new, first, by)
    if best.size > _WORTH_ERASING and _emptied(old, new, first) > _MANY_EMPTIED:
        best = _erased(pen, best, y, old, new, first)
    pen.take(best)


def draw_changes(pen: Pen, y: int, old: Row, new: Row) -> None:
    """The same without looking for other ways than changing what differs, and erasing blanks at the end."""
    end, erase = _tail(pen, old, new)
    for start, stop in _stretches(pen, old, new, end):
        pen.move(y, start, new)
        pen.write(new, start, stop)
    if erase:
        pen.move(y, end, new)
        pen.restyle_for_blank(new[-1] & STYLE)
        pen.send("\x1b[K")


def _tail(pen: Pen, old: Row, new: Row) -> tuple[int, bool]:
    """Where the blanks at the end of the new row begin, and whether erasing them pays."""
    width, last = pen.width, new[-1]
    if not pen.erases_to(last):
        return width, False
    end = width - 1
    while end and new[end - 1] == last:
        end -= 1
    if sum(map(ne, old[end:], new[end:])) > 2:
        return end, True
    return width, False


def _stretches(pen: Pen, old: Row, new: Row, end: int) -> list[tuple[int, int]]:
    """What has to be written before ``end``: changed cells, and those between that cost less than jumping."""
    found: list[tuple[int, int]] = []
    start = stop = -1  # of the stretch being gathered
    wide = min(new) < 1 << CODE
    for x in [x for x in range(end) if old[x] != new[x]]:
        if x < stop:
            continue
        begin, after = x, x + 1
        if wide:
            begin -= is_second_half(new[x])
            after += after < pen.width and is_second_half(new[after])
        if start < 0:
            start = begin
        elif begin > stop and not _pays(pen, new, stop, begin):
            found.append((start, stop))
            start = begin
        stop = after
    if start >= 0:
        found.append((start, stop))
    return found


def _pays(pen: Pen, new: Row, start: int, stop: int) -> bool:
    """Whether writing the unchanged cells between two stretches costs at most what jumping over them would."""
    if stop - start > _LONGEST_GAP:
        return False
    before = style = new[start - 1] & STYLE
    cost = 0
    for cell in new[start : stop + 1]:
        wanted, code = cell & STYLE, cell >> CODE
        if wanted != (on_blank(style) if code == SPACE else style):
            cost += len(change(style, wanted, pen.caps.unset))
            style = wanted
        cost += 1 if code < 127 else 3
    way = len(jump(start, stop, pen.width, pen.caps.tabs)) + len(change(before, new[stop] & STYLE, pen.caps.unset))
    return cost - 1 <= way


def _moved_by(old: Row, new: Row, first: int) -> int:
    """How far what follows the first change moved to the right (left, where negative); 0 where it did not."""
    start = first + _FARTHEST
    sample = new[start : start + 8]
    for by in _SHIFTS:
        if len(set(sample)) > 1 and sample == old[start - by : start - by + 8]:
            return by
    return 0


def _shifted(pen: Pen, best: Pen, y: int, old: Row, new: Row, first: int, by: int) -> Pen:
    """Insert or delete characters at the first change, where the rest of the row only moved."""
    if by < 0 and (not pen.erases_to(new[-1]) or is_second_half(old[first - by])):
        return best
    way = pen.fork()
    way.move(y, first, new)
    if by < 0:
        way.restyle_for_blank(new[-1] & STYLE)
    count = "" if abs(by) == 1 else str(abs(by))
    way.send(f"\x1b[{count}{'@' if by > 0 else 'P'}")
    draw_changes(way, y, _shift(old, new, first, by), new)
    return way if way.size < best.size else best


def _shift(old: Row, new: Row, first: int, by: int) -> Row:
    """What the row shows after inserting (or deleting) at ``first``; what came in is as the terminal pleases."""
    if by < 0:
        return old[:first] + old[first - by :] + [new[-1]] * -by
    moved = (old[:first] + [UNKNOWN] * by + old[first:])[: len(old)]
    if is_second_half(old[len(old) - by]):
        moved[-1] = UNKNOWN
    return moved


def _emptied(old: Row, new: Row, first: int) -> int:
    """How many cells are blanks now and were not, the blanks at the end of the row not counted."""
    last, end = new[-1], len(new)
    while end > first and new[end - 1] == last:
        end -= 1
    return sum([cell == last != before for before, cell in zip(old[first:end], new[first:end], strict=True)])


def _erased(pen: Pen, best: Pen, y: int, old: Row, new: Row, first: int) -> Pen:
    """Erase from the first change on, and write on blanks."""
    if not pen.erases_to(new[-1]):
        return best
    start = first - 1 if is_second_half(new[first]) or is_second_half(old[first]) else first
    way = pen.fork()
    way.move(y, start, new)
    way.restyle_for_blank(new[-1] & STYLE)
    way.send("\x1b[K")
    draw_changes(way, y, old[:start] + [new[-1]] * (pen.width - start), new)
    return way if way.size < best.size else best
