"""The least change from one style to another, as SGR."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tuigroup.terminal.cells import BOLD, DIM, ITALIC, REVERSE, STRIKE, UNDERLINE, parts

_ON: Final = ((BOLD, "1"), (DIM, "2"), (ITALIC, "3"), (UNDERLINE, "4"), (REVERSE, "7"), (STRIKE, "9"))
_OFF: Final = ((BOLD | DIM, "22"), (ITALIC, "23"), (UNDERLINE, "24"), (REVERSE, "27"), (STRIKE, "29"))


def _colour(number: int, base: int) -> str:
    if number < 0:
        return str(base + 9)
    return str(base + number) if number < 8 else str(base + 52 + number)


@lru_cache(4096)
def change(before: int, after: int, unset: bool = True) -> str:
    """Turn one style into another. ``unset`` False: the terminal can only take everything back at once."""
    if before == after:
        return ""
    front, back, flags = parts(after)
    everything = [""] + [code for flag, code in _ON if flags & flag]
    everything += [_colour(number, base) for number, base in ((front, 30), (back, 40)) if number >= 0]
    afresh = f"\x1b[{';'.join(everything) if len(everything) > 1 else ''}m"  # an empty first number resets
    front_before, back_before, flags_before = parts(before)
    gone, new = flags_before & ~flags, flags & ~flags_before
    codes: list[str] = []
    for group, code in _OFF:
        if gone & group:
            codes.append(code)
            new |= flags & group  # bold and dim have one end for both
    if codes and not unset:
        return afresh
    codes += [code for flag, code in _ON if new & flag]
    if front != front_before:
        codes.append(_colour(front, 30))
    if back != back_before:
        codes.append(_colour(back, 40))
    step = f"\x1b[{';'.join(codes)}m"
    return step if len(step) <= len(afresh) else afresh
