"""What a terminal can do, as the painter needs to know it: from terminfo, or from a table with safe guesses.

A capability counts only where the terminal spells it as ECMA-48 does, because that is how the painter
spells it. Nothing here is asked of the terminal itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tuigroup.terminal import terminfo
from tuigroup.terminal.cells import ALL_FLAGS, BOLD, DIM, ITALIC, REVERSE, STRIKE, UNDERLINE


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The plainest terminal with a cursor that can be placed; everything more is named."""

    name: str = "vt100"
    addressable: bool = True  # False: no screen can be drawn here, only lines
    colours: int = 0  # 16, 8 or 0
    flags: int = BOLD | UNDERLINE | REVERSE  # the flags of cells.py that it shows
    unset: bool = False  # flags can be taken back one by one
    region: bool = True  # scroll regions
    lines: bool = False  # insert and delete lines
    scroll: bool = False  # scroll up and down without moving the cursor
    reverse_index: bool = True
    shift: bool = False  # insert and delete characters
    erase: bool = False  # erase characters
    repeat: bool = False
    column: bool = False  # the cursor can be put into a column of its row
    tabs: bool = True
    fill: bool = False  # erasing takes the background colour
    corner: bool = True  # the last cell of the last row can be written without scrolling
    alternate: bool = False  # a second screen, so that the first one is as it was afterwards
    hides: bool = False  # the cursor can be hidden
    wrap: bool = True  # wrapping at the last column can be switched off, or waits for the next character
    utf8: bool = True
    marks: bool = True  # combining marks


_MODERN: Final = Capabilities(
    name="xterm", colours=16, flags=ALL_FLAGS, unset=True, lines=True, scroll=True, shift=True, erase=True,
    column=True, alternate=True, hides=True,
)  # fmt: skip
_MULTIPLEXED: Final = replace(_MODERN, name="screen", erase=False, flags=ALL_FLAGS & ~STRIKE)
_LINUX: Final = replace(
    _MODERN, name="linux", colours=8, flags=BOLD | DIM | UNDERLINE | REVERSE, scroll=False, fill=True,
    alternate=False, marks=False,
)  # fmt: skip
_VT220: Final = replace(
    _MODERN, name="vt220", colours=0, flags=BOLD | UNDERLINE | REVERSE, scroll=False, column=False, alternate=False
)
_PUTTY: Final = replace(_MODERN, name="putty", flags=BOLD | UNDERLINE | REVERSE, fill=True)
_BARE: Final = Capabilities(
    name="ansi", region=False, reverse_index=False, tabs=False, corner=False, wrap=False, flags=BOLD | REVERSE
)

# By how a name begins, for machines without an entry for it; repeat is only used where terminfo has it.
_GUESSES: Final[Mapping[str, Capabilities]] = MappingProxyType(
    {
        "xterm": _MODERN, "rxvt": _MODERN, "alacritty": _MODERN, "foot": _MODERN, "wezterm": _MODERN,
        "ghostty": _MODERN, "konsole": _MODERN, "gnome": _MODERN, "vte": _MODERN, "st-": _MODERN, "mlterm": _MODERN,
        "iterm": _MODERN, "nsterm": _MODERN, "contour": _MODERN, "mintty": _MODERN, "ms-terminal": _MODERN,
        "tmux": _MULTIPLEXED, "screen": _MULTIPLEXED, "linux": _LINUX, "putty": _PUTTY, "vt1": Capabilities(),
        "vt2": _VT220, "vt3": _VT220, "vt4": _VT220, "vt5": _VT220,
    }
)  # fmt: skip
_NO_CURSOR: Final = ("", "dumb", "unknown", "emacs", "network", "dialup")

_NUMBER: Final = r"(?:%i)?%p1%d"


