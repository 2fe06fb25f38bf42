"""Data used, in words: what each kind of exchange is called, and sums. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tuigroup.i18n import N_

UpDown = tuple[int, int]

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "account": N_("signing in"),
        "sync": N_("news and sending"),
        "thread": N_("threads"),
        "directory": N_("the directory"),
        "group": N_("pages of groups"),
        "library": N_("the library's list"),
        "resource": N_("reading"),
        "search": N_("searching"),
        "record": N_("private record"),
        "wait": N_("waiting for news"),
        "server": N_("finding the server"),
    }
)


def in_order(session: Mapping[str, UpDown], month: Mapping[str, UpDown]) -> list[tuple[str, UpDown, UpDown]]:
    """What was used in this session and this month, by kind, the most first."""
    kinds = sorted({*session, *month}, key=lambda kind: -sum(month.get(kind, (0, 0))))
    return [(KINDS.get(kind, kind), session.get(kind, (0, 0)), month.get(kind, (0, 0))) for kind in kinds]


def total(used: Mapping[str, UpDown]) -> UpDown:
    return sum(up for up, _ in used.values()), sum(down for _, down in used.values())
