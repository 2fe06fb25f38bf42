"""Colours as the terminal has them: sixteen, eight or none. Pure functions over styles, no text."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tuigroup.terminal.cells import BOLD, DEFAULT, DIM, REVERSE, style

Rgb = tuple[int, int, int]
Colour = int | Rgb  # -1 to 15, or red, green, blue (0 to 255)

_SIXTEEN: Final[tuple[Rgb, ...]] = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (60, 60, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
)  # fmt: skip
_GREY: Final = 48  # less spread between red, green and blue than this is no hue
_BRIGHT: Final = 90  # backgrounds brighter than this are marks that a terminal without colours shows reversed


def indexed(number: int) -> Colour:
    """A colour of the usual 256."""
    if number < 16:
        return number
    if number >= 232:
        level = 8 + 10 * (number - 232)
        return level, level, level
    number -= 16
    red, green, blue = (0 if step == 0 else 55 + 40 * step for step in (number // 36, number // 6 % 6, number % 6))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """0 to 255; the terminal's own colour counts as dark."""
    if isinstance(colour, int):
        return 0.0 if colour < 0 else luminance(_SIXTEEN[colour])
    red, green, blue = colour
    return (299 * red + 587 * green + 114 * blue) / 1000


@lru_cache(4096)
def reduced(front: Colour, back: Colour, flags: int, colours: int, able: int) -> int:
    """The style a terminal with ``colours`` (16, 8 or 0) and the flags ``able`` shows for one that was asked for."""
    if colours == 0:
        if luminance(back) > _BRIGHT:
            flags ^= REVERSE
        return style(DEFAULT, DEFAULT, flags & able)
    fore = front if isinstance(front, int) else _nearest_front(front)
    ground = back if isinstance(back, int) else _nearest_back(back)
    if colours == 8:
        if ground >= 8:
            ground -= 8
        if fore == 8:
            fore, flags = DEFAULT, flags | DIM
        elif fore > 8:
            fore, flags = fore - 8, flags | BOLD
    if fore == ground != DEFAULT:
        fore = 0 if ground in (7, 15) else 7  # text stays readable where two shades became one
    return style(fore, ground, flags & able)


def _is_grey(colour: Rgb) -> bool:
    return max(colour) - min(colour) < _GREY


def _nearest_front(colour: Rgb) -> int:
    light = luminance(colour)
    if _is_grey(colour):
        return DEFAULT if light > 150 else 8 if light > 40 else 0
    return _nearest(colour, range(1, 15))


def _nearest_back(colour: Rgb) -> int:
    light = luminance(colour)
    if _is_grey(colour):
        return DEFAULT if light < 110 else 7 if light < 240 else 15
    return DEFAULT if light < 45 else _nearest(colour, range(1, 8))


def _nearest(colour: Rgb, among: range) -> int:
    def distance(number: int) -> int:
        return sum((one - other) ** 2 for one, other in zip(_SIXTEEN[number], colour, strict=True))

    return min(among, key=distance)
