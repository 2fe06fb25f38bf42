"""What happens by itself while a server runs. Called every few seconds; costs a look-up or two when nothing is due."""

from __future__ import annotations

from tuigroup_server.service import directory, guests, leaving, operations, suspensions, written_meetings
from tuigroup_server.service.context import Context


def tick(context: Context) -> None:
    """Publish what is due, end what is over, erase what is to be erased; once an hour reckon how busy groups are."""
    operations.apply_due(context)
    suspensions.end_due(context)
    written_meetings.settle_due(context)
    guests.end_due(context)
    leaving.erase_due(context, most=1)  # two in one moment could be told to belong together
    directory.reckon(context)
