"""Crisis lines and emergency numbers as packaged facts, each with its source and its day.

Reads only the package's own file: no network, no settings, no store. It must never rank, filter or guess.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, Final

from tuigroup.i18n import N_

LABEL: Final = N_("not verified by us")


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a line. ``show`` is for eyes, ``dial`` for a telephone; ``keyword`` is texted where named."""

    by: str
    show: str
    dial: str
    languages: tuple[str, ...]
    hours: str
    free: bool
    anonymous: bool
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """``seen`` is the day the public list checked it with ``source``; we did not check it again."""

    id: str
    country: str
    name: str
    about: str
    website: str
    source: str
    seen: date
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str
    emergency: str
    source: str
    lines: tuple[CrisisLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Helplines:
    countries: tuple[Country, ...]
    origin: str
    licence: str
    seen: date

    def ordered(self, first: str = "") -> tuple[Country, ...]:
        """All countries: ``first`` (a code) before the rest, then those with crisis lines, each by name."""
        wanted = first.upper()
        return tuple(sorted(self.countries, key=lambda c: (c.code != wanted, not c.lines, c.name)))


def load() -> Helplines:
    """The packaged facts."""
    raw = tomllib.loads(resources.files("tuigroup.helplines").joinpath("helplines.toml").read_text("utf-8"))
    lines = [_line(found) for found in raw["line"]]
    countries = tuple(
        Country(
            code=found["code"],
            name=found["name"],
            emergency=found["emergency"],
            source=found["source"],
            lines=tuple(line for line in lines if line.country == found["code"]),
        )
        for found in raw["country"]
    )
    return Helplines(countries, origin=raw["list"], licence=raw["licence"], seen=raw["seen"])


def _line(raw: dict[str, Any]) -> CrisisLine:
    return CrisisLine(
        id=raw["id"],
        country=raw["country"],
        name=raw["name"],
        about=raw["about"],
        website=raw["website"],
        source=raw["source"],
        seen=raw["seen"],
        contacts=tuple(
            Contact(
                by=contact["by"],
                show=contact["show"],
                dial=contact["dial"],
                languages=tuple(contact["languages"]),
                hours=contact["hours"],
                free=contact["free"],
                anonymous=contact["anonymous"],
                keyword=contact.get("keyword", ""),
            )
            for contact in raw["contact"]
        ),
    )
