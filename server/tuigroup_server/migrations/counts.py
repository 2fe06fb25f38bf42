"""0017: how many members a group has as who is not in it hears it, which is told by the hour."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_STEPS: Final = (
    "ALTER TABLE groups ADD COLUMN members_told BIGINT NOT NULL DEFAULT 0",
    "UPDATE groups SET members_told = members",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    for step in _STEPS:
        connection.exec_driver_sql(step)
