"""BMLT's semantic JSON to listings: its records said in Meeting Guide's words. Pure: bytes in, listings out.

Every value there is a string; weekdays run from 1 for Sunday; formats are local letters whose meaning is told
by the server's own list of formats, where the world service's code (``world_id``) is what servers share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tuigroup_server.importers import facets, meeting_guide, source
from tuigroup_server.importers.fields import DAY, first_line, words
from tuigroup_server.importers.listing import Options
from tuigroup_server.importers.report import Marks, Repair, Report, Skip, Skipped
from tuigroup_server.storage.listings import Listing

Row = dict[str, Any]

NO_FORMATS: Final = "No list of formats came with it, so what its letters mean (women, step, ...) is not known."
_LABEL: Final = "#@-@#"  # between a field's label and its value, in some exports
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_VENUES: Final = {"1": "in_person", "2": "online", "3": "hybrid"}
_SAME: Final[dict[str, str]] = {
    "id_bigint": "slug",
    "meeting_name": "name",
    "time_zone": "timezone",
    "location_text": "location",
    "location_info": "location_notes",
    "location_municipality": "city",
    "location_sub_province": "region",
    "location_province": "state",
    "location_postal_code_1": "postal_code",
    "location_nation": "country",
    "comments": "notes",
    "virtual_meeting_link": "conference_url",
    "virtual_meeting_additional_info": "conference_url_notes",
    "phone_meeting_number": "conference_phone",
    "lang_enum": "language",
}
_READ: Final = frozenset(
    {*_SAME, "weekday_tinyint", "start_time", "duration_time", "venue_type", "location_street", "published"}
    | {"latitude", "longitude"}
)


def read(body: bytes, name: str, options: Options, formats: bytes | None = None) -> tuple[list[Listing], Report]:
    """All listings of GetSearchResults; ``formats`` is GetFormats, which the answer can also hold itself.

    Raises BadInput with line and column when one of them can't be read as a whole.
    """
    answer = source.parse(body, name)
    rows = source.rows(answer, name, "meetings")
    listed: Any = answer.get("formats") if isinstance(answer, dict) else None
    if listed is None and formats is not None:
        listed = source.rows(source.parse(formats, "The list of formats"), "The list of formats", "formats")
    meanings = _meanings(listed if isinstance(listed, list) else [])
    found, report = meeting_guide.collect(rows, options, lambda row, marks: _in_words(row, meanings, marks))
    if not meanings:
        report.notes.append(NO_FORMATS)
    return found, report


def _meanings(formats: list[Any]) -> dict[str, str]:
    """Meeting Guide's codes by the id of a format; its translations share the id."""
    found: dict[str, str] = {}
    for row in formats:
        if isinstance(row, dict):
            world, key = first_line(row.get("world_id")).upper(), first_line(row.get("key_string")).upper()
            code = facets.WORLD_LANGUAGES.get(key) if world == "LANG" else facets.WORLD.get(world)
            if code:
                found.setdefault(first_line(row.get("id")), code)
    return found


def _in_words(row: Mapping[str, Any], meanings: Mapping[str, str], marks: Marks) -> Row:
    values = {key: _without_label(value, marks) for key, value in row.items() if value not in ("", None)}
    if first_line(values.get("published", "1")) == "0":
        raise Skipped(Skip.UNPUBLISHED)
    record: Row = {key: value for key, value in values.items() if key not in _READ}
    record |= {name: values[key] for key, name in _SAME.items() if key in values}
    record |= _when(values, marks) | _where(values)
    option = _VENUES.get(first_line(values.get("venue_type")))
    if option:
        record["attendance_option"] = option
    ids = first_line(values.get("format_shared_id_list")).split(",")
    types = [meanings[one.strip()] for one in ids if one.strip() in meanings]
    if types:
        record["types"] = list(dict.fromkeys(types))
    return record


def _without_label(value: Any, marks: Marks) -> Any:
    if isinstance(value, str) and _LABEL in value:
        marks.repair(Repair.LABEL)
        return value.rpartition(_LABEL)[2]
    return value


def _when(values: Mapping[str, Any], marks: Marks) -> Row:
    """Day (0 is Sunday), time and end in Meeting Guide's words; what can't be read stays for it to judge."""
    when: Row = {}
    weekday = first_line(values.get("weekday_tinyint"))
    if weekday:
        if weekday not in tuple("1234567"):
            raise Skipped(Skip.BAD_DAY)
        when["day"] = int(weekday) - 1
    begin = words(values.get("start_time"))
    if begin:
        started = _CLOCK.fullmatch(begin)
        when["time"] = f"{started[1]}:{started[2]}" if started else begin
        lasting = _CLOCK.fullmatch(words(values.get("duration_time")))
        minutes = int(lasting[1]) * 60 + int(lasting[2]) if lasting else 0
        if started and 0 < minutes < DAY:
            ends = (int(started[1]) * 60 + int(started[2]) + minutes) % DAY
            when["end_time"] = f"{ends // 60:02d}:{ends % 60:02d}"
        elif minutes:
            marks.repair(Repair.BAD_END)
    return when


def _where(values: Mapping[str, Any]) -> Row:
    where: Row = {}
    region = " ".join(
        filter(None, (first_line(values.get(f"location_{key}")) for key in ("province", "postal_code_1")))
    )
    street, town = (first_line(values.get(f"location_{key}")) for key in ("street", "municipality"))
    parts = [street, town or first_line(values.get("location_city_subsection")), region]
    address = ", ".join(filter(None, [*parts, first_line(values.get("location_nation"))]))
    if address:
        where["formatted_address"] = address
    if street:
        where["address"] = street
    for key in ("latitude", "longitude"):
        try:
            where[key] = float(words(values.get(key)))
        except ValueError:
            continue
    return where
