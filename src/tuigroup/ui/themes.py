"""How everything looks: a few named styles per theme, all of sixteen colours; the one place that names colours.

Made for slow lines: a marker of one column, no border, scrollbar, blink, clock or animation anywhere. A ``rich`` look
adds what a line that is fast enough has room for: a bar over the marked row, how far one has scrolled, colours.
A style only repeats what words or marks already say, so that nothing depends on colour. Screens use the names of
styles (``dim``, ``strong``, ...), never colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from tuigroup.i18n import N_

STYLES: Final = ("", "title", "dim", "strong", "unread", "mark", "new", "note", "quote", "key", "warn", "alias")


@dataclass(frozen=True, slots=True)
class Look:
    """A theme: its name, what people call it, the base colours, and a style for each name in STYLES."""

    name: str
    label: str
    base: Style
    styles: Mapping[str, Style]
    dark: bool
    rich: bool = False

    def style(self, name: str) -> Style:
        """A style by name, with the base under it. An unknown name is plain."""
        return self.styles.get(name, self.base)

    def theme(self) -> Theme:
        """The same for Textual's own widgets (text fields)."""
        front = _ansi(self.base.color.name if self.base.color else "default")
        back = _ansi(self.base.bgcolor.name if self.base.bgcolor else "default")
        return Theme(
            name=self.name,
            ansi=True,
            dark=self.dark,
            primary=front,
            secondary=front,
            warning=front,
            error=front,
            success=front,
            accent=front,
            foreground=front,
            background=back,
            surface=back,
            panel=back,
            boost=back,
            variables={name: _variable(name, front, back) for name in _VARIABLES},
        )


# Colours that Textual's own style sheets ask an ANSI theme for; none of them is seen on our screens.
_VARIABLES: Final = tuple(BUILTIN_THEMES["ansi-light"].variables | BUILTIN_THEMES["ansi-dark"].variables)


def _variable(name: str, front: str, back: str) -> str:
    if name.endswith("text-style"):
        return "reverse"
    return front if name.endswith("foreground") else back


def _ansi(name: str) -> str:
    return "ansi_default" if name == "default" else f"ansi_{name}"


def _look(name: str, label: str, base: str, *, dark: bool = True, **styles: str) -> Look:
    ground = Style.parse(base) if base else Style()
    made = {style: ground + Style.parse(styles.get(style, "")) for style in STYLES}
    return Look(name, label, ground, MappingProxyType(made), dark)


# Each change of style is four bytes: what its place or its word says already is plain.
OWN: Final = _look(
    "own", N_("your terminal's own colours"), "", title="bold", strong="bold", warn="bold", alias="bold",
)  # fmt: skip
_COLOURED: Final = _look(
    "own", OWN.label, "", title="bold cyan", strong="bold", unread="bold", mark="bold", new="bold magenta",
    note="magenta", quote="green", key="cyan", warn="bold red", alias="bold cyan",
)  # fmt: skip
DARK: Final = _look(
    "dark", N_("dark"), "white on black",
    title="bold cyan", dim="bright_black", strong="bold bright_white", unread="bold bright_white",
    mark="bold yellow", new="bold yellow", note="magenta", quote="green", key="cyan", warn="bold yellow", alias="cyan",
)  # fmt: skip
LIGHT: Final = _look(
    "light", N_("light"), "black on bright_white", dark=False,
    title="bold blue", dim="bright_black", strong="bold", unread="bold", mark="bold red", new="bold blue",
    note="magenta", quote="green", key="blue", warn="bold red", alias="blue",
)  # fmt: skip
CONTRAST: Final = _look(
    "contrast", N_("high contrast"), "bright_white on black",
    title="bold bright_yellow", strong="bold", unread="bold", mark="bold bright_yellow", new="bold bright_yellow",
    note="bright_cyan", quote="bright_white", key="bold bright_white", warn="bold bright_yellow", alias="bold",
)  # fmt: skip
MONO: Final = _look("mono", N_("no colours, no bold"), "")

LOOKS: Final[Mapping[str, Look]] = MappingProxyType({look.name: look for look in (OWN, DARK, LIGHT, CONTRAST, MONO)})


def look(name: str, *, rich: bool = False) -> Look:
    """The look of that name, or the terminal's own colours where there is none."""
    found = LOOKS.get(name, OWN)
    if not rich:
        return found
    return replace(found, rich=True, styles=_COLOURED.styles if found is OWN else found.styles)
