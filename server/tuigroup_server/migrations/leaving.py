"""0006: accounts that are to be erased, and memberships that go by and by once their account is gone."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_STEPS: Final = (
    "ALTER TABLE accounts ADD COLUMN leaving BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE accounts ADD COLUMN leaving_posts TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX accounts_leaving ON accounts (leaving) WHERE leaving > 0",
    "ALTER TABLE memberships ADD COLUMN gone TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE erasures (group_id {ref} NOT NULL REFERENCES groups (id) ON DELETE CASCADE, member BIGINT NOT NULL,
    due BIGINT NOT NULL, posts TEXT NOT NULL, PRIMARY KEY (group_id, member)){unordered}""",
    "CREATE INDEX ix_erasures_due ON erasures (due)",
)
_SQLITE: Final = {"ref": "INTEGER", "unordered": " WITHOUT ROWID"}
_POSTGRESQL: Final = {"ref": "BIGINT", "unordered": ""}


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    words = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
    for step in _STEPS:
        connection.exec_driver_sql(step.format(**words))
