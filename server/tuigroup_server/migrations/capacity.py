"""0014: how many members a group takes, and whether all places are taken."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_STEPS: Final = (
    "ALTER TABLE groups ADD COLUMN capacity BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE groups ADD COLUMN no_room BOOLEAN NOT NULL DEFAULT false",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    for step in _STEPS:
        connection.exec_driver_sql(step)
