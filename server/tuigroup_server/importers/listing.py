"""One record in Meeting Guide's words becomes a listing. Pure: no file, no database, the time passed in.

The record is already plain and without what is private (``privacy.without_private``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tuigroup.wire import limits
from tuigroup.wire.words import GroupFormat
from tuigroup_server.importers import facets, fields, telling
from tuigroup_server.importers.facets import Facets
from tuigroup_server.importers.fields import first_line, words
from tuigroup_server.importers.report import Marks, Repair, Skip, Skipped
from tuigroup_server.importers.telling import Way
from tuigroup_server.service.listings import slug_of
from tuigroup_server.storage.listings import Listing
from tuigroup_server.storage.meetings import MeetingRow

SLUG: Final = 160
EXTRA_BYTES: Final = 16 * 1024
# What the columns hold; the rest of a record lives on in extra.
HELD: Final = frozenset({"slug", "name", "day", "time", "end_time", "timezone", "conference_url", "url", "updated"})


@dataclass(frozen=True, slots=True)
class Options:
    """``timezone`` is for records without one ('' skips them); ``zones`` IANA names by lower-case name."""

    now_min: int
    timezone: str = ""
    zones: Mapping[str, str] = field(default_factory=dict)


def listing_of(record: Mapping[str, Any], options: Options, marks: Marks) -> Listing:
    """The listing with the record's own slug or one made for it. Raises Skipped."""
    types = _types(record.get("types"), marks)
    found = facets.facets(types)
    full_name = first_line(record.get("name")) or _other_name(record, marks)
    name = _short(full_name, marks)
    zone = fields.zone(record.get("timezone"), options.timezone, options.zones, marks)
    if not zone:
        raise Skipped(Skip.NO_ZONE)
    way = _way(record, found, marks)
    meetings = _meetings(record, way, zone, "" if name == full_name else full_name[:SLUG], marks)
    return Listing(
        source_slug=_slug(record, full_name, marks),
        name=name,
        about=telling.about(record, found, way, by_appointment=not meetings and not way.paused),
        welcome=telling.how_to_attend(record, way),
        format=_format(way),
        language=found.language or _language(record),
        timezone=zone,
        country=fields.country(record.get("country"), "".join(telling.address(record)[-1:])),
        place=telling.town(record),
        url=fields.link(record.get("url"), marks),
        topics=found.topics[: limits.TOPICS],
        updated_min=fields.updated(record.get("updated"), options.now_min, marks),
        extra=_extra(
            record, types, way, name_held=name == first_line(record.get("name")), met=bool(meetings), marks=marks
        ),
        meetings=meetings,
    )


def _types(value: Any, marks: Marks) -> list[str]:
    if isinstance(value, str) and value:
        marks.repair(Repair.BARE_VALUE)
        value = value.split(",")
    return [code for item in value if (code := first_line(item))] if isinstance(value, list) else []


def _other_name(record: Mapping[str, Any], marks: Marks) -> str:
    name = first_line(record.get("group")) or first_line(record.get("location"))
    if not name:
        raise Skipped(Skip.NO_NAME)
    marks.repair(Repair.NO_NAME)
    return name


def _short(name: str, marks: Marks) -> str:
    if len(name) <= limits.GROUP_NAME:
        return name
    marks.repair(Repair.LONG_NAME)
    return telling.shortened(name, limits.GROUP_NAME)


def _slug(record: Mapping[str, Any], name: str, marks: Marks) -> str:
    slug = first_line(record.get("slug"))
    if not slug:
        marks.repair(Repair.NO_SLUG)
        day = record.get("day")
        slug = slug_of(name, json.dumps(day) if isinstance(day, list) else words(day), words(record.get("time")))
    if len(slug) > SLUG:
        marks.repair(Repair.LONG_SLUG)
        slug = slug[:SLUG].rstrip()
    return slug


def _way(record: Mapping[str, Any], found: Facets, marks: Marks) -> Way:
    link = fields.link(record.get("conference_url"), marks)
    option = first_line(record.get("attendance_option")).lower().replace("-", "_")
    online = bool(link) or found.online or bool(words(record.get("conference_phone")))
    in_person = not found.closed_place and (telling.precise(record) or not online)
    if option in ("online", "in_person", "hybrid"):
        online, in_person = option != "in_person", option != "online"
    paused = option == "inactive" or not (online or in_person)
    return Way(online and not paused, in_person and not paused, paused, link)


def _format(way: Way) -> GroupFormat:
    if way.online:
        return GroupFormat.HYBRID if way.in_person else GroupFormat.ONLINE
    return GroupFormat.IN_PERSON


def _meetings(record: Mapping[str, Any], way: Way, zone: str, name: str, marks: Marks) -> tuple[MeetingRow, ...]:
    days = fields.days(record.get("day"), marks)
    if way.paused:
        marks.repair(Repair.PAUSED)
        return ()
    if not days or not words(record.get("time")):
        marks.repair(Repair.BY_APPOINTMENT)
        return ()
    start, on = fields.start(record.get("time"), marks)
    duration = fields.duration(start, record.get("end_time"), marks)
    place = telling.place(record) if way.in_person else ""
    return tuple(
        MeetingRow(0, weekday, start, duration, zone, name, place, way.link, way.online, "")
        for weekday in sorted(fields.later(day, on) for day in days)
    )


def _language(record: Mapping[str, Any]) -> str:
    named = first_line(record.get("language")).lower()
    return named if 2 <= len(named) <= 16 and named.replace("-", "").isalpha() else "en"


def _extra(
    record: Mapping[str, Any], types: list[str], way: Way, *, name_held: bool, met: bool, marks: Marks
) -> dict[str, Any]:
    """What the columns don't hold; day, time and link too where no meeting holds them."""
    held = HELD if name_held else HELD - {"name"}
    extra = {key: value for key, value in record.items() if key not in held}
    if types:
        extra["types"] = types
    if not met:
        extra |= {key: record[key] for key in ("day", "time", "end_time") if key in record}
        if way.link:
            extra["conference_url"] = way.link
    if len(json.dumps(extra)) > EXTRA_BYTES:
        marks.repair(Repair.TOO_MUCH)
        extra = {key: value for key, value in extra.items() if len(json.dumps(value)) <= EXTRA_BYTES // 64}
    return extra
