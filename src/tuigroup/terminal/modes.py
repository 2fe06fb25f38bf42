"""What a terminal is asked for when a program begins to draw on it, and how all of it is taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tuigroup.terminal.capabilities import Capabilities

_MOUSE: Final = ("1000", "1003", "1006", "1015")
_KITTY: Final = 25  # which keys the newer keyboard protocol tells apart, as Textual asks for it


@dataclass(frozen=True, slots=True)
class Wishes:
    """Modes beyond drawing. A paste in brackets can't be taken for keys, so that is on; the rest costs bytes."""

    paste: bool = True
    mouse: bool = False
    focus: bool = False
    keyboard: bool = False

    def with_mouse(self) -> Wishes:
        return replace(self, mouse=True)


def entering(caps: Capabilities, wishes: Wishes) -> bytes:
    """The second screen, no wrapping, and what is wished for."""
    modes = ["1049"] if caps.alternate else []
    return _all(modes + _modes(wishes), "h") + (b"\x1b[?7l" if caps.wrap else b"") + _keyboard(wishes, f">{_KITTY}")


def leaving(caps: Capabilities, wishes: Wishes) -> bytes:
    """Everything as it was. Where there is no second screen the only one is left empty."""
    plain = b"\x1b[m\x1b[r"
    away = b"\x1b[?1049l" if caps.alternate else b"\x1b[H\x1b[J"
    shown = b"\x1b[?25h" if caps.hides else b""
    wrapped = b"\x1b[?7h" if caps.wrap else b""
    return plain + _keyboard(wishes, "<") + _all(_modes(wishes), "l") + wrapped + away + shown


def clearing(caps: Capabilities) -> bytes:
    """Nothing of what was there before is left in sight; nor above it, where what was drawn could scroll there."""
    return b"\x1b[H\x1b[2J" + (b"" if caps.alternate else b"\x1b[3J")


def _modes(wishes: Wishes) -> list[str]:
    modes = ["2004"] if wishes.paste else []
    if wishes.focus:
        modes.append("1004")
    return modes + (list(_MOUSE) if wishes.mouse else [])


def _all(modes: list[str], final: str) -> bytes:
    return "".join(f"\x1b[?{mode}{final}" for mode in modes).encode()


def _keyboard(wishes: Wishes, how: str) -> bytes:
    return f"\x1b[{how}u".encode() if wishes.keyboard else b""
