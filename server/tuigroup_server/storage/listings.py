"""Listings of public directories: rows of ``groups`` in state ``listing`` with their weekly meetings.

A listing is found again by its source and its slug there. Nothing here decides what has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, select

from tuigroup.wire.words import Access, GroupFormat, GroupKind, GroupState
from tuigroup_server import schema
from tuigroup_server.storage import groups, meetings
from tuigroup_server.storage.meetings import MeetingRow

_table = schema.groups
_AT_ONCE: Final = 500  # rows whose meetings are read together


@dataclass(frozen=True, slots=True)
class Listing:
    """What a directory says about one group.

    ``welcome`` tells how to attend; ``updated_min`` is when the source last confirmed it, 0 when it does not say;
    ``extra`` holds the source's own fields that no column holds; ``meetings`` are in the order of the week, their
    ``group_id`` 0.
    """

    source_slug: str
    name: str
    about: str = ""
    welcome: str = ""
    kind: GroupKind = GroupKind.PEER_LED
    format: GroupFormat = GroupFormat.IN_PERSON
    language: str = "en"
    timezone: str = "UTC"
    country: str = ""
    place: str = ""
    url: str = ""
    topics: tuple[str, ...] = ()
    updated_min: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)
    meetings: tuple[MeetingRow, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredListing:
    """A listing as it stands here; ``claimed`` when it has become a hosted group in the meantime."""

    id: int
    claimed: bool
    listing: Listing


def of_source(connection: Connection, source: str) -> dict[str, StoredListing]:
    """By slug at the source, claimed ones too; nobody claims one of them before the commit."""
    query = select(_table).where(_table.c.source == source).order_by(_table.c.id).with_for_update(key_share=True)
    rows = connection.execute(query).mappings().all()
    return {stored.listing.source_slug: stored for stored in _stored(connection, rows)}


def unclaimed(connection: Connection) -> list[Listing]:
    """Every listing that is still one, by source and number."""
    query = select(_table).where(_table.c.state == GroupState.LISTING.value).order_by(_table.c.source, _table.c.id)
    return [stored.listing for stored in _stored(connection, connection.execute(query).mappings().all())]


def slugs_like(connection: Connection, start: str) -> set[str]:
    """The slugs of all groups that begin so."""
    query = select(_table.c.slug).where(_table.c.slug.startswith(start, autoescape=True))
    return set(connection.execute(query).scalars())


def add(connection: Connection, listing: Listing, *, source: str, slug: str, created: int) -> int:
    """A new listing, not in the directory yet; its number. ``created`` is in seconds."""
    origin = {"source": source, "source_slug": listing.source_slug, "slug": slug, "created": created}
    standing = {"state": GroupState.LISTING.value, "access": Access.OPEN.value}
    group = groups.add(connection, **_columns(listing), **origin, **standing)
    meetings.replace(connection, group, listing.meetings)
    return group


def change(connection: Connection, group: int, listing: Listing) -> None:
    """The same listing with what the source says now."""
    groups.change(connection, group, **_columns(listing))
    meetings.replace(connection, group, listing.meetings)


def _columns(listing: Listing) -> dict[str, Any]:
    return {
        "name": listing.name,
        "about": listing.about,
        "welcome": listing.welcome,
        "kind": listing.kind.value,
        "format": listing.format.value,
        "language": listing.language,
        "timezone": listing.timezone,
        "country": listing.country,
        "place": listing.place,
        "url": listing.url,
        "topics": list(listing.topics),
        "updated_min": listing.updated_min,
        "extra": dict(listing.extra),
    }


def _stored(connection: Connection, rows: Sequence[RowMapping]) -> list[StoredListing]:
    found: list[StoredListing] = []
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        held = meetings.of_groups(connection, [row["id"] for row in some])
        for row in some:
            listing = _listing(row, tuple(replace(meeting, group_id=0) for meeting in held[row["id"]]))
            found.append(StoredListing(row["id"], row["state"] != GroupState.LISTING.value, listing))
    return found


def _listing(row: RowMapping, held: tuple[MeetingRow, ...]) -> Listing:
    return Listing(
        source_slug=row["source_slug"],
        name=row["name"],
        about=row["about"],
        welcome=row["welcome"],
        kind=GroupKind(row["kind"]),
        format=GroupFormat(row["format"]),
        language=row["language"],
        timezone=row["timezone"],
        country=row["country"],
        place=row["place"],
        url=row["url"],
        topics=tuple(row["topics"]),
        updated_min=row["updated_min"],
        extra=dict(row["extra"]),
        meetings=held,
    )
