"""After a folder was put back from a backup: nothing that is given from now on has a number that was given since.

Members' machines know what was written after the backup, under numbers that the server would give again. Whoever then
asked only for what is new would never get what took those places, and what they read would count as read of it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.errors import BadInput
from tuigroup.wire.binary import b64
from tuigroup_server.service.context import LOG_ID_BYTES, Context
from tuigroup_server.storage import directory, groups, moved, resources, server

GAP: Final = 10_000  # more than a group writes between a backup and the day on which it is put back
GAPS: Final = (1, 1_000_000)


def ask_anew(context: Context, gap: int = GAP) -> int:
    """Every cursor ends, and every sequence goes on ``gap`` further; of how many groups. Raises BadInput."""
    low, high = GAPS
    if not low <= gap <= high:
        raise BadInput(f"Please give a number from {low} to {high:,}.", field="gap", kept="Nothing was changed.")
    log = b64(context.random(LOG_ID_BYTES))

    def work(connection: Connection) -> int:
        server.put(connection, server.LOG_ID, log)
        server.put(connection, server.PUT_BACK, str(context.now_min()))
        server.next_number(connection, server.FIRST_NUMBER, gap)
        directory.tell_anew(connection, gap)
        resources.tell_anew(connection, gap)
        moved.note(connection, moved.EVERYTHING)
        return groups.leave_out(connection, gap)

    return context.database.transact(work)
