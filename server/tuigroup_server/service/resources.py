"""The library as it is read: heads, one text, and its compressed form, of which a part can be fetched at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tuigroup.wire.frames import FIRST
from tuigroup.wire.records import ResourceRecord
from tuigroup_server.service import records
from tuigroup_server.service.context import Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import resources

_MOST = 500


@dataclass(frozen=True, slots=True)
class Packed:
    """A text as it travels: the first byte names the dictionary's generation, a frame follows (wire.frames)."""

    body: bytes
    etag: str


def heads(context: Context, since: int = 0) -> Sequence[ResourceRecord]:
    """The library's heads changed after one of its revisions, in its order."""
    with context.database.read() as connection:
        return [records.resource(row) for row in resources.changed(connection, since, _MOST)]


def text(context: Context, slug: str) -> tuple[ResourceRecord, str]:
    """A resource and its text. Raises Refusal ``not-found``."""
    with context.database.read() as connection:
        found = resources.get(connection, slug)
    if found is None or found[0].removed:
        raise Refusal("not-found", "There is nothing of this name in the library.")
    return records.resource(found[0]), found[1]


def packed(context: Context, slug: str, generation: int) -> Packed:
    """A resource's compressed form; its strong ETag changes with every byte of it. Raises Refusal ``not-found``."""
    _head, said = text(context, slug)
    body = bytes([FIRST + generation]) + context.codec.compress(said.encode(), generation)
    return Packed(body, f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"')
