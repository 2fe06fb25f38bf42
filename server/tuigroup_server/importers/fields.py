"""Values of a directory's fields read: days, times, zones, links, dates, countries. Pure; every repair is marked.

A value that can't be read raises Skipped where a meeting makes no sense without it, and is left out elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from tuigroup.wire import limits
from tuigroup_server.importers.report import Marks, Repair, Skip, Skipped

DAY: Final = 24 * 60
DEFAULT_DURATION: Final = 60
SUNDAY: Final = 7

_DAYS: Final = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2})?\s*([ap])?\.?\s?(?:m\.?)?", re.IGNORECASE)
_USUAL: Final = re.compile(r"\d{1,2}:\d{2}")
_WORDS: Final = {"noon": 12 * 60, "midday": 12 * 60, "midnight": 0}
_BARE_LINK: Final = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?]\S*)?")
_DATES: Final = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
    "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y",
)  # fmt: skip
_COUNTRIES: Final[Mapping[str, str]] = {
    "us": "US", "usa": "US", "u.s.a": "US", "u.s.a.": "US", "u.s.": "US", "united states": "US",
    "united states of america": "US", "canada": "CA", "uk": "GB", "gb": "GB", "u.k.": "GB",
    "united kingdom": "GB", "great britain": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB", "ireland": "IE", "australia": "AU",
    "new zealand": "NZ", "south africa": "ZA", "india": "IN", "germany": "DE", "deutschland": "DE", "france": "FR",
    "spain": "ES", "españa": "ES", "mexico": "MX", "méxico": "MX", "portugal": "PT", "brazil": "BR", "brasil": "BR",
    "italy": "IT", "italia": "IT", "netherlands": "NL", "nederland": "NL", "belgium": "BE", "sweden": "SE",
    "sverige": "SE", "norway": "NO", "norge": "NO", "denmark": "DK", "danmark": "DK", "finland": "FI", "suomi": "FI",
    "poland": "PL", "polska": "PL", "austria": "AT", "österreich": "AT", "switzerland": "CH", "schweiz": "CH",
    "japan": "JP", "kenya": "KE", "nigeria": "NG", "philippines": "PH", "israel": "IL", "iceland": "IS",
}  # fmt: skip


def words(value: Any) -> str:
    """A field as text: numbers too, anything else is ''."""
    if isinstance(value, bool):
        return ""
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def first_line(value: Any) -> str:
    return " ".join(words(value).split())


def days(value: Any, marks: Marks) -> tuple[int, ...]:
    """ISO weekdays, none for an absent day. 0 is Sunday at the source. Raises Skipped."""
    many = isinstance(value, list)
    items = value if isinstance(value, list) else words(value).replace(";", ",").split(",")
    given = [item for item in items if words(item)]
    found = [day for item in given if (day := _day(item, marks)) is not None]
    if given and not found:
        raise Skipped(Skip.BAD_DAY)
    if len(found) < len(given):
        marks.repair(Repair.DAY_LEFT_OUT)
    if not many and not isinstance(value, int) and found:
        marks.repair(Repair.DAY_TEXT)
    return tuple(sorted(set(found)))


def _day(item: Any, marks: Marks) -> int | None:
    name = words(item).lower()
    if re.fullmatch(r"\d(?:\.0)?", name):
        number = int(name[0])
        if number == 7:
            marks.repair(Repair.DAY_SEVEN)
        return None if number > 7 else number or SUNDAY
    if len(name) >= 2:
        for number, day in enumerate(_DAYS):
            if day.startswith(name.rstrip(".")) or name == f"{day}s":
                marks.repair(Repair.DAY_TEXT)
                return number or SUNDAY
    return None


def minutes(value: Any, marks: Marks) -> int | None:
    """Minutes after midnight, 0 to 1440, of '19:30', '7:30 PM', 'Noon'; None for what is no time."""
    written = words(value).lower()
    if written in _WORDS:
        marks.repair(Repair.TIME_FORM)
        return _WORDS[written]
    found = _TIME.fullmatch(written)
    if found is None or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "p" else 0)
        marks.repair(Repair.TWELVE_HOUR)
    elif not _USUAL.fullmatch(written):
        marks.repair(Repair.TIME_FORM)
    at = hour * 60 + minute
    return at if minute < 60 and at <= DAY else None


def start(value: Any, marks: Marks) -> tuple[int, int]:
    """(start, days to add): 24:00 is the next day's midnight. Raises Skipped."""
    at = minutes(value, marks)
    if at is None:
        raise Skipped(Skip.BAD_TIME)
    if at == DAY:
        marks.repair(Repair.MIDNIGHT)
        return 0, 1
    return at, 0


def duration(begin: int, end: Any, marks: Marks) -> int:
    """Minutes from a start to an end that may lie after midnight; 60 where there is none."""
    if not words(end):
        marks.repair(Repair.NO_END)
        return DEFAULT_DURATION
    at = minutes(end, marks)
    if at is None or at % DAY == begin:
        marks.repair(Repair.BAD_END)
        return DEFAULT_DURATION
    if at <= begin:
        marks.repair(Repair.PAST_MIDNIGHT)
        at += DAY
    return at - begin


def later(weekday: int, by: int) -> int:
    """The ISO weekday so many days on."""
    return (weekday - 1 + by) % 7 + 1


def zone(value: Any, default: str, zones: Mapping[str, str], marks: Marks) -> str:
    """The IANA zone that is named, or the default; '' without either. ``zones`` is by lower-case name."""
    named = first_line(value).replace(" ", "_").lower()
    # Bare abbreviations are fixed offsets or ambiguous; only UTC means the same to everybody.
    known = zones.get(named, "") if "/" in named or named == "utc" else ""
    if known:
        return known
    if default:
        marks.repair(Repair.BAD_ZONE if named else Repair.NO_ZONE)
    return default


def link(value: Any, marks: Marks) -> str:
    """A web address that can be shown, or ''."""
    address = words(value)
    if not address:
        return ""
    if "://" not in address and _BARE_LINK.fullmatch(address):
        marks.repair(Repair.LINK_COMPLETED)
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        fits = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        fits = False
    if not fits or len(address) > limits.URL or not address.isprintable() or " " in address:
        marks.repair(Repair.LINK_LEFT_OUT)
        return ""
    return address


def updated(value: Any, now_min: int, marks: Marks) -> int:
    """Whole minutes since 1970 of a date in UTC; 0 for none, one that can't be read or one that is yet to come."""
    written = first_line(value).removesuffix("Z")
    if not written:
        return 0
    for position, form in enumerate(_DATES):
        try:
            at = int(datetime.strptime(written, form).replace(tzinfo=UTC).timestamp()) // 60
        except ValueError:
            continue
        if 0 < at <= now_min + DAY:
            if position:
                marks.repair(Repair.DATE_FORM)
            return min(at, now_min)
        break
    marks.repair(Repair.DATE_LEFT_OUT)
    return 0


def country(named: Any, address_end: str = "") -> str:
    """The ISO code of what is named as a country, else of the last part of an address; '' where neither is one.

    Two letters at the end of an address are a state's as often as a country's (NY, CA), so only a name counts there.
    """
    name = first_line(named)
    if re.fullmatch(r"[A-Z]{2}", name):
        return "GB" if name == "UK" else name
    return next((_COUNTRIES[each] for each in (name.lower(), address_end.lower()) if each in _COUNTRIES), "")
