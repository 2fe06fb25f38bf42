"""0011: written meetings in a board, and which posts are turns in them."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, text


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    connection.execute(text("ALTER TABLE threads ADD COLUMN meeting TEXT NOT NULL DEFAULT ''"))
    connection.execute(text("ALTER TABLE posts ADD COLUMN turn BIGINT NOT NULL DEFAULT 0"))
    connection.execute(
        text(
            "CREATE TABLE written_meetings (group_id BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,"
            " thread BIGINT NOT NULL, member BIGINT NOT NULL, closing TEXT NOT NULL, due_min BIGINT NOT NULL,"
            " PRIMARY KEY (group_id, thread))"
        )
    )
    connection.execute(text("CREATE INDEX written_meetings_due ON written_meetings (due_min)"))
