"""0006: accounts that are to be erased, and memberships that go by and by once their account is gone."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, text


def upgrade(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text("ALTER TABLE accounts ADD COLUMN leaving BIGINT NOT NULL DEFAULT 0"))
    connection.execute(text("ALTER TABLE accounts ADD COLUMN leaving_posts TEXT NOT NULL DEFAULT ''"))
    connection.execute(text("ALTER TABLE memberships ADD COLUMN gone TEXT NOT NULL DEFAULT ''"))
    next(index for index in metadata.tables["accounts"].indexes if index.name == "accounts_leaving").create(connection)
    metadata.tables["erasures"].create(connection)
