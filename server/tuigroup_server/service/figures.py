"""What a group sees of itself: how soon opening posts are answered. Of threads, never of people; pure.

An opening post is a thread's first on a board where any member may begin one; its answer is the first post in it by
somebody else. Both are kept by the writes (schema.threads), so that nothing is counted when somebody asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

OPENINGS: Final = 300  # threads looked at, the newest
DAY: Final = 24 * 60
PARTS: Final = 8  # of a day, for which the usual wait is told by itself
SHARE: Final = 40  # opening posts of which the share is taken, the newest that are older than a day
ENOUGH: Final = 5  # of them, or of answers in a part of the day, below which nothing is told

Openings = Sequence[tuple[int, int]]  # minute begun, minute of the first answer (0 for none); newest first


def columns(found: Openings, minute: int) -> dict[str, Any]:
    """As the group's row keeps them."""
    return {"answered_day": share(found, minute), "waits": waits(found)}


def share(found: Openings, minute: int) -> int:
    """How many of a hundred were answered within a day; -1 where there is too little to go by."""
    old = [(began, answered) for began, answered in found if began <= minute - DAY][:SHARE]
    if len(old) < ENOUGH:
        return -1
    return round(100 * sum(0 < answered <= began + DAY for began, answered in old) / len(old))


def waits(found: Openings) -> list[int]:
    """The usual (median) minutes until a first answer by when one wrote: a part of the day in UTC each.

    0 for a part with too few answers, [] where every part is such.
    """
    by_part: list[list[int]] = [[] for _ in range(PARTS)]
    for began, answered in found:
        if answered:
            by_part[began % DAY * PARTS // DAY].append(answered - began)
    usual = [max(1, round(median(part))) if len(part) >= ENOUGH else 0 for part in by_part]
    return usual if any(usual) else []
