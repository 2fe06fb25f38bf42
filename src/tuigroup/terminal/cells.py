"""One cell of a screen as one integer: how it looks in the low 16 bits, what stands in it above.

A style is three small numbers: colours -1 (the terminal's own) to 15, and flags. What stands in a cell is one
character, or a character with marks, 21 bits each, the first lowest: no table is needed to read a cell
back, so nothing of what anybody wrote is kept outside the grids. The second half of a wide character is a
cell with nothing in it but a style.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

BOLD: Final = 1
DIM: Final = 2
ITALIC: Final = 4
UNDERLINE: Final = 8
REVERSE: Final = 16
STRIKE: Final = 32
ALL_FLAGS: Final = 63
SEEN_ON_BLANK: Final = UNDERLINE | REVERSE | STRIKE

DEFAULT: Final = -1

STYLE: Final = 0xFFFF
CODE: Final = 16  # a cell's characters begin at this bit
POINT: Final = 21  # bits of a character
ONE: Final = 1 << POINT  # below it stands one character, without marks
MARKS: Final = 8  # more on one base are not shown
SPACE: Final = 32
BLANK: Final = SPACE << CODE


def style(foreground: int = DEFAULT, background: int = DEFAULT, flags: int = 0) -> int:
    """A style from colours (-1 to 15) and flags."""
    return (foreground + 1) | (background + 1) << 5 | flags << 10


def parts(of: int) -> tuple[int, int, int]:
    """Foreground, background and flags of a style."""
    return (of & 31) - 1, (of >> 5 & 31) - 1, of >> 10


def background(of: int) -> int:
    """The background of a style, as a style."""
    return of & 0x3E0


@lru_cache(4096)
def on_blank(of: int) -> int:
    """The style that looks the same on a blank: without a foreground, unless something shows it."""
    return of if of >> 10 & SEEN_ON_BLANK else of & 0x3E0


def erasable(cell: int) -> bool:
    """Whether erasing (with the cell's background) leaves this cell."""
    return cell >> CODE == SPACE and not cell >> 10 & SEEN_ON_BLANK


def is_second_half(cell: int) -> bool:
    return 0 <= cell < 1 << CODE


def blank(of: int) -> int:
    """A blank in a style."""
    return BLANK | on_blank(of)


@lru_cache(1024)
def ascii_cells(of: int) -> tuple[int, ...]:
    """The cells of the 128 ASCII characters in a style, so that equal cells are mostly one object."""
    return tuple(blank(of) if point <= SPACE or point == 127 else point << CODE | of for point in range(128))


@lru_cache(1024)
def characters(of: int) -> Mapping[int, str]:
    """The cells that can be written as one ASCII character while a pen has this style."""
    return MappingProxyType({ascii_cells(of)[point]: chr(point) for point in range(SPACE, 127)})


def cell(text: str, of: int) -> int:
    """One character, with its marks, in a style. Marks beyond MARKS are left out."""
    code = 0
    for character in reversed(text[: 1 + MARKS]):
        code = code << POINT | ord(character)
    return code << CODE | of


def base(of: int) -> int:
    """A cell without the marks in it."""
    return of & ((ONE << CODE) - 1)


def glyph(of: int) -> str:
    """What stands in a cell; nothing in the second half of a wide character."""
    code = of >> CODE
    if code < ONE:
        return chr(code) if code else ""
    out = []
    while code:
        out.append(chr(code & ONE - 1))
        code >>= POINT
    return "".join(out)
