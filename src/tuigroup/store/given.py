"""Crisis lines that whoever runs the server gives besides the packaged ones: public, shared, kept for a time without
a line.

What comes is read leniently and bounded: a line that does not fit is left out, the others stay. Text is cleaned when it
is kept and again when it is read. The packaged lines are nothing to this: it can only add.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from tuigroup.helplines import Contact, Country, CrisisLine, Helplines, load
from tuigroup.store import cover
from tuigroup.store.store import Store
from tuigroup.text import line
from tuigroup.wire import limits

VERSION: Final = "server.helplines"  # as the server names what is kept
LINES: Final = "server.helplines.lines"


def version(store: Store) -> str:
    """Of the list that is kept, '' where there is none."""
    return store.settings.get(VERSION)


def keep(store: Store, named: str, raw: object) -> None:
    """The list of this version, as the server told it; '' takes away what was kept."""
    with store.transaction():
        if not named:
            store.settings.remove(VERSION)
            store.settings.remove(LINES)
            return
        store.settings.set(LINES, json.dumps(plain_form(read(raw)), ensure_ascii=False))
        store.settings.set(VERSION, named)


def facts(store: Store) -> Helplines:
    """The packaged lines, and on top what the server's operator gives, as far as it was heard of."""
    return with_given(load(), told(store.settings.get(LINES)))


def at(path: Path | None) -> Helplines:
    """The same of a store's file, which nothing is written to; of one that can't be read the packaged lines alone."""
    text = ""
    if path is not None and cover.is_locked(path):
        text = cover.read(path).get(LINES, "")
    elif path is not None and path.is_file():
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=1, uri=True)) as db,
        ):
            row = db.execute("SELECT value FROM settings WHERE name = ?", (LINES,)).fetchone()
            text = str(row[0]) if row else ""
    return with_given(load(), told(text))


def told(text: str) -> tuple[Country, ...]:
    """What was kept as JSON; nothing where that can't be read."""
    with suppress(ValueError, RecursionError):
        return read(json.loads(text or "{}"))
    return ()


def with_given(packaged: Helplines, given: tuple[Country, ...]) -> Helplines:
    """A country that the package knows keeps the name and the emergency number that the package has."""
    known = {country.code: country for country in packaged.countries}
    named = [
        replace(one, name=known[one.code].name, emergency=known[one.code].emergency) if one.code in known else one
        for one in given
    ]
    kept = tuple(one for one in named if one.emergency and (one.lines or one.code not in known))
    return replace(packaged, given=kept)


def plain_form(countries: tuple[Country, ...]) -> dict[str, Any]:
    """As they travel and are kept: days as text."""
    rows = [asdict(country) for country in countries]
    for row in rows:
        for one in row["lines"]:
            one["seen"] = one["seen"].isoformat()
            one["contacts"] = [
                {name: said for name, said in way.items() if said or name != "cost"} for way in one["contacts"]
            ]
    return {"countries": rows}


def read(raw: object) -> tuple[Country, ...]:
    """Whatever a server says, as far as it fits: cleaned, bounded, and nothing twice."""
    found: dict[str, Country] = {}
    left = limits.HELPLINES
    for one in _rows(raw, "countries", limits.HELPLINE_COUNTRIES):
        country = _country(one, left)
        if country is not None and country.code not in found:
            found[country.code] = country
            left -= len(country.lines)
    return tuple(found.values())


def _country(raw: Mapping[str, Any], left: int) -> Country | None:
    code = _text(raw, "code", 2)
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        return None
    lines = {one.id: one for row in _rows(raw, "lines", left) if (one := _line(row, code.upper())) is not None}
    name = _text(raw, "name", limits.HELPLINE_WORD)
    made = Country(
        code.upper(), name or code.upper(), _text(raw, "emergency", limits.HELPLINE_WORD),
        _text(raw, "source", limits.URL), tuple(lines.values()),
    )  # fmt: skip
    return made if made.lines or made.emergency else None


def _line(raw: Mapping[str, Any], country: str) -> CrisisLine | None:
    """None without a name, a source, a day or a way to reach it."""
    try:
        seen = date.fromisoformat(_text(raw, "seen", 10))
    except ValueError:
        return None
    contacts = [_contact(one) for one in _rows(raw, "contacts", limits.HELPLINE_CONTACTS)]
    made = CrisisLine(
        id=_text(raw, "id", limits.HELPLINE_WORD),
        country=country,
        name=_text(raw, "name", limits.HELPLINE_WORD),
        about=_text(raw, "about", limits.HELPLINE_WORD),
        website=_text(raw, "website", limits.URL),
        source=_text(raw, "source", limits.URL),
        seen=seen,
        contacts=tuple(one for one in contacts if one.show),
    )
    return made if made.name and made.source and made.contacts else None


def _contact(raw: Mapping[str, Any]) -> Contact:
    spoken = raw.get("languages")
    codes = [line(code, 16) for code in spoken if isinstance(code, str)][:12] if isinstance(spoken, list) else []
    return Contact(
        by=_text(raw, "by", 16),
        show=_text(raw, "show", limits.HELPLINE_NUMBER),
        dial=_text(raw, "dial", limits.HELPLINE_NUMBER),
        languages=tuple(codes),
        hours=_text(raw, "hours", limits.HELPLINE_WORD),
        free=raw.get("free") is True,
        anonymous=raw.get("anonymous") is True,
        keyword=_text(raw, "keyword", limits.HELPLINE_NUMBER),
        cost=_text(raw, "cost", limits.HELPLINE_WORD),
    )


def _rows(raw: object, name: str, most: int) -> list[Mapping[str, Any]]:
    rows = raw.get(name) if isinstance(raw, dict) else None
    return [row for row in rows[: max(most, 0)] if isinstance(row, dict)] if isinstance(rows, list) else []


def _text(raw: Mapping[str, Any], name: str, most: int) -> str:
    value = raw.get(name)
    return line(value, most) if isinstance(value, str) else ""
