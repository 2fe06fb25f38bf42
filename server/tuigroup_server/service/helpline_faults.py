"""What is wrong with an operator's own crisis lines, a sentence each with its place. Pure: parsed file in, faults out.

Grave is what could send somebody to a wrong number or to nobody, or that no client would show: then the server leaves
the whole list out. The others (hours that no program understands, a day that is long ago) are told, and shown all the
same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tuigroup import text
from tuigroup.helplines import Helplines, hours, old
from tuigroup.helplines.words import WAYS
from tuigroup.wire import limits

TOP: Final = {"list": str, "licence": str, "seen": date, "reshaped": date, "country": list, "line": list}
COUNTRY: Final = {"code": str, "name": str, "emergency": str, "source": str}
LINE: Final = {
    "id": str, "country": str, "name": str, "about": str, "website": str, "source": str, "seen": date, "contact": list,
    "note": str,
}  # fmt: skip
CONTACT: Final = {
    "by": str, "show": str, "dial": str, "languages": list, "hours": str, "free": bool, "anonymous": bool,
    "keyword": str, "cost": str,
}  # fmt: skip
LONGEST: Final = {
    "website": limits.URL, "source": limits.URL, "show": limits.HELPLINE_NUMBER, "dial": limits.HELPLINE_NUMBER,
    "keyword": limits.HELPLINE_NUMBER, "note": 500, "by": 16,
}  # fmt: skip
KINDS: Final = {str: "text", date: "a date (2026-06-02)", list: "a list", bool: "true or false"}
_KEYPAD: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_SHOWN: Final = re.compile(r"\+?[0-9A-Za-z ()./-]+")
_DIALLED: Final = re.compile(r"\+?[0-9]{2,15}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CODE: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Fault:
    place: str  # a line's id and a field, as far as there are
    what: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def faults(raw: Mapping[str, Any], packaged: Helplines, today: date) -> list[Fault]:
    """All of them, in the order of the file."""
    known = {country.code: country.emergency for country in packaged.countries}
    given = _rows(raw, "country")
    codes = known.keys() | {str(row.get("code")) for row in given}
    out = [*_form("the file", raw, TOP, {"list", "licence", "seen", "reshaped", "country", "line"})]
    out += _too_many("the file", given, "countries", limits.HELPLINE_COUNTRIES)
    seen: set[str] = set()
    for at, row in enumerate(given, 1):
        out += _country(_place("country", at, row, "code"), row, known, seen)
    rows = _rows(raw, "line")
    out += _too_many("the file", rows, "lines", limits.HELPLINES)
    seen = set()
    for at, row in enumerate(rows, 1):
        out += _line(_place("line", at, row, "id"), row, codes, seen, today)
    return out


def agrees(show: str, dial: str) -> bool:
    """Whether a number to show is the number to dial: the same digits, or without a country's own prefix."""
    shown = "".join(filter(str.isdigit, show.lower().translate(_KEYPAD)))
    dialled = dial.removeprefix("+")
    if not dial.startswith("+") or show.strip().startswith("+"):
        return shown == dialled
    national = shown.removeprefix("0")
    return shown == dialled or (dialled.endswith(national) and 1 <= len(dialled) - len(national) <= 3)


def _country(place: str, row: Mapping[str, Any], known: Mapping[str, str], seen: set[str]) -> Iterator[Fault]:
    yield from _form(place, row, COUNTRY)
    code, emergency = row.get("code"), row.get("emergency")
    if not isinstance(code, str) or not isinstance(emergency, str):
        return
    if not _CODE.fullmatch(code):
        yield Fault(f"{place}, code", "a country is named by two capital letters, such as IE.")
    if code in seen:
        yield Fault(f"{place}, code", "this country stands here twice.")
    seen.add(code)
    if code in known and emergency != known[code]:
        yield Fault(
            f"{place}, emergency",
            f"tuigroup has {known[code]} for it, which is what is shown; please leave the country out, or report it.",
        )
    if not re.fullmatch(r"[0-9]{2,6}( or [0-9]{2,6})*", emergency):
        yield Fault(f"{place}, emergency", 'an emergency number is digits, such as "112" or "999 or 112".')


