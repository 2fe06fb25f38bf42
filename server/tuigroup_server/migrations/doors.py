"""0003: doors and keys for SSH, and by which of them a session was opened."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

_STEPS: Final = (
    """CREATE TABLE doors (id {id}, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, secret_hash {bytes} NOT NULL,
    created BIGINT NOT NULL, used BIGINT NOT NULL, revoked BIGINT)""",
    """CREATE TABLE account_keys (id {id}, account_id {ref} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key_hash {bytes} NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, created BIGINT NOT NULL, used BIGINT,
    CONSTRAINT one_key UNIQUE (account_id, key_hash))""",
    "CREATE UNIQUE INDEX one_owner ON account_keys (key_hash) WHERE used IS NOT NULL",
    "ALTER TABLE sessions ADD COLUMN idle BIGINT",
    "ALTER TABLE sessions ADD COLUMN door_id {ref} REFERENCES doors (id) ON DELETE CASCADE",
    "ALTER TABLE sessions ADD COLUMN key_id {ref} REFERENCES account_keys (id) ON DELETE CASCADE",
    "CREATE INDEX ix_sessions_door_id ON sessions (door_id)",
    "CREATE INDEX ix_sessions_key_id ON sessions (key_id)",
)
_SQLITE: Final = {"id": "INTEGER NOT NULL PRIMARY KEY", "ref": "INTEGER", "bytes": "BLOB"}
_POSTGRESQL: Final = {"id": "BIGSERIAL PRIMARY KEY", "ref": "BIGINT", "bytes": "BYTEA"}


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    words = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
    for step in _STEPS:
        connection.exec_driver_sql(step.format(**words))
