"""Rows of a list before anything draws them: what each says at a width, and what it stands for. Knows no screen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tuigroup.views.lines import Line, cut, line

MARGIN: Final = 3  # columns on the left, for the marker

Draw = Callable[[int], Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``draw(columns)`` gives its lines; ``height`` is how many, 0 when only drawing tells.

    A row without a key is a heading or a blank: the marker passes it. ``sign`` stands in the marker's
    column while the marker is elsewhere. ``item`` is whatever the screen wants back.
    """

    key: Hashable | None
    draw: Draw
    height: int = 1
    item: Any = None
    sign: str = " "

    def lines(self, columns: int) -> list[Line]:
        """What it says, in lines of at most that many columns."""
        return [cut(one, columns) for one in self.draw(columns)]


def text_row(*lines: Line | str, key: Hashable | None = None, item: Any = None, sign: str = " ") -> Row:
    """A row of ready lines; without a key it can't be selected."""
    ready = tuple(line(of) if isinstance(of, str) else of for of in lines)
    return Row(key, lambda _columns: ready, len(ready), item, sign)


BLANK: Final = text_row("")


def margin(row: Row, *, first: bool, marked: bool) -> Line:
    """What stands left of a line of a row: of its ``first`` one, where the marker is, and elsewhere."""
    if not first:
        return line("   ")
    return line(" ", (">", "mark"), " ") if marked else line(f" {row.sign} ")


def beginning(rows: Iterable[Row], columns: int) -> tuple[list[Line], tuple[int, int] | None]:
    """All lines of a list with the marker on the first row that can have it; from where to where that row goes."""
    lines: list[Line] = []
    at: tuple[int, int] | None = None
    for row in rows:
        drawn = row.lines(columns) or [()]
        marked = at is None and row.key is not None
        if marked:
            at = len(lines), len(lines) + len(drawn)
        lines += [(*margin(row, first=not place, marked=marked), *of) for place, of in enumerate(drawn)]
    return lines, at
