"""Rows of meetings: when and where a group meets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import Connection, select

from tuigroup_server import schema

_table = schema.meetings


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """``weekday`` is ISO (1 Monday), ``start`` minutes after local midnight, ``duration`` minutes.

    ``changes`` has a line for each date that is left out or moved (tuigroup.wire.occurrences).
    """

    group_id: int
    weekday: int
    start: int
    duration: int
    timezone: str
    name: str
    place: str
    url: str
    online: bool
    notes: str
    rule: str = ""
    since: int = 0
    changes: str = ""


_COLUMNS = tuple(_table.c[field.name] for field in fields(MeetingRow))


def of_groups(connection: Connection, groups: Iterable[int]) -> dict[int, list[MeetingRow]]:
    """The meetings of these groups, by group, each in the order of the week."""
    wanted = list(groups)
    found: dict[int, list[MeetingRow]] = {group: [] for group in wanted}
    order = (_table.c.weekday, _table.c.start, _table.c.id)
    for row in connection.execute(select(*_COLUMNS).where(_table.c.group_id.in_(wanted)).order_by(*order)):
        found[row.group_id].append(MeetingRow(*row))
    return found


def replace(connection: Connection, group: int, meetings: Sequence[MeetingRow]) -> None:
    """All meetings of a group at once."""
    connection.execute(_table.delete().where(_table.c.group_id == group))
    if meetings:
        names = [field.name for field in fields(MeetingRow)]
        rows = [{name: getattr(meeting, name) for name in names} | {"group_id": group} for meeting in meetings]
        connection.execute(_table.insert(), rows)
