"""Crisis lines and emergency numbers as packaged facts, each with its source and its day.

Reads only the package's own file: no network, no settings, no store. It must never filter or guess, and has no order of
its own but by country and by what its reader can talk in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from typing import Any, Final

from tuigroup.i18n import N_

LABEL: Final = N_("not verified by us")
YEAR: Final = 366  # days after which what was seen is marked as old


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a line. ``show`` is for eyes, ``dial`` for a telephone; ``keyword`` is texted where named.

    ``cost`` is what it costs in words where it is not free, '' where that is not known.
    """

    by: str
    show: str
    dial: str
    languages: tuple[str, ...]
    hours: str
    free: bool
    anonymous: bool
    keyword: str = ""
    cost: str = ""

    def spoken(self, language: str) -> bool:
        """Whether somebody speaks it there: ``fr`` is spoken where ``fr-CA`` is."""
        return main_language(language) in map(main_language, self.languages)


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

    def rank(self, reads: Sequence[str]) -> int:
        """The place of the first language of a reader that is spoken there; after all of them where none is."""
        spoken = (at for at, code in enumerate(reads) if any(one.spoken(code) for one in self.contacts))
        return next(spoken, len(reads))


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
    given: tuple[Country, ...] = ()  # by whoever runs the server, each with the lines that go on top of those here

    def ordered(self, first: str = "") -> tuple[Country, ...]:
        """All countries: ``first`` (a code) before the rest, then those with crisis lines, each by name."""
        wanted = first.upper()
        return tuple(sorted(self.countries, key=lambda c: (c.code != wanted, not c.lines, c.name)))

    def read_by(self, reads: Sequence[str]) -> Helplines:
        """The same, in each country first the lines that speak the first of these languages, and so on."""

        def sorted_lines(countries: Iterable[Country]) -> tuple[Country, ...]:
            return tuple(replace(one, lines=tuple(sorted(one.lines, key=rank))) for one in countries)

        def rank(found: CrisisLine) -> int:
            return found.rank(reads)

        return replace(self, countries=sorted_lines(self.countries), given=sorted_lines(self.given))

    def given_in(self, code: str) -> tuple[CrisisLine, ...]:
        """What whoever runs the server adds on top for a country."""
        return next((one.lines for one in self.given if one.code == code), ())

    def sections(self, first: str = "") -> list[tuple[Country, tuple[CrisisLine, ...]]]:
        """Countries to be told of at length, each with what is given on top: ``first``, those that only whoever runs
        the server has lines for, then the packaged ones in their own order."""
        wanted = first.upper()
        packaged = [country for country in self.ordered(wanted) if country.lines or country.code == wanted]
        here = {country.code for country in packaged}
        added = [replace(one, lines=()) for one in self.given if one.code not in here]
        added.sort(key=lambda one: (one.code != wanted, one.name))
        own = [country for country in packaged if country.code == wanted]
        rest = [country for country in packaged if country.code != wanted]
        return [(country, self.given_in(country.code)) for country in [*own, *added, *rest]]


def old(seen: date, today: date) -> bool:
    """Whether a day is so long ago that it is marked."""
    return (today - seen).days > YEAR


def main_language(code: str) -> str:
    """``fr`` of ``fr-CA``, ``fr_CA.UTF-8`` and ``FR``."""
    return code.replace("_", "-").partition("-")[0].partition(".")[0].lower()


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
                cost=contact.get("cost", ""),
            )
            for contact in raw["contact"]
        ),
    )
