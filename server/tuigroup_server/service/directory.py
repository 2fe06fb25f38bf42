"""What the directory says of how busy groups are. Reckoned now and then, so that no reader pays for a post."""

from __future__ import annotations

from statistics import median
from typing import Final

from sqlalchemy import Connection

from tuigroup_server import rules
from tuigroup_server.service import boards, capacity, figures
from tuigroup_server.service.context import Context
from tuigroup_server.storage import directory, groups, posts, server, threads
from tuigroup_server.storage.groups import GroupRow

WEEK: Final = 7 * 24 * 60
EVERY: Final = 60  # minutes between two reckonings
REPLIES: Final = 50  # threads looked at for the usual wait
_LAST: Final = "popularity_min"


def shown_changed(connection: Connection, group: GroupRow) -> None:
    """Something that the directory shows of this group changed; a group that it does not show stays unknown."""
    if directory.shown(group):
        directory.bump(connection, group.id)


def members_changed(connection: Connection, group: GroupRow, by: int) -> None:
    """``group`` as it was before. Who is not in it hears of it by the hour, and of its first member at once.

    Else a guest could watch every group's count, and whoever runs one of them could tell by the minute where somebody
    who came or went there did the same.
    """
    groups.count_members(connection, group.id, by)
    if group.capacity:
        capacity.settle(connection, group.id)
    if not group.members_told and group.members + by > 0:
        _tell_members(connection, group, group.members + by)


def _tell_members(connection: Connection, group: GroupRow, members: int) -> None:
    """Readers of the directory are sent it anew only when it is notable."""
    groups.change(connection, group.id, members_told=members)
    if rules.notable(group.members_told, members):
        shown_changed(connection, group)


def reckon_first_reply(connection: Connection, group: GroupRow, minute: int) -> None:
    """The usual wait for a first reply, over the last answered threads; and what the group sees of itself."""
    found = openings(connection, group.id)
    groups.change(connection, group.id, **figures.columns(found, minute))
    waits = [answered - began for began, answered in found if answered][:REPLIES]
    if not waits:
        return
    usual = max(1, round(median(waits)))
    if usual != group.first_reply_min:
        groups.change(connection, group.id, first_reply_min=usual)
        if rules.notable(group.first_reply_min, usual):
            shown_changed(connection, group)


def openings(connection: Connection, group: int) -> list[tuple[int, int]]:
    """The last threads begun, newest first, each with the minute of its first answer by somebody else, 0 for none."""
    return threads.openings(connection, group, boards.open_to_all(connection, group), figures.OPENINGS)


def posts_since(connection: Connection, group: GroupRow, minute: int) -> int:
    """Posts from a minute on, by halving the numbers: a few look-ups, and those posts alone are counted.

    Numbers are left out where a backup was put back (service.put_back).
    """
    low, high = 1, group.next_number
    while low < high:
        middle = (low + high) // 2
        at = posts.minute_from(connection, group.id, middle)
        if at is not None and at < minute:
            low = middle + 1
        else:
            high = middle
    return posts.count_from(connection, group.id, low)


def reckon(context: Context, *, now: bool = False) -> None:
    """Bring ``posts_week`` and groups' own figures up to date; at most once an hour unless ``now``."""
    minute = context.now_min()
    with context.database.read() as connection:
        last = int(server.get(connection, _LAST, "0"))
        if minute - last < EVERY and not now:
            return
        changed = {}
        for group in groups.in_state(connection, "open"):
            week = posts_since(connection, group, minute - WEEK)
            told = figures.columns(openings(connection, group.id), minute)
            own = {"answered_day": group.answered_day, "waits": group.waits}
            if week != group.posts_week or told != own or group.members != group.members_told:
                changed[group.id] = week, told
    with context.database.write() as connection:
        server.put(connection, _LAST, str(minute))
        for number, (week, told) in sorted(changed.items()):
            row = groups.by_id(connection, number, lock=True)
            if row is not None:
                groups.change(connection, number, posts_week=week, **told)
                if row.members != row.members_told:
                    _tell_members(connection, row, row.members)
                if rules.notable(row.posts_week, week):
                    shown_changed(connection, row)
