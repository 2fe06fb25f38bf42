"""Meeting Guide's JSON to listings, and back. Pure: bytes in, listings and a report out.

``collect`` is for every directory whose records can be said in Meeting Guide's words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from tuigroup_server.importers import source
from tuigroup_server.importers.fields import DAY, first_line
from tuigroup_server.importers.listing import SLUG, Options, listing_of
from tuigroup_server.importers.privacy import without_private
from tuigroup_server.importers.report import Marks, Repair, Report, Skip, Skipped
from tuigroup_server.storage.listings import Listing

Row = dict[str, Any]
_KEYS: Final = ("meetings", "data", "items", "results")


def read(body: bytes, name: str, options: Options) -> tuple[list[Listing], Report]:
    """All listings of a file. Raises BadInput with line and column when it can't be read as a whole."""
    rows = source.rows(source.parse(body, name), name, *_KEYS)
    return collect(rows, options, lambda row, marks: row)


def collect(
    rows: Sequence[Any], options: Options, in_words: Callable[[Row, Marks], Row]
) -> tuple[list[Listing], Report]:
    """Each record by itself: what is wrong with one costs no other. ``in_words`` may raise Skipped."""
    report = Report(read=len(rows))
    found: list[Listing] = []
    slugs = {first_line(row.get("slug")) for row in rows if isinstance(row, dict)}
    used: set[str] = set()
    seen: set[str] = set()
    for row in rows:
        marks = Marks()
        try:
            if not isinstance(row, dict) or not row:
                raise Skipped(Skip.NOT_A_RECORD)
            whole = json.dumps(row, sort_keys=True)
            if whole in seen:
                raise Skipped(Skip.REPEATED)
            seen.add(whole)
            listing = listing_of(without_private(in_words(row, marks), marks), options, marks)
        except Skipped as skipped:
            report.skip(skipped.reason)
            continue
        if listing.source_slug in used:
            marks.repair(Repair.SAME_SLUG)
            listing = replace(listing, source_slug=_free(listing.source_slug, used | slugs))
        used.add(listing.source_slug)
        found.append(listing)
        report.take(marks, len(listing.meetings))
    return found, report


def _free(slug: str, taken: set[str]) -> str:
    number = 2
    while (free := f"{slug[: SLUG - 8]}-{number}") in taken:
        number += 1
    return free


def write(listings: Iterable[Listing]) -> bytes:
    """Listings as Meeting Guide's JSON, one record a line, the source's own fields with them.

    Harmless on a terminal whatever they hold: what can't be seen is written as an escape of JSON's.
    """
    lines = (_seen(json.dumps(_record(listing), ensure_ascii=False)) for listing in listings)
    return ("[" + ",".join(f"\n{line}" for line in lines) + "\n]\n").encode()


def _seen(line: str) -> str:
    return "".join(character if character.isprintable() else json.dumps(character)[1:-1] for character in line)


def _record(listing: Listing) -> Mapping[str, Any]:
    record: dict[str, Any] = {"slug": listing.source_slug, "name": listing.name}
    if listing.meetings:
        first = listing.meetings[0]
        days = [meeting.weekday % 7 for meeting in listing.meetings]
        record["day"] = days[0] if len(days) == 1 else days
        record["time"] = _clock(first.start)
        record["end_time"] = _clock((first.start + first.duration) % DAY)
        record["timezone"] = first.timezone
        if first.url:
            record["conference_url"] = first.url
    else:
        record["timezone"] = listing.timezone
    if listing.url:
        record["url"] = listing.url
    record["updated"] = datetime.fromtimestamp(listing.updated_min * 60, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return record | dict(listing.extra)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
