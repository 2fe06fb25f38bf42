"""How everything looks: a few named styles per theme, all of sixteen colours (looks.py).

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

from tuigroup.ui import looks


@dataclass(frozen=True, slots=True)
class Look:
    """A theme: its name, what people call it, the base colours, and a style for each name in looks.STYLES."""

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


def _look(said: looks.Theme) -> Look:
    ground = Style.parse(said.base) if said.base else Style()
    made = {style: ground + Style.parse(said.styles.get(style, "")) for style in looks.STYLES}
    return Look(said.name, said.label, ground, MappingProxyType(made), said.dark)


LOOKS: Final[Mapping[str, Look]] = MappingProxyType({name: _look(said) for name, said in looks.THEMES.items()})
OWN: Final = LOOKS[looks.OWN]
_COLOURED: Final = _look(looks.COLOURED)


def look(name: str, *, rich: bool = False) -> Look:
    """The look of that name, or the terminal's own colours where there is none."""
    found = LOOKS.get(name, OWN)
    if not rich:
        return found
    return replace(found, rich=True, styles=_COLOURED.styles if found is OWN else found.styles)
