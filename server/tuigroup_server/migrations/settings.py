"""0013: which version of a group's guidelines there is, and which one each member agreed to."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

# Who is in a group has seen its guidelines on joining: that was the first version.
_STEPS: Final = (
    "ALTER TABLE groups ADD COLUMN guidelines_version BIGINT NOT NULL DEFAULT 1",
    "ALTER TABLE memberships ADD COLUMN agreed BIGINT NOT NULL DEFAULT 1",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    for step in _STEPS:
        connection.exec_driver_sql(step)
