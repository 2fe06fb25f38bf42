"""0007: how often a group meets, and the dates that are otherwise."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData, text

_COLUMNS: Final = (
    "rule TEXT NOT NULL DEFAULT ''",
    "since BIGINT NOT NULL DEFAULT 0",
    "changes TEXT NOT NULL DEFAULT ''",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    for column in _COLUMNS:
        connection.execute(text(f"ALTER TABLE meetings ADD COLUMN {column}"))
