"""A screen of cells: rows that are written into, with wide characters always whole.

It does not know what any terminal shows, nor where text came from.
"""

from __future__ import annotations

from collections.abc import Sequence

from tuigroup.terminal.cells import BLANK, STYLE, base, blank, glyph, is_second_half

Row = list[int]


class Grid:
    """``rows[y][x]`` is a cell; ``dirty`` the rows written since somebody took them."""

    __slots__ = ("dirty", "height", "rows", "width")

    def __init__(self, width: int, height: int, ground: int = BLANK) -> None:
        self.width, self.height = width, height
        self.rows: list[Row] = [[ground] * width for _ in range(height)]
        self.dirty: set[int] = set(range(height))

    def put(self, y: int, x: int, cells: Sequence[int]) -> None:
        """Write cells from a place on; what would stand outside is left out, half a wide character is blank."""
        if not 0 <= y < self.height or not 0 <= x < self.width or not cells:
            return
        row, end = self.rows[y], x + len(cells)
        if end > self.width:
            cells, end = cut(cells, self.width - x), self.width
        if is_second_half(row[x]):
            row[x - 1] = blank(row[x - 1] & STYLE)
        if end < self.width and is_second_half(row[end]):
            row[end] = blank(row[end])
        row[x:end] = cells
        if end == self.width:
            _without_marks_at_the_end(row)
        self.dirty.add(y)

    def resize(self, width: int, height: int) -> None:
        """Keep what fits; the rest is blank."""
        rows = [cut(row, width) + [BLANK] * (width - len(row)) for row in self.rows[:height]]
        rows += [[BLANK] * width for _ in range(height - len(rows))]
        for row in rows:
            _without_marks_at_the_end(row)
        self.width, self.height, self.rows = width, height, rows
        self.dirty = set(range(height))

    def line(self, y: int) -> str:
        """The text of a row, as wide as the row."""
        return "".join(map(glyph, self.rows[y]))

    def text(self) -> str:
        """All rows, without the blanks at their ends."""
        return "\n".join(self.line(y).rstrip() for y in range(self.height))


def _without_marks_at_the_end(row: Row) -> None:
    """The last character alone: behind it some terminals give its marks to the one before."""
    place = len(row) - 2 if is_second_half(row[-1]) else len(row) - 1
    row[place] = base(row[place])


def cut(cells: Sequence[int], width: int) -> Row:
    """The first cells; a wide character that does not fit whole is a blank."""
    kept = list(cells[:width])
    if kept and len(cells) > width and is_second_half(cells[width]):
        kept[-1] = blank(kept[-1] & STYLE)
    return kept
