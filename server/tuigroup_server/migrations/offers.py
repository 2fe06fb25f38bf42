"""0009: posts that are offered for the library, and who gave what is in it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_STEPS: Final = (
    "ALTER TABLE resources ADD COLUMN given TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE offers (group_id {ref} NOT NULL REFERENCES groups (id) ON DELETE CASCADE, post BIGINT NOT NULL,
    member BIGINT NOT NULL, stands TEXT NOT NULL, named BOOLEAN NOT NULL DEFAULT false,
    licence TEXT NOT NULL DEFAULT '', slug TEXT NOT NULL DEFAULT '', word TEXT NOT NULL DEFAULT '',
    at_min BIGINT NOT NULL, PRIMARY KEY (group_id, post))""",
    "CREATE INDEX offers_member ON offers (group_id, member)",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    ref = "BIGINT" if connection.dialect.name == "postgresql" else "INTEGER"
    for step in _STEPS:
        connection.exec_driver_sql(step.format(ref=ref))
