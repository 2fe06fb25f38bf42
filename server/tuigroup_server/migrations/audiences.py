"""0002: threads that only some of a group see, and what each of them has seen of these."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_STEPS: Final = (
    "ALTER TABLE memberships ADD COLUMN private_seq BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE threads ADD COLUMN audience TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE parties (group_id {ref} NOT NULL REFERENCES groups (id) ON DELETE CASCADE, thread BIGINT NOT NULL,
    member BIGINT NOT NULL, PRIMARY KEY (group_id, thread, member))""",
    """CREATE TABLE private_log (group_id {ref} NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    member BIGINT NOT NULL, number BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (group_id, member, number))""",
    "CREATE INDEX private_log_seq ON private_log (group_id, member, seq)",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    ref = "BIGINT" if connection.dialect.name == "postgresql" else "INTEGER"
    for step in _STEPS:
        connection.exec_driver_sql(step.format(ref=ref))
