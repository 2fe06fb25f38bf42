"""Textual's output, read back into cells: the small grammar of what it writes, and nothing else.

Known: styles, absolute cursor movements, line ends, links (their text only), and modes and queries that are
this layer's own business. Anything else is named in ``unknown`` and changes nothing; a test that reads
strictly fails on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from tuigroup.terminal.capabilities import Capabilities
from tuigroup.terminal.cells import BOLD, DIM, ITALIC, REVERSE, STRIKE, UNDERLINE, blank
from tuigroup.terminal.colours import Colour, indexed, reduced
from tuigroup.terminal.encode import encode
from tuigroup.terminal.grid import Grid, cut

_TOKEN: Final = re.compile(
    r"\x1b\[([0-9;]*)m"  # 1: style
    r"|([^\x00-\x1f\x7f-\x9f]+)"  # 2: text
    r"|\x1b\[(\d*)(?:;(\d*))?H"  # 3, 4: cursor
    r"|(\n)"  # 5
    r"|(\x1b\[\?[0-9;]*\$?[hlp]|\x1b\[[<>=]\d*u|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\]22;[^\x07\x1b]*\x07)"  # 6
    r"|(\x07)"  # 7: bell
    r"|(\x1b\]52;[^\x07\x1b]*(?:\x07|\x1b\\))"  # 8: clipboard
    r"|(\x1b(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[ -/]*[0-~]?)|.)",  # 9: anything else
    re.DOTALL,
)
_MODES: Final = frozenset(
    ["?7", "?25", "?1000", "?1002", "?1003", "?1004", "?1006", "?1015", "?1016", "?1049", "?2004", "?2026", "?2048"]
)
_SET: Final = {1: BOLD, 2: DIM, 3: ITALIC, 4: UNDERLINE, 7: REVERSE, 9: STRIKE, 21: UNDERLINE}
_UNSET: Final = {22: BOLD | DIM, 23: ITALIC, 24: UNDERLINE, 27: REVERSE, 29: STRIKE}
_NOT_SHOWN: Final = frozenset((5, 6, 25, 51, 52, 53, 54, 55))  # blinking, frames, lines above
_CONCEAL: Final = 8
_REVEAL: Final = 28
_STYLES: Final = 1024  # kept per parser
_NAMED: Final = 32  # unknown sequences kept


class _Wanted(NamedTuple):
    """A style as it was written, before it is what the terminal can show."""

    front: Colour
    back: Colour
    flags: int
    concealed: bool


_PLAIN: Final = _Wanted(-1, -1, 0, False)


class UnknownSequence(ValueError):
    """Something in the output that this grammar does not know."""


class Parser:
    """Reads what is written into a grid. ``x`` and ``y`` are where the last text or movement ended.

    ``measure`` gives the columns that the writer of a text takes for it: what it believes about widths
    decides where the next text stands. ``strict`` raises UnknownSequence instead of naming it in ``unknown``.
    """

    def __init__(
        self, grid: Grid, caps: Capabilities, *, measure: Callable[[str], int] | None = None, strict: bool = False
    ) -> None:
        self.grid, self.caps = grid, caps
        self.x = self.y = 0
        self.bells = 0
        self._style = 0
        self.unknown: list[str] = []
        self._measure = measure
        self._strict = strict
        self._wanted = _PLAIN
        self._styles: dict[tuple[_Wanted, str], tuple[_Wanted, int]] = {}

    def feed(self, data: str) -> None:
        """Read one or more whole sequences."""
        for found in _TOKEN.finditer(data):
            kind = found.lastindex
            if kind == 2:
                self._text(found[2])
            elif kind == 1:
                self._restyle(found[1])
            elif kind == 3 or kind == 4:
                self.y = int(found[3] or 1) - 1
                self.x = int(found[4] or 1) - 1
            elif kind == 5:
                self.y, self.x = self.y + 1, 0
            elif kind == 7:
                self.bells += 1
            elif kind == 9 or (kind == 6 and not self._known(found[6])):
                self._name(found[0])

    def _known(self, sequence: str) -> bool:
        if sequence[2] != "?":
            return True
        return all(f"?{number}" in _MODES for number in sequence[3:-1].rstrip("$").split(";"))

    def _name(self, sequence: str) -> None:
        if self._strict:
            raise UnknownSequence(f"the terminal layer does not know {sequence!r}")
        shape = re.sub(r"\d+", "0", sequence)[:_NAMED]
        if shape not in self.unknown and len(self.unknown) < _NAMED:
            self.unknown.append(shape)

    def _text(self, text: str) -> None:
        caps = self.caps
        cells = encode(text, self._style, utf8=caps.utf8, marks=caps.marks)
        width = len(cells)
        if self._measure is not None and not text.isascii():
            width = self._measure(text)
            cells = cut(cells, width) + [blank(self._style)] * (width - len(cells))
        if self._wanted.concealed:
            cells = [blank(self._style)] * width
        self.grid.put(self.y, self.x, cells)
        self.x += width

    def _restyle(self, codes: str) -> None:
        if codes in ("", "0"):
            self._wanted, self._style = _PLAIN, 0
            return
        known = self._styles.get((self._wanted, codes))
        if known is None:
            wanted = self._after(codes)
            style = reduced(wanted.front, wanted.back, wanted.flags, self.caps.colours, self.caps.flags)
            known = wanted, style
            if len(self._styles) < _STYLES:
                self._styles[self._wanted, codes] = known
        self._wanted, self._style = known

    def _after(self, codes: str) -> _Wanted:
        """What is wanted after the codes of one style sequence."""
        front, back, flags, concealed = self._wanted
        numbers = iter([int(code or 0) for code in codes.split(";")])
        for number in numbers:
            if number == 0:
                front, back, flags, concealed = _PLAIN
            elif number in _SET:
                flags |= _SET[number]
            elif number in _UNSET:
                flags &= ~_UNSET[number]
            elif number in (_CONCEAL, _REVEAL):
                concealed = number == _CONCEAL
            elif 30 <= number <= 39 or 90 <= number <= 97:
                front = number - 82 if number >= 90 else self._colour(number - 30, numbers)
            elif 40 <= number <= 49 or 100 <= number <= 107:
                back = number - 92 if number >= 100 else self._colour(number - 40, numbers)
            elif number not in _NOT_SHOWN:
                self._name(f"\x1b[{number}m")
        return _Wanted(front, back, flags, concealed)

    def _colour(self, number: int, more: Iterator[int]) -> Colour:
        if number == 9:
            return -1
        if number < 8:
            return number
        kind = next(more, -1)
        if kind == 5:
            return indexed(min(next(more, 0), 255))
        if kind == 2:
            red, green, blue = (min(next(more, 0), 255) for _ in range(3))
            return red, green, blue
        self._name(f"\x1b[38;{kind}m")
        return -1
