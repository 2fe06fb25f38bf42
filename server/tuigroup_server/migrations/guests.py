"""0010: guest sessions, who is the guest of one, and whose a question without a name is."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_GROUP: Final = "group_id {ref} NOT NULL REFERENCES groups (id) ON DELETE CASCADE"
_STEPS: Final = (
    "ALTER TABLE memberships ADD COLUMN guest BIGINT NOT NULL DEFAULT 0",
    f"""CREATE TABLE guest_sessions ({_GROUP}, thread BIGINT NOT NULL, member BIGINT NOT NULL,
    start_min BIGINT NOT NULL, until_min BIGINT NOT NULL, closed BOOLEAN NOT NULL DEFAULT false,
    licence TEXT NOT NULL, slug TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (group_id, thread))""",
    "CREATE INDEX guest_sessions_until ON guest_sessions (until_min) WHERE NOT closed",
    f"CREATE TABLE unnamed ({_GROUP}, number BIGINT NOT NULL, member BIGINT NOT NULL, PRIMARY KEY (group_id, number))",
    "CREATE INDEX unnamed_member ON unnamed (group_id, member)",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    ref = "BIGINT" if connection.dialect.name == "postgresql" else "INTEGER"
    for step in _STEPS:
        connection.exec_driver_sql(step.format(ref=ref))
