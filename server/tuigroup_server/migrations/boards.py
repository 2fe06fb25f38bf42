"""0015: boards that were closed."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    connection.exec_driver_sql("ALTER TABLE boards ADD COLUMN closed BOOLEAN NOT NULL DEFAULT false")
