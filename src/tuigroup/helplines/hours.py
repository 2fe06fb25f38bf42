"""Whether a crisis line is open at a moment, as far as its hours can be read. Pure.

``24/7``, or parts with semicolons between: ``daily 18:00 to 23:00 Europe/Dublin``, ``Mon to Fri 09:00 to 17:00 UTC``,
``Sun 22:00 to 02:00 JST``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from tuigroup.helplines import Contact, CrisisLine

ALWAYS: Final = "24/7"
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = f"(?:{'|'.join(DAYS)})"
_PART: Final = re.compile(
    rf"(?:daily|({_DAY})(?: ?(?:to|-) ?({_DAY}))?) (\d{{1,2}}):(\d{{2}}) to (\d{{1,2}}):(\d{{2}}) "
    r"([A-Za-z_/+-]{2,40})",
    re.IGNORECASE,
)
_HOURS_EAST: Final = {"JST": 9, "UTC": 0, "GMT": 0}  # short names of zones without summer time


@dataclass(frozen=True, slots=True)
class _Part:
    days: frozenset[int]  # 0 is Monday
    begin: time
    end: time  # not after the beginning: the day after
    zone: tzinfo

    def holds(self, minute: int) -> bool:
        moment = datetime.fromtimestamp(minute * 60, UTC).astimezone(self.zone)
        now, today = moment.time(), moment.weekday()
        if self.begin < self.end:
            return today in self.days and self.begin <= now < self.end
        return (today in self.days and now >= self.begin) or ((today - 1) % 7 in self.days and now < self.end)


def is_open(hours: str, minute: int) -> bool | None:
    """At a minute since 1970 UTC; None where the hours do not say it in a form that is known here."""
    if hours.strip() == ALWAYS:
        return True
    parts = [_read(part) for part in hours.split(";")]
    if any(part is not None and part.holds(minute) for part in parts):
        return True
    return None if None in parts else False


def readable(hours: str) -> bool:
    """Whether it can be told of every moment."""
    return hours.strip() == ALWAYS or all(_read(part) is not None for part in hours.split(";"))


def open_now(lines: Sequence[CrisisLine], minute: int) -> list[tuple[CrisisLine, Contact]]:
    """Those that are surely open, each with its first way that is."""
    out = []
    for line in lines:
        contact = next((one for one in line.contacts if is_open(one.hours, minute)), None)
        if contact is not None:
            out.append((line, contact))
    return out


def _read(part: str) -> _Part | None:
    found = _PART.fullmatch(part.strip())
    zone = _zone(found[7]) if found else None
    if found is None or zone is None:
        return None
    try:
        begin, end = (time(int(found[at]) % 24, int(found[at + 1])) for at in (3, 5))
    except ValueError:
        return None
    if max(int(found[3]), int(found[5])) > 24:
        return None
    first = DAYS.index(found[1].lower()) if found[1] else 0
    last = DAYS.index(found[2].lower()) if found[2] else first if found[1] else 6
    days = frozenset((first + at) % 7 for at in range((last - first) % 7 + 1))
    return _Part(days, begin, end, zone)


def _zone(name: str) -> tzinfo | None:
    if name.upper() in _HOURS_EAST:
        return timezone(timedelta(hours=_HOURS_EAST[name.upper()]))
    if "/" not in name:
        return None
    from zoneinfo import ZoneInfo  # only where somebody's hours name one

    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return None
    except KeyError:
        return None
