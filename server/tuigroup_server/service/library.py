"""Taking resources into the library. Sizes are counted here, so that they are true for what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from tuigroup.wire.words import Given, ResourceKind
from tuigroup_server.service.context import Context
from tuigroup_server.service.scene import Scene
from tuigroup_server.storage import resources
from tuigroup_server.storage.resources import ResourceRow

WORDS_A_MINUTE = 200
_SLUG = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """Something to read, as it comes in; ``sections`` are the headings in their order."""

    slug: str
    title: str
    body: str
    kind: ResourceKind = ResourceKind.ARTICLE
    topics: tuple[str, ...] = ()
    language: str = "en"
    source: str = ""
    licence: str = ""
    reviewed: str = ""
    sections: tuple[str, ...] = ()
    given: Given = Given.BROUGHT


@dataclass(frozen=True, slots=True)
class Shelved:
    """How many resources were new, changed, and as they were."""

    new: int = 0
    changed: int = 0
    same: int = 0


def put(context: Context, readings: Sequence[Reading]) -> Shelved:
    """All of them in one transaction; the library's sequence rises for those that changed only."""
    rows = [(row_of(context, reading), reading.body) for reading in readings]

    def work(connection: Connection) -> Shelved:
        counts = dict.fromkeys(("new", "changed", "same"), 0)
        for row, body in rows:
            stored = resources.get(connection, row.slug)
            if stored is not None and stored[1] == body and replace(stored[0], rev=0) == row:
                counts["same"] += 1
                continue
            resources.put(connection, row, body)
            counts["new" if stored is None else "changed"] += 1
        return Shelved(**counts)

    return context.database.transact(work)


def shelve(scene: Scene, reading: Reading) -> None:
    """What somebody here gave, in the transaction of who takes it."""
    resources.put(scene.connection, row_of(scene.context, reading), reading.body)


def fresh_slug(context: Context) -> str:
    """A name that says nothing: not of what it names, nor of whom it is from or when."""
    return "given-" + context.random(_SLUG).hex()


def row_of(context: Context, reading: Reading) -> ResourceRow:
    """With the size of the text, of its download and the minutes it takes to read; revision 0."""
    text = reading.body.encode()
    return ResourceRow(
        slug=reading.slug,
        rev=0,
        kind=reading.kind.value,
        title=reading.title,
        topics=list(reading.topics),
        language=reading.language,
        source=reading.source,
        licence=reading.licence,
        reviewed=reading.reviewed,
        size=len(text),
        # One byte more names the dictionary (wire.frames).
        packed=1 + len(context.codec.compress(text, context.codec.latest)),
        minutes=max(1, -(-len(reading.body.split()) // WORDS_A_MINUTE)),
        sections=list(reading.sections),
        removed=False,
        given=reading.given.value,
    )
