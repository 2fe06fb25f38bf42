"""The cursor of a far terminal, and the cheapest way to move it, to restyle it and to write with it.

A pen never decides what is to be written; it says what every step costs, so that ways can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tuigroup.terminal.capabilities import Capabilities
from tuigroup.terminal.cells import (
    BLANK,
    CODE,
    SPACE,
    STYLE,
    background,
    characters,
    erasable,
    glyph,
    is_second_half,
    on_blank,
)
from tuigroup.terminal.encode import sure
from tuigroup.terminal.sgr import change

_DOWN = 4  # more line feeds than this are longer than a movement
_TAB = 8
_MANY = 16  # repeating is left to long runs: not every terminal that goes by xterm's name knows it
_RUN = re.compile(r"(.)\1{4,}")


@lru_cache(8192)
def jump(start: int, end: int, width: int, tabs: bool) -> str:
    """The shortest movement from a column to a later one that does not depend on what stands there."""
    best = _right(end - start)
    if not tabs:
        return best
    stop = end // _TAB * _TAB
    if stop > start:
        best = min(best, "\t" * (stop // _TAB - start // _TAB) + _right(end - stop), key=len)
    after = stop + _TAB
    if after < width and after - end <= 2:
        best = min(best, "\t" * (after // _TAB - start // _TAB) + "\b" * (after - end), key=len)
    return best


def _right(steps: int) -> str:
    return f"\x1b[{steps}C" if steps > 1 else "\x1b[C" if steps else ""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a terminal between frames: cursor (None: not known), style, scroll margins."""

    x: int | None = None
    y: int | None = None
    style: int = 0
    top: int = 0
    bottom: int = 0


