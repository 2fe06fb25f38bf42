"""What happens by itself while a server runs. Called every few seconds; costs a look-up or two when nothing is due."""

from __future__ import annotations

from tuigroup_server.service import directory, operations, suspensions
from tuigroup_server.service.context import Context


def tick(context: Context) -> None:
    """Publish what is due, end suspensions that are over, and once an hour reckon how busy groups are."""
    operations.apply_due(context)
    suspensions.end_due(context)
    directory.reckon(context)
