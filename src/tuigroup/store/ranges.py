"""Sets of whole numbers kept as ranges, written like ``1-40,42``: which posts of a group were read.

Pure. A set is a tuple of (first, last), ascending, with a gap of at least one between two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

Ranges = tuple[tuple[int, int], ...]

EMPTY: Final[Ranges] = ()
_LIMIT: Final = 2**53
_SPAN: Final = re.compile(r"([0-9]{1,16})(?:-([0-9]{1,16}))?")


def union(*sets: Iterable[tuple[int, int]]) -> Ranges:
    """Everything that is in any of the sets."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(span for spans in sets for span in spans):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return tuple(out)


def add(ranges: Ranges, numbers: Iterable[int]) -> Ranges:
    return union(ranges, ((number, number) for number in numbers))


def holds(ranges: Ranges, number: int) -> bool:
    at = bisect_right(ranges, (number, _LIMIT)) - 1
    return at >= 0 and ranges[at][0] <= number <= ranges[at][1]


def to_text(ranges: Ranges) -> str:
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def from_text(text: str) -> Ranges:
    """The set again; parts that are no ranges are left out."""
    spans = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part)
        if match:
            first = int(match[1])
            last = int(match[2]) if match[2] else first
            if 0 < first <= last <= _LIMIT:
                spans.append((first, last))
    return union(spans)
