"""0018: of somebody who was suspended after they had left, that the end of it brings nobody back."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_STEP: Final = "ALTER TABLE memberships ADD COLUMN away BOOLEAN NOT NULL DEFAULT false"


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    connection.exec_driver_sql(_STEP)
