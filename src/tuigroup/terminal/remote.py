"""What a far terminal shows and what it should show: frames are the difference, made when they can be sent.

Knows no line and no clock. Frames that were never asked for are never made, so nothing piles up.
"""

from __future__ import annotations

from operator import ne
from typing import Final

from tuigroup.terminal.capabilities import Capabilities
from tuigroup.terminal.cells import BLANK, CODE, REVERSE, SPACE, STYLE, background, blank
from tuigroup.terminal.grid import Grid, Row
from tuigroup.terminal.painter import AFRESH, blank_state, paint, reachable
from tuigroup.terminal.pen import State

_REVERSE_BIT: Final = REVERSE << 10


def _ground(style: int) -> int:
    """Of a style what is seen behind a character."""
    return background(style) | style & _REVERSE_BIT


class Remote:
    """``want`` is written into; ``frame`` gives the bytes that make the terminal show it.

    ``cursor`` (column, row) is where the terminal's own cursor is wanted; ``place`` where it stands after a frame.
    """

    __slots__ = ("_have", "_known", "_shown", "_state", "caps", "cursor", "place", "want")

    def __init__(self, width: int, height: int, caps: Capabilities) -> None:
        self.caps = caps
        self.want = Grid(width, height)
        self.cursor = self.place = (0, 0)
        self._have = Grid(width, height)
        self._state: State = blank_state(height)
        self._known = False
        self._shown: int | None = None  # the row whose cell under the cursor is drawn as the cursor leaves it

    @property
    def size(self) -> tuple[int, int]:
        return self.want.width, self.want.height

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size now, and shows nobody knows what."""
        self.want.resize(width, height)
        self._have = Grid(width, height)
        self.forget()

    def forget(self) -> None:
        """The terminal may show anything: the next frame begins with an empty screen."""
        self._known = False

    def blank(self) -> bytes:
        """The bytes that leave nothing on the screen; what was wanted is forgotten too."""
        width, height = self.size
        for y in range(height):
            self.want.put(y, 0, [BLANK] * width)
        self.forget()
        self.cursor = (0, 0)
        return self.frame()

    @property
    def shown(self) -> Grid:
        """What the terminal shows, as far as it has what was sent."""
        return self._have

    def changes(self) -> int:
        """How many cells the next frame would change."""
        have, want = self._have.rows, self.want.rows
        return sum(sum(map(ne, have[y], want[y])) for y in self.want.dirty if have[y] != want[y])

    def frame(self) -> bytes:
        """The bytes that bring the terminal up to date; it is taken to have them from now on."""
        before = b""
        if not self._known:
            before = AFRESH.encode()
            self._have = Grid(self.want.width, self.want.height)
            self._state = blank_state(self.want.height)
            self._known = True
            self.want.dirty.update(range(self.want.height))
        shown = self._as_shown()
        done = paint(self._have, shown, self.caps, self._state, self.place)
        self._state = done.state
        self._have = shown
        return before + done.data

    def _as_shown(self) -> Grid:
        """What is wanted, with the rows that did not change shared with what is shown."""
        want, have = self.want, self._have
        x, y = min(max(self.cursor[0], 0), want.width - 1), min(max(self.cursor[1], 0), want.height - 1)
        touched = want.dirty | {y}
        if self._shown is not None:
            touched.add(self._shown)
        want.dirty = set()
        shown = Grid(want.width, 0)
        shown.height, shown.dirty = want.height, set()
        shown.rows = have.rows[:]
        for row in touched:
            if row < want.height and have.rows[row] != want.rows[row]:
                shown.rows[row] = want.rows[row][:]
        self._shown, self.place = None, (x, y)
        for own in (x, x - 1):  # Textual's line of text asks for the cursor one column behind its own
            under = _without_own_cursor(want.rows[y], own) if own >= 0 else None
            if under is not None:
                shown.rows[y] = under
                self._shown, self.place = y, (own, y)
                break
        if not self.caps.corner:
            shown.rows = reachable(shown.rows, have.rows[-1][-1])
        return shown


def _without_own_cursor(row: Row, x: int) -> Row | None:
    """The row without a cursor that the program drew itself, as one cell reversed or on another background.

    None where there is none. The terminal's own cursor stands there anyway, and typing costs a byte instead of
    two changes of style.
    """
    cell, around = row[x], [row[place] & STYLE for place in (x - 1, x + 1) if 0 <= place < len(row)]
    if not around or any(_ground(beside) == _ground(cell & STYLE) for beside in around):
        return None
    style = cell & STYLE & ~_REVERSE_BIT if cell & _REVERSE_BIT else around[0]
    changed = row[:]
    changed[x] = blank(style) if cell >> CODE == SPACE else cell & ~STYLE | style
    return changed
