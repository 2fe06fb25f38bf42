"""0012: topics that somebody wishes were named in a post's content note, and who was heard about a post."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_GROUP: Final = "group_id {ref} NOT NULL REFERENCES groups (id) ON DELETE CASCADE, number BIGINT NOT NULL"
_STEPS: Final = (
    f"CREATE TABLE wishes ({_GROUP}, topic TEXT NOT NULL, PRIMARY KEY (group_id, number, topic))",
    f"CREATE TABLE wishers ({_GROUP}, member BIGINT NOT NULL, PRIMARY KEY (group_id, number, member))",
    "CREATE INDEX wishers_member ON wishers (group_id, member)",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    ref = "BIGINT" if connection.dialect.name == "postgresql" else "INTEGER"
    for step in _STEPS:
        connection.exec_driver_sql(step.format(ref=ref))
