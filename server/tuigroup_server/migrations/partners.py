"""0008: two members who agreed to be accountability partners, in a thread of their own."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, text


def upgrade(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text("ALTER TABLE threads ADD COLUMN pair BIGINT NOT NULL DEFAULT 0"))
    connection.execute(
        text(
            "CREATE TABLE partners (group_id BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,"
            " thread BIGINT NOT NULL, asker BIGINT NOT NULL, asked BIGINT NOT NULL, stands BIGINT NOT NULL,"
            " PRIMARY KEY (group_id, thread))"
        )
    )
    for who in ("asker", "asked"):
        connection.execute(text(f"CREATE INDEX partners_{who} ON partners (group_id, {who})"))
