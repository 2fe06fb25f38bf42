"""What a reader is told about a listing: where it is, what it is, how to attend. Pure; texts come in plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tuigroup import text
from tuigroup.wire import limits
from tuigroup_server.importers.facets import Facets
from tuigroup_server.importers.fields import first_line, words

_PRECISE_PARTS: Final = 4  # street, town, state and post code, country


@dataclass(frozen=True, slots=True)
class Way:
    """How people attend."""

    online: bool
    in_person: bool
    paused: bool
    link: str


def address(record: Mapping[str, Any]) -> list[str]:
    """The parts of the whole address."""
    whole = first_line(record.get("formatted_address")) or first_line(record.get("address"))
    return [part for piece in whole.split(",") if (part := piece.strip())]


def precise(record: Mapping[str, Any]) -> bool:
    """Whether the address leads to a door."""
    if first_line(record.get("approximate")).lower() in ("yes", "true", "1"):
        return False
    street = first_line(record.get("address"))
    parts = address(record)
    return (
        bool(street and "," not in street)
        or len(parts) >= _PRECISE_PARTS
        or any(part[0].isdigit() for part in parts[:1])
    )


def town(record: Mapping[str, Any]) -> str:
    """Where to look on a map: a town or part of one."""
    parts = address(record)
    fallback = parts[1] if len(parts) >= _PRECISE_PARTS else (parts[0] if parts else "")
    named = (first_line(record.get(key)) for key in ("city", "region"))
    return text.line(next(filter(None, named), fallback), limits.PLACE)


def place(record: Mapping[str, Any]) -> str:
    """Building and address, on one line."""
    whole = first_line(record.get("formatted_address"))
    if not whole:
        keys = ("address", "city", "state", "postal_code", "country")
        whole = ", ".join(filter(None, (first_line(record.get(key)) for key in keys)))
    return text.line(", ".join(filter(None, (first_line(record.get("location")), whole))), limits.PLACE)


def about(record: Mapping[str, Any], found: Facets, way: Way, *, by_appointment: bool) -> str:
    """What the directory shows below the name: facts, then as much of the notes as fits."""
    parts = ["Not meeting at present"] if way.paused else ["Meets by appointment"] if by_appointment else []
    told = "".join(f"{part}. " for part in (*parts, *found.facts))
    told += " ".join(first_line(record.get(key)) for key in ("notes", "group_notes"))
    where = first_line(record.get("location"))
    if not told.strip() and where and way.in_person:
        told = f"Meets at {where}."
    return shortened(text.line(told, limits.ABOUT + 1), limits.ABOUT)


def how_to_attend(record: Mapping[str, Any], way: Way) -> str:
    """What the listing's page shows: who holds it, where, by which link and number, and the notes."""
    group = first_line(record.get("group"))
    lines = [f"Held by {group}."] if group and group != first_line(record.get("name")) else []
    if way.in_person:
        lines += [place(record), words(record.get("location_notes"))]
    if way.online:
        lines += [way.link and f"Online: {way.link}", words(record.get("conference_url_notes"))]
        dial_in = words(record.get("conference_phone"))
        lines += [dial_in and f"By telephone: {dial_in}", words(record.get("conference_phone_notes"))]
    lines += [words(record.get("notes")), words(record.get("group_notes"))]
    told = text.clean("\n".join(dict.fromkeys(filter(None, lines))), limits.WELCOME + 1)
    return shortened(told, limits.WELCOME)


def shortened(told: str, limit: int) -> str:
    """At most so many characters, with three dots where something was cut; the text is clean."""
    return told if len(told) <= limit else text.clean(told, limit - 3) + "..."