class Pen:
    """Writes into ``out``; ``size`` is what that is in bytes."""

    __slots__ = ("bottom", "caps", "height", "out", "size", "style", "top", "width", "x", "y")

    def __init__(self, caps: Capabilities, width: int, height: int, state: State) -> None:
        self.caps, self.width, self.height = caps, width, height
        self.x, self.y, self.style = state.x, state.y, state.style
        self.top, self.bottom = state.top, state.bottom
        self.out: list[str] = []
        self.size = 0

    def state(self) -> State:
        return State(self.x, self.y, self.style, self.top, self.bottom)

    def fork(self) -> Pen:
        """Another pen in the same place, with nothing written."""
        return Pen(self.caps, self.width, self.height, self.state())

    def take(self, other: Pen) -> None:
        """Go on where another pen, forked from this one, stands."""
        self.x, self.y, self.style, self.top, self.bottom = other.x, other.y, other.style, other.top, other.bottom
        self.out += other.out
        self.size += other.size

    def send(self, control: str) -> None:
        """Controls, always ASCII."""
        self.out.append(control)
        self.size += len(control)

    def text(self) -> str:
        return "".join(self.out)

    # Style

    def restyle(self, style: int) -> None:
        self.send(change(self.style, style, self.caps.unset))
        self.style = style

    def restyle_for_blank(self, style: int) -> None:
        """A style in which erasing, or writing blanks, gives blanks of ``style``."""
        if on_blank(self.style) != style:
            self.restyle(style)

    def erases_to(self, cell: int) -> bool:
        """Whether erasing can leave this cell, in some style."""
        return erasable(cell) and (self.caps.fill or not background(cell))

    # Moving

    def move(self, y: int, x: int, row: Sequence[int] | None = None) -> None:
        """Put the cursor into a place. ``row`` is what that row shows left of it: writing it again also moves."""
        if self.y == y and self.x == x:
            return
        best = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"
        down = self._vertical(y)
        if down is not None:
            way = down + self._across(x, row)
            if len(way) < len(best):
                best = way
        self.send(best)
        self.y, self.x = y, x

    def _vertical(self, y: int) -> str | None:
        """To a row without changing the column; None where only an absolute movement is safe."""
        if self.y is None or y == self.y:
            return None if self.y is None else ""
        rows = y - self.y
        # Outside the margins terminals differ in what stops a movement; steps scroll only at a margin itself.
        inside = self.top <= self.y <= self.bottom and self.top <= y <= self.bottom
        if rows > 0:
            if rows <= _DOWN and not self.y <= self.bottom < y:
                return "\n" * rows
            return f"\x1b[{rows}B" if inside else None
        if self.caps.reverse_index and rows >= -2 and not y < self.top <= self.y:
            return "\x1bM" * -rows
        if not inside:
            return None
        return f"\x1b[{-rows}A" if rows < -1 else "\x1b[A"

    def _across(self, x: int, row: Sequence[int] | None) -> str:
        """To a column of the row."""
        if self.x == x:
            return ""
        best = "\r" + self.forward(0, x, row) if x else "\r"
        if self.caps.column and len(f"\x1b[{x + 1}G") < len(best):
            best = f"\x1b[{x + 1}G"
        if self.x is not None:
            steps = x - self.x
            way = self.forward(self.x, x, row) if steps > 0 else "\b" * -steps if steps >= -3 else f"\x1b[{-steps}D"
            if len(way) < len(best):
                best = way
        return best

    def forward(self, start: int, end: int, row: Sequence[int] | None = None) -> str:
        """From a column to a later one."""
        best = jump(start, end, self.width, self.caps.tabs)
        if row is None or len(best) < 2:
            return best
        if end - start <= len(best):
            return self.again(row, start, end) or best
        stop = end // _TAB * _TAB
        if self.caps.tabs and start < stop < end:
            rest = self.again(row, stop, end)
            if rest and stop // _TAB - start // _TAB + len(rest) < len(best):
                return "\t" * (stop // _TAB - start // _TAB) + rest
        return best

    def again(self, row: Sequence[int], start: int, end: int) -> str | None:
        """Cells that stand there already, if they can be written again as the pen is now, in a byte each."""
        style, blanks = self.style, on_blank(self.style)
        for cell in row[start:end]:
            code = cell >> CODE
            if not SPACE <= code < 127 or (cell & STYLE) != (blanks if code == SPACE else style):
                return None
        return "".join([chr(cell >> CODE) for cell in row[start:end]])

    # Writing

    def write(self, row: Sequence[int], start: int, end: int) -> None:
        """Write the cells of a row from where the cursor stands (``start``) to before ``end``."""
        x = start
        while x < end:
            known = characters(self.style)
            found = [known.get(cell, "") for cell in row[x:end]]
            count = found.index("") if "" in found else len(found)
            if count:
                self._write_text("".join(found[:count]), x, end)
                x += count
            elif (row[x] & STYLE) != self.style:
                self._restyle_for(row, x, end)
            else:
                x = self._write_glyph(row, x, end)
        if x >= self.width and (self.x is None or self.x >= self.width):
            self._at_the_end()

    def _at_the_end(self) -> None:
        """Behind the last column: where the cursor stands differs from terminal to terminal."""
        self.x = None
        if not self.caps.corner:
            self.y = None

    def _restyle_for(self, row: Sequence[int], x: int, end: int) -> None:
        """A style for the next cell; for blanks that of what follows, if they look the same in it."""
        style = row[x] & STYLE
        if row[x] >> CODE == SPACE:
            after = next((cell & STYLE for cell in row[x:end] if cell != row[x]), style)
            style = after if on_blank(after) == style else style
        self.restyle(style)

    def _write_text(self, text: str, x: int, end: int) -> None:
        """ASCII in the style of the pen, from column ``x`` on."""
        done = 0
        for run in _RUN.finditer(text):
            self.send(text[done : run.start()])
            done = run.end()
            if self._write_run(text[run.start()], x + run.start(), done - run.start(), x + done >= end):
                return
        self.send(text[done:])
        self.x = x + len(text)

    def _write_run(self, character: str, x: int, count: int, last: bool) -> bool:
        """The same character several times; True where the cursor stays at ``x``."""
        best, stays = character * count, False
        if self.caps.repeat and count >= _MANY:
            best = f"{character}\x1b[{count - 1}b"
        if character == " " and self.caps.erase and self.erases_to(BLANK | on_blank(self.style)):
            way = f"\x1b[{count}X" + ("" if last else self.forward(x, x + count))
            if len(way) < len(best):
                best, stays = way, last
        self.send(best)
        self.x = x if stays else x + count
        return stays

    def _write_glyph(self, row: Sequence[int], x: int, end: int) -> int:
        """One character that is not ASCII; the column after it."""
        text = glyph(row[x])
        self.out.append(text)
        self.size += len(text.encode("utf-8", "replace"))
        known = sure(row[x])
        x += 2 if x + 1 < len(row) and is_second_half(row[x + 1]) else 1
        self.x = x if known else None
        if not known and x < end and self.y is not None:
            self.move(self.y, x)
        return x
