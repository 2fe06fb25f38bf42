"""What a program wrote to its terminal, taken apart: which kinds of sequences, which modes are on at the end.

Reads raw bytes as a terminal would, and knows nothing of the program.
"""

from __future__ import annotations

import re
import termios
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_TOKEN: Final = re.compile(
    r"\x1b\[(?P<private>[<-?]?)(?P<numbers>[0-9:;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?P<string>[\]PX^_])(?P<said>[^\x1b\x07]*)(?:\x07|\x1b\\)"
    r"|\x1b(?P<escape>[ -/]*[0-~])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
)
_NAMES: Final = {"]": "OSC", "P": "DCS", "X": "SOS", "^": "PM", "_": "APC"}
_NAMED: Final = "hlJKn"  # what these do depends on their number

# What the terminal layer writes to a modern terminal, and nothing else does: its modes, its one question, styles,
# movements, erasing, inserting, deleting, scrolling, repeating, a bell. (ESC M moves a line up.)
DRAWING: Final = frozenset(
    ["CSI ?1049h", "CSI ?1049l", "CSI ?2004h", "CSI ?2004l", "CSI ?7l", "CSI ?7h", "CSI ?25h", "CSI 5n", "CSI J",
     "CSI K", "ESC M", "control 07", "control 08", "control 09", "control 0a", "control 0d"]
    + [f"CSI {final}" for final in "@ABCDGHLMPSTXbmr"]
)  # fmt: skip

CURSOR: Final = "25"
ALTERNATE: Final = "1049"
MOUSE: Final = ("1000", "1002", "1003", "1006", "1015")
PASTE: Final = "2004"
FOCUS: Final = "1004"


@dataclass
class Written:
    """``kinds`` are such as ``CSI ?2004h``, ``CSI m``, ``OSC 52``, ``ESC c``, ``control 07``; ``text`` is the rest.

    ``numbers`` are what stood in the sequences, modes apart.
    """

    kinds: set[str] = field(default_factory=set)
    modes: dict[str, bool] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)
    keyboard: int = 0  # how deep the terminal's stack of keyboard modes is
    text: str = ""


def read(seen: bytes) -> Written:
    """Raises UnicodeDecodeError where something is no UTF-8."""
    whole = seen.decode("utf-8")
    written = Written()
    for match in _TOKEN.finditer(whole):
        written.kinds.add(_kind(match))
        final, private = match["final"], match["private"]
        if final and not private:
            written.numbers.update(int(number) for number in re.split("[:;]", match["numbers"]) if number)
        if final in ("h", "l") and private == "?":
            for number in match["numbers"].split(";"):
                written.modes[number] = final == "h"
        elif final == "u" and private in (">", "<"):
            written.keyboard = max(0, written.keyboard + (1 if private == ">" else -1))
    written.text = _TOKEN.sub("", whole)
    return written


def _kind(match: re.Match[str]) -> str:
    if match["final"]:
        numbers = match["numbers"] if match["final"] in _NAMED else ""
        return f"CSI {match['private']}{numbers}{match['between']}{match['final']}"
    if match["string"]:
        return f"{_NAMES[match['string']]} {match['said'].split(';')[0]}"
    if match["escape"]:
        return f"ESC {match['escape']}"
    return f"control {ord(match['control']):02x}"


def odd_characters(text: str) -> set[str]:
    """Of a text those that no screen should show: bidi controls, what is invisible, what is private or unassigned."""
    return set(_odd(text))


def _odd(text: str) -> Iterator[str]:
    import unicodedata

    for character in set(text):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            yield f"U+{ord(character):04X}"


def assert_restored(seen: bytes, fd: int) -> None:
    """The terminal is as a shell expects it: modes by the bytes, the line discipline by the kernel."""
    modes = read(seen).modes
    assert not modes.get(ALTERNATE, False), "the alternate screen was not left"
    assert modes.get(CURSOR, True), "the cursor is hidden"
    assert not [mode for mode in (*MOUSE, PASTE, FOCUS) if modes.get(mode, False)]
    assert modes.get("7", True), "lines do not wrap"
    assert read(seen).keyboard == 0
    local = termios.tcgetattr(fd)[3]
    assert local & termios.ICANON
    assert local & termios.ECHO
    assert local & termios.ISIG
