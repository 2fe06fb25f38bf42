"""One thing to fill in on a sheet: how it is asked for, and of what kind. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tuigroup.i18n import N_

Kind = Literal["line", "text", "choice"]
KEPT: Final = N_("Nothing else was changed.")


@dataclass(frozen=True, slots=True)
class SheetField:
    """One thing to fill in. ``choices`` are (key, label, value), for a choice only."""

    name: str
    label: str
    kind: Kind
    question: str
    limit: int = 0
    choices: tuple[tuple[str, str, str], ...] = ()
