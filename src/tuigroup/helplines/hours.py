"""Whether a crisis line is open at a moment, as far as its hours can be read. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import Final

from tuigroup.helplines import Contact, Country, CrisisLine

ALWAYS: Final = "24/7"
_DAILY: Final = re.compile(r"daily (\d{1,2}):(\d{2}) to (\d{1,2}):(\d{2}) ([A-Z]{2,5})\b", re.IGNORECASE)
_HOURS_EAST: Final = {"JST": 9, "UTC": 0, "GMT": 0}  # zones without summer time


def is_open(hours: str, minute: int) -> bool | None:
    """At a minute since 1970 UTC; None where the hours do not say it in a form that is known here."""
    if hours.strip() == ALWAYS:
        return True
    found = _DAILY.search(hours)
    east = _HOURS_EAST.get(found[5].upper()) if found else None
    if found is None or east is None:
        return None
    now = datetime.fromtimestamp((minute + east * 60) * 60, UTC).time()
    begin, end = (time(int(found[at]) % 24, int(found[at + 1])) for at in (1, 3))
    inside = begin <= now < end if begin <= end else now >= begin or now < end
    return inside or (None if ";" in hours else False)


def open_now(country: Country, minute: int) -> list[tuple[CrisisLine, Contact]]:
    """Lines of a country that are surely open, each with its first way that is."""
    out = []
    for line in country.lines:
        contact = next((one for one in line.contacts if is_open(one.hours, minute)), None)
        if contact is not None:
            out.append((line, contact))
    return out