def detect(environ: Mapping[str, str], folders: list[Path] | None = None) -> Capabilities:
    """What the terminal of an environment can do: TERM, COLORTERM, NO_COLOR and the locale's character set.

    ``folders`` are where terminfo entries are looked for; None means the usual ones.
    """
    name = environ.get("TERM", "")
    entry = terminfo.find(name, terminfo.folders(environ) if folders is None else folders)
    found = guess(name) if entry is None else from_entry(name, entry)
    if found.colours and (environ.get("COLORTERM") or "256color" in name or "direct" in name):
        found = replace(found, colours=16)
    if environ.get("NO_COLOR"):
        found = replace(found, colours=0)
    if not _takes_utf8(environ):
        found = replace(found, utf8=False, marks=False)
    return found


def guess(name: str) -> Capabilities:
    """What a terminal can most likely do, by its name alone; the safe least where nothing is known."""
    if name in _NO_CURSOR:
        return replace(_BARE, name=name or "dumb", addressable=False)
    for beginning, found in _GUESSES.items():
        if name.startswith(beginning):
            return replace(found, name=name)
    return replace(_BARE, name=name)


def from_entry(name: str, entry: terminfo.Entry) -> Capabilities:
    """What a terminfo entry promises, in ECMA-48's own spelling."""
    strings, numbers, booleans = entry.strings, entry.numbers, entry.booleans

    def spelled(capability: str, form: str) -> bool:
        return re.fullmatch(form, strings.get(capability, "")) is not None

    def numbered(*finals: tuple[str, str]) -> bool:
        return all(spelled(capability, rf"\x1b\[{_NUMBER}{final}") for capability, final in finals)

    if name in _NO_CURSOR or not _moves(spelled, numbered):
        return replace(_BARE, name=name, addressable=False)
    able = {BOLD: ("bold", "1"), DIM: ("dim", "2"), ITALIC: ("sitm", "3"), UNDERLINE: ("smul", "4"),
            REVERSE: ("rev", "7")}  # fmt: skip
    flags = sum(flag for flag, (capability, code) in able.items() if spelled(capability, rf"\x1b\[{code}m"))
    colours = numbers.get("colors", 0)
    unset = spelled("rmul", r"\x1b\[24m")
    wrap = spelled("rmam", r"\x1b\[\?7l")
    marks = not name.startswith("linux")
    return Capabilities(
        name=name,
        colours=(16 if colours >= 16 else 8 if colours >= 8 else 0) if spelled("op", r"\x1b\[39;49m") else 0,
        flags=flags | (STRIKE if "sitm" in strings and unset else 0),
        unset=unset,
        region=spelled("csr", r"\x1b\[%i%p1%d;%p2%dr"),
        lines=numbered(("il", "L"), ("dl", "M")),
        scroll=numbered(("indn", "S"), ("rin", "T")),
        reverse_index=spelled("ri", r"\x1bM"),
        shift=numbered(("ich", "@"), ("dch", "P")),
        erase=numbered(("ech", "X")),
        repeat=spelled("rep", r"%p1%c\x1b\[%p2%\{1\}%-%db"),
        column=numbered(("hpa", "G")),
        tabs=spelled("ht", r"\t") and numbers.get("it", 8) == 8,
        fill="bce" in booleans,
        corner="am" not in booleans or "xenl" in booleans or wrap,
        alternate="\x1b[?1049h" in strings.get("smcup", ""),
        hides="\x1b[?25l" in strings.get("civis", ""),
        wrap=wrap or "xenl" in booleans,
        marks=marks,
    )


def _moves(spelled: Callable[[str, str], bool], numbered: Callable[..., bool]) -> bool:
    """Whether the least is there without which no screen can be drawn."""
    return (
        spelled("cup", r"\x1b\[%i%p1%d;%p2%dH")
        and spelled("el", r"\x1b\[K")
        and spelled("ed", r"\x1b\[J")
        and numbered(("cuf", "C"), ("cub", "D"), ("cuu", "A"), ("cud", "B"))
    )


def _takes_utf8(environ: Mapping[str, str]) -> bool:
    """False only where a locale names another character set: most terminals without a locale take UTF-8."""
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    _, _, charset = locale.partition("@")[0].partition(".")
    return not charset or charset.lower().replace("-", "") == "utf8"