def _line(place: str, row: Mapping[str, Any], codes: set[str], seen: set[str], today: date) -> Iterator[Fault]:
    yield from _form(place, row, LINE, {"about", "website", "note"})
    if isinstance(found := row.get("id"), str):
        if found in seen:
            yield Fault(f"{place}, id", "another line has this id already.")
        seen.add(found)
    if isinstance(found := row.get("country"), str) and found not in codes:
        yield Fault(f"{place}, country", f"{_said(found)} is no country that is known; please add it as [[country]].")
    yield from _day(place, row.get("seen"), today)
    contacts = _rows(row, "contact")
    if isinstance(row.get("contact"), list) and not contacts:
        yield Fault(f"{place}, contact", "there is no way to reach it.")
    yield from _too_many(place, contacts, "contacts", limits.HELPLINE_CONTACTS)
    for at, contact in enumerate(contacts, 1):
        yield from _contact(place if len(contacts) == 1 else f"{place}, contact {at}", contact)


def _day(place: str, seen: object, today: date) -> Iterator[Fault]:
    if not isinstance(seen, date):
        return
    if (seen - today).days > 1:  # somewhere it is tomorrow already
        yield Fault(f"{place}, seen", f"{seen.isoformat()} is still to come.")
    elif old(seen, today):
        yield Fault(f"{place}, seen", f"{seen.isoformat()} is more than a year ago; please look again.", grave=False)


def _contact(place: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _form(place, row, CONTACT, {"keyword", "cost"})
    if row.get("free") is True and row.get("cost"):
        yield Fault(f"{place}, cost", "it is free here and costs something there; please leave one of the two out.")
    by, show, dial = (row.get(name) for name in ("by", "show", "dial"))
    if isinstance(by, str) and by not in WAYS:
        yield Fault(f"{place}, by", f"it is one of {', '.join(WAYS)}.")
    good = True
    if isinstance(show, str) and not _SHOWN.fullmatch(show):
        good = False
        yield Fault(f"{place}, show", "a number to show is digits, letters of a keypad, blanks and - ( ) . / only.")
    if isinstance(dial, str) and not _DIALLED.fullmatch(dial):
        good = False
        yield Fault(f"{place}, dial", "a number to dial is digits only, with a + before a country's prefix.")
    if good and isinstance(show, str) and isinstance(dial, str) and not agrees(show, dial):
        yield Fault(f"{place}, show", f"{show} is not the number to dial, {dial}.")
    for code in languages if isinstance(languages := row.get("languages"), list) else []:
        if not (isinstance(code, str) and _LANGUAGE.fullmatch(code)):
            yield Fault(f"{place}, languages", "languages are named by their letters, such as en or pt-BR.")
            break
    if languages == []:
        yield Fault(f"{place}, languages", "no language is named.")
    if isinstance(when := row.get("hours"), str) and not hours.readable(when):
        yield Fault(
            f"{place}, hours",
            "these hours can't be read, so nobody is told that it is open now; 24/7 can, and daily 18:00 to 23:00 "
            "Europe/Dublin, and Mon to Fri 09:00 to 17:00 UTC, with ; between several.",
            grave=False,
        )


def _form(
    place: str, row: Mapping[str, Any], fields: Mapping[str, type], optional: set[str] | None = None
) -> Iterator[Fault]:
    """Unknown names, missing ones, and what is not of the kind, too long or not plain text."""
    for name in row:
        if name not in fields:
            yield Fault(f"{place}, {_said(name)}", "there is no such field.")
    for name, kind in fields.items():
        value = row.get(name)
        if name not in row:
            if name not in (optional or ()):
                yield Fault(f"{place}, {name}", "this is missing.")
        elif type(value) is not kind:
            yield Fault(f"{place}, {name}", f"this has to be {KINDS[kind]}.")
        elif isinstance(value, str):
            yield from _words(
                f"{place}, {name}", value, LONGEST.get(name, limits.HELPLINE_WORD), name in (optional or ())
            )


def _words(place: str, value: str, most: int, may_be_empty: bool) -> Iterator[Fault]:
    if len(value) > most:
        yield Fault(place, f"this has {len(value)} characters, {most} are the most.")
    elif text.line(value, most) != value:
        yield Fault(place, "there are control characters, line ends or invisible ones in it.")
    elif not value.strip() and not may_be_empty:
        yield Fault(place, "this is empty.")


def _too_many(place: str, rows: list[Any], what: str, most: int) -> Iterator[Fault]:
    if len(rows) > most:
        yield Fault(place, f"there are {len(rows)} {what}, {most} are the most.")


def _rows(raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = raw.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _place(kind: str, at: int, row: Mapping[str, Any], name: str) -> str:
    found = row.get(name)
    return f"{kind} {_said(found)}" if isinstance(found, str) and found.strip() else f"{kind} {at}"


def _said(found: str) -> str:
    return text.line(found, 40) or "''"
