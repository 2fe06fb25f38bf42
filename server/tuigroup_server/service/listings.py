"""Taking the listings of a public directory in, and giving them back.

A listing keeps its number and its place here for as long as its source and slug stay the same. One that is
gone from its source is kept and grows old visibly; one that was claimed belongs to its facilitators and is
left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from tuigroup_server.service.context import Context
from tuigroup_server.storage import directory, groups, listings
from tuigroup_server.storage.listings import Listing, StoredListing

SLUG: Final = 80
# How much older than the source's last word a listing may look before the members' copies are refreshed.
STALE_MINUTES: Final = 30 * 24 * 60


@dataclass(frozen=True, slots=True)
class Written:
    """How many listings were new, changed, the same, claimed (left alone), and gone from the source (kept)."""

    new: int = 0
    changed: int = 0
    same: int = 0
    claimed: int = 0
    gone: int = 0


def put(context: Context, source: str, found: Sequence[Listing]) -> Written:
    """All listings of a source in one transaction. ``source_slug`` is unique among ``found``.

    The directory's sequence rises once for each listing that changed, and for no other.
    """
    return context.database.transact(lambda connection: _Taking(connection, source, context.now()).run(found))


def every(context: Context) -> list[Listing]:
    """The listings that nobody has claimed."""
    with context.database.read() as connection:
        return listings.unclaimed(connection)


class _Taking:
    """One source being taken in, within one transaction."""

    def __init__(self, connection: Connection, source: str, now: int) -> None:
        self._connection = connection
        self._source = source
        self._now = now
        self._told: list[int] = []  # whom the directory shows anew
        self._slugs = listings.slugs_like(connection, slug_of(source, "")[:SLUG])

    def run(self, found: Sequence[Listing]) -> Written:
        known = listings.of_source(self._connection, self._source)
        counts = dict.fromkeys(("new", "changed", "same", "claimed"), 0)
        for listing in found:
            counts[self._take(listing, known.get(listing.source_slug))] += 1
        here = {listing.source_slug for listing in found}
        gone = sum(1 for slug, stored in known.items() if slug not in here and not stored.claimed)
        # Last of all, since nobody else's change of the directory goes on before the commit from here.
        directory.bump_all(self._connection, self._told)
        return Written(**counts, gone=gone)

    def _take(self, listing: Listing, stored: StoredListing | None) -> str:
        minute = listing.updated_min or self._now // 60
        if stored is None:
            slug = self._free_slug(listing.source_slug)
            dated = replace(listing, updated_min=minute)
            added = listings.add(self._connection, dated, source=self._source, slug=slug, created=self._now)
            self._told.append(added)
            return "new"
        if stored.claimed:
            return "claimed"
        before = stored.listing.updated_min
        if replace(listing, updated_min=before) != stored.listing or listing.updated_min not in (0, before):
            listings.change(self._connection, stored.id, replace(listing, updated_min=minute))
            self._told.append(stored.id)
            return "changed"
        if minute != before:
            # It says nothing new but that it is still so: worth a fresh copy at the members only now and then.
            groups.change(self._connection, stored.id, updated_min=minute)
            if minute - before > STALE_MINUTES:
                self._told.append(stored.id)
        return "same"

    def _free_slug(self, source_slug: str) -> str:
        wanted = slug_of(self._source, source_slug)[:SLUG].rstrip("-")
        slug, number = wanted, 1
        while slug in self._slugs:
            number += 1
            ending = f"-{number}"
            slug = wanted[: SLUG - len(ending)] + ending
        self._slugs.add(slug)
        return slug


def slug_of(*parts: str) -> str:
    """Lower-case ASCII words with hyphens between them; what has no ASCII form is left out."""
    joined = unicodedata.normalize("NFKD", "-".join(parts)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", joined.lower()).strip("-")
