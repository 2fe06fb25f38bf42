"""Public directories of groups into the database, and back out: reads a file or address, then writes once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from tuigroup.errors import BadInput
from tuigroup_server.importers import bmlt, meeting_guide, source
from tuigroup_server.importers.listing import Options
from tuigroup_server.importers.report import Report
from tuigroup_server.service import listings
from tuigroup_server.service.context import Context
from tuigroup_server.storage.listings import Listing

MEETING_GUIDE: Final = "meeting-guide"
BMLT: Final = "bmlt"
FORMATS: Final = (MEETING_GUIDE, BMLT)
_SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_RESULTS: Final = "GetSearchResults"
_FORMAT_LIST: Final = "GetFormats"


def run_groups(context: Context, *, format: str, source: str, timezone: str = "", location: str) -> Report:
    """Take the listings of ``location`` (a file, an http(s) address) in as those of ``source``.

    ``timezone`` is an IANA zone for records that name none; without it such records are skipped. Running it
    again updates. Raises BadInput, and then nothing was changed.
    """
    options = _options(context, format, source, timezone)
    found, report = _read(format, location, options)
    if not found:
        # Another list than the one meant, or an emptied one: nobody's meetings are called gone because of it.
        report.written = {"new": 0, "changed": 0}
        return report
    written = listings.put(context, source, found)
    report.written = {"new": written.new, "changed": written.changed, "as they were": written.same}
    if written.claimed:
        report.written["claimed by facilitators and left alone"] = written.claimed
    if written.gone:
        report.written["no longer at the source and kept with their age"] = written.gone
    return report


def export_groups(context: Context, format: str) -> bytes:
    """Every listing that nobody has claimed. Raises BadInput for a format that can't be written."""
    if format != MEETING_GUIDE:
        raise BadInput(f"Listings can be written as {MEETING_GUIDE} only.", field="format")
    return meeting_guide.write(listings.every(context))


def _options(context: Context, format: str, source_key: str, timezone: str) -> Options:
    if format not in FORMATS:
        raise BadInput(f"The format can be {' or '.join(FORMATS)}.", field="format")
    if not _SOURCE.fullmatch(source_key):
        raise BadInput(
            "A source is named by at most 40 small letters, digits, dots and hyphens, such as aa-leeds.", field="source"
        )
    zones = {zone.lower(): zone for zone in available_timezones()}
    if timezone and timezone.lower() not in zones:
        raise BadInput("This time zone is not known.", field="timezone", todo="One is named like Europe/London.")
    return Options(context.now_min(), zones.get(timezone.lower(), ""), zones)


def _read(format: str, location: str, options: Options) -> tuple[list[Listing], Report]:
    if format == BMLT:
        body, formats = source.read(_results(location)), _formats(location)
        return bmlt.read(body, _name(location), options, formats)
    return meeting_guide.read(source.read(location), _name(location), options)


def _name(location: str) -> str:
    return "The answer" if source.is_url(location) else Path(location).name


def _results(location: str) -> str:
    """A folder stands for the two answers in it."""
    folder = not source.is_url(location) and Path(location).is_dir()
    return str(Path(location) / f"{_RESULTS}.json") if folder else location


def _formats(location: str) -> bytes | None:
    """The list of formats that belongs to the results: the file beside them, or the same server's."""
    if source.is_url(location):
        if _RESULTS not in location:
            return None
        try:
            return source.read(location.replace(_RESULTS, _FORMAT_LIST))
        except BadInput:
            return None
    beside = Path(_results(location)).parent / f"{_FORMAT_LIST}.json"
    return source.read(str(beside)) if beside.is_file() else None
