"""What a far terminal may say of itself: TERM, LANG and COLORTERM, each from a list. Nothing else is listened to.

A name that is not known could lead anywhere, so it is taken for the plainest terminal instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

NAMES: Final = ("LANG", "COLORTERM")
PLAINEST: Final = "vt100"
DUMB: Final = ("", "dumb", "unknown")
MOST: Final = (500, 300)  # columns and rows that are believed
USUAL: Final = (80, 24)

_TERMS: Final = re.compile(
    r"(?:xterm|screen|tmux|rxvt|linux|vt[1-5][0-9]{2}|ansi|alacritty|foot|kitty|wezterm|ghostty|konsole|gnome|vte"
    r"|st|mlterm|iterm2?|nsterm|contour|mintty|ms-terminal|putty|cygwin|eterm|Eterm|cons25|sun)"
    r"(?:[.+-][a-z0-9]{1,16}){0,3}"
)
_LANG: Final = re.compile(r"(?:C|POSIX|[a-z]{2,3}(?:_[A-Z]{2})?)(?:\.[A-Za-z0-9-]{1,16})?(?:@[a-z]{1,16})?")
_COLOURS: Final = ("truecolor", "24bit")


def environ(term: str, given: Mapping[str, str]) -> dict[str, str]:
    """TERM, and of what was ``given`` what is believed."""
    found = {"TERM": term if term in DUMB or _TERMS.fullmatch(term) else PLAINEST}
    if _LANG.fullmatch(given.get("LANG", "")):
        found["LANG"] = given["LANG"]
    if given.get("COLORTERM", "") in _COLOURS:
        found["COLORTERM"] = given["COLORTERM"]
    return found


def size(width: int, height: int) -> tuple[int, int]:
    """Columns and rows that can be drawn on, whatever was said."""
    if width <= 0 or height <= 0:
        return USUAL
    return min(width, MOST[0]), min(height, MOST[1])
