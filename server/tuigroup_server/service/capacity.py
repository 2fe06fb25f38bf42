"""How many members a group takes. Asked and settled by who holds the group's row, so that nobody races past it.

A place is had by every member and by who is suspended for a time, since they come back; not by who asks to join, nor
by a session's guest.
"""

from __future__ import annotations

from sqlalchemy import Connection

from tuigroup_server import rules
from tuigroup_server.storage import directory, groups, memberships
from tuigroup_server.storage.groups import GroupRow


def has_room(connection: Connection, group: GroupRow) -> bool:
    """Whether one more finds a place."""
    return rules.has_room(group.capacity, _taken(connection, group))


def settle(connection: Connection, number: int) -> None:
    """Says in the directory and on the group's page whether it is full, where that changed."""
    group = groups.by_id(connection, number)
    if group is None:
        return
    full = not has_room(connection, group)
    if full != group.no_room:
        groups.change(connection, number, no_room=full)
        groups.advance_page(connection, number)
        directory.bump(connection, number)


def _taken(connection: Connection, group: GroupRow) -> int:
    return memberships.places_taken(connection, group.id) if group.capacity else 0
