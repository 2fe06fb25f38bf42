"""Bundles for USB sticks: what the server shows to everybody, as one file signed by it (tuigroup.wire.bundles).

Signed with the key of attendance slips, under a context of its own: an operator has one key to keep, to back up and to
make known, and nothing signed for one can be taken for the other. Nothing of a member is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection

from tuigroup import helplines
from tuigroup.errors import BadInput
from tuigroup.wire import bundles, tables
from tuigroup.wire.bundles import Content
from tuigroup_server.service import records, slips
from tuigroup_server.service.context import Context
from tuigroup_server.storage import directory, meetings, resources, server
from tuigroup_server.storage.resources import ResourceRow

GROUPS: Final = 20_000
RESOURCES: Final = 5_000


def make(context: Context, chosen: Sequence[str] | None = None, *, address: str = "", listings: bool = True) -> bytes:
    """The file. ``chosen`` are short names of things to read, None for all of them. Raises BadInput, ConfigError."""
    seed = slips.signing_key(context)
    with context.database.read() as connection:
        rows = directory.changed(connection, 0, listings=False, limit=GROUPS)
        if listings:
            rows += directory.changed(connection, 0, listings=True, limit=GROUPS)
        held = meetings.of_groups(connection, [row.id for row in rows])
        shelved = _chosen(connection, chosen)
        content = Content(
            name=context.settings.name,
            address=address,
            server=server.get(connection, server.ID),
            made=context.now_min(),
            groups=tables.GROUPS.encode([records.group(row) for row in rows]),
            meetings=tables.MEETINGS.encode([records.meeting(one) for row in rows for one in held[row.id]]),
            resources=tables.RESOURCES.encode([records.resource(row) for row, _ in shelved]),
            bodies={row.slug: body for row, body in shelved},
            helplines=_crisis_lines(given.dump() if (given := context.helplines.current()) is not None else None),
        )
    return bundles.write(seed, content, context.codec)


def _chosen(connection: Connection, chosen: Iterable[str] | None) -> list[tuple[ResourceRow, str]]:
    if chosen is None:
        chosen = [row.slug for row in resources.changed(connection, 0, RESOURCES)]
    found = []
    for slug in dict.fromkeys(chosen):
        one = resources.get(connection, slug)
        if one is None or one[0].removed:
            raise BadInput(f"There is nothing called {slug} in the library.", kept="Nothing was written.")
        found.append(one)
    return found


def _crisis_lines(given: dict[str, Any] | None = None) -> dict[str, Any]:
    """As this server's package has them, and what its operator gives on top; days as text."""
    facts = asdict(helplines.load())
    facts["seen"] = facts["seen"].isoformat()
    for country in facts["countries"]:
        for line in country["lines"]:
            line["seen"] = line["seen"].isoformat()
    del facts["given"]
    return facts | ({"given": given} if given else {})
