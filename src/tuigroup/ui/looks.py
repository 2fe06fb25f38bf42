"""The themes in words: the one place that names colours. What draws makes its own styles of them.

A style is said as ``bold bright_white``: flags and one of sixteen colours; a theme's base is under all of them, with
a background where it has one (``white on black``). Whoever draws needs no library to read this.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from tuigroup.i18n import N_

STYLES: Final = ("", "title", "dim", "strong", "unread", "mark", "new", "note", "quote", "key", "warn", "alias")
OWN: Final = "own"  # where nothing was chosen


class Theme(NamedTuple):
    """Its name, what people call it, its base, and what each of STYLES adds to that."""

    name: str
    label: str
    base: str
    styles: Mapping[str, str]
    dark: bool = True


def _theme(name: str, label: str, base: str, *, dark: bool = True, **styles: str) -> Theme:
    return Theme(name, label, base, MappingProxyType(styles), dark)


# Each change of style is four bytes: what its place or its word says already is plain.
_OWN: Final = _theme(
    "own", N_("your terminal's own colours"), "", title="bold", strong="bold", warn="bold", alias="bold",
)  # fmt: skip
COLOURED: Final = _theme(
    "own", _OWN.label, "", title="bold cyan", strong="bold", unread="bold", mark="bold", new="bold magenta",
    note="magenta", quote="green", key="cyan", warn="bold red", alias="bold cyan",
)  # fmt: skip
_DARK: Final = _theme(
    "dark", N_("dark"), "white on black",
    title="bold cyan", dim="bright_black", strong="bold bright_white", unread="bold bright_white",
    mark="bold yellow", new="bold yellow", note="magenta", quote="green", key="cyan", warn="bold yellow", alias="cyan",
)  # fmt: skip
_LIGHT: Final = _theme(
    "light", N_("light"), "black on bright_white", dark=False,
    title="bold blue", dim="bright_black", strong="bold", unread="bold", mark="bold red", new="bold blue",
    note="magenta", quote="green", key="blue", warn="bold red", alias="blue",
)  # fmt: skip
_CONTRAST: Final = _theme(
    "contrast", N_("high contrast"), "bright_white on black",
    title="bold bright_yellow", strong="bold", unread="bold", mark="bold bright_yellow", new="bold bright_yellow",
    note="bright_cyan", quote="bright_white", key="bold bright_white", warn="bold bright_yellow", alias="bold",
)  # fmt: skip
_MONO: Final = _theme("mono", N_("no colours, no bold"), "")

THEMES: Final[Mapping[str, Theme]] = MappingProxyType(
    {theme.name: theme for theme in (_OWN, _DARK, _LIGHT, _CONTRAST, _MONO)}
)
"""Those to choose from; COLOURED stands in for the first where the line is fast enough for colours."""
