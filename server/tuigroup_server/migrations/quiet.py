"""0016: quiet hours of a group, as minutes after midnight by its own clock; the same twice for none."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_STEPS: Final = (
    "ALTER TABLE groups ADD COLUMN quiet_from BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE groups ADD COLUMN quiet_until BIGINT NOT NULL DEFAULT 0",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    for step in _STEPS:
        connection.exec_driver_sql(step)
