"""A facilitator's shift as the private record keeps it, and how two machines' become one. Pure.

The shape, under ``sh`` of the record (store.private): ``{"o": {thing: minute}, "e": minute, "l": [limit, minute]}``.
``o`` are heavy things by ``group.post`` with when they were opened last, ``e`` is when the last shift was ended by its
owner, ``l`` the limit that they set themselves. Merging is commutative, associative, idempotent: of two minutes the
later one counts, what was opened before the end of a shift is gone, and the latest MOST things stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

Json = Any
Record = dict[str, Json]

PART: Final = "sh"
MOST: Final = 200
PAUSE: Final = 4 * 60  # minutes without anything heavy, after which it is another shift
MOST_LIMIT: Final = 99
_MINUTES: Final = 2**53
_THING: Final = re.compile(r"[1-9][0-9]{0,15}\.[1-9][0-9]{0,15}")


def merge(one: Mapping[str, Json], other: Mapping[str, Json]) -> Record:
    """Both in one, whatever their order; {} where there is nothing."""
    first, second = tidy(one), tidy(other)
    ended = max(first.get("e", 0), second.get("e", 0))
    opened = dict(first.get("o", {}))
    for thing, minute in second.get("o", {}).items():
        opened[thing] = max(minute, opened.get(thing, 0))
    limits = [mark for mark in (first.get("l"), second.get("l")) if mark is not None]
    return _made(opened, ended, max(limits, key=lambda mark: (mark[1], mark[0])) if limits else None)


def tidy(part: Mapping[str, Json]) -> Record:
    """What is of the shape above; the rest is left out."""
    found = part if isinstance(part, Mapping) else {}
    opened = found.get("o")
    things = opened if isinstance(opened, dict) else {}
    kept = {thing: at for thing, at in things.items() if _THING.fullmatch(str(thing)) and _minute(at)}
    limit = found.get("l")
    fits = isinstance(limit, list) and len(limit) == 2 and all(map(_minute, limit)) and limit[0] <= MOST_LIMIT
    return _made(kept, found["e"] if _minute(found.get("e")) else 0, limit if fits else None)


def shift(part: Mapping[str, Json], now: int) -> dict[str, int]:
    """What was opened in the shift that runs at a minute: back to the first long pause."""
    found: dict[str, int] = {}
    before = now
    for thing, minute in sorted(tidy(part).get("o", {}).items(), key=lambda item: -item[1]):
        if before - minute >= PAUSE:
            break
        found[thing] = before = minute
    return found


def _made(opened: Mapping[str, int], ended: int, limit: list[int] | None) -> Record:
    latest = sorted((minute, thing) for thing, minute in opened.items() if minute > ended)[-MOST:]
    parts: Record = {"o": {thing: minute for minute, thing in sorted(latest, key=lambda item: item[1])}, "e": ended}
    return {name: value for name, value in parts.items() if value} | ({"l": limit} if limit is not None else {})


def _minute(value: Json) -> bool:
    return type(value) is int and 0 <= value <= _MINUTES
