"""0005: reports, cases, their log, and what is kept back."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData

TABLES: Final = ("cases", "reports", "case_log", "case_words", "kept_back", "held_first")

_GROUP: Final = "group_id {ref} NOT NULL REFERENCES groups (id) ON DELETE CASCADE"
_STEPS: Final = (
    "ALTER TABLE groups ADD COLUMN hold_first BOOLEAN NOT NULL DEFAULT false",
    "ALTER TABLE groups ADD COLUMN plan TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE memberships ADD COLUMN until_min BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX memberships_suspended ON memberships (until_min) WHERE standing = 'suspended'",
    "ALTER TABLE posts ADD COLUMN review TEXT NOT NULL DEFAULT ''",
    f"""CREATE TABLE cases ({_GROUP}, number BIGINT NOT NULL, state TEXT NOT NULL, why TEXT NOT NULL,
    level BIGINT NOT NULL, post BIGINT NOT NULL, member BIGINT NOT NULL, assigned BIGINT NOT NULL,
    appeal BIGINT NOT NULL, opened_min BIGINT NOT NULL, changed_min BIGINT NOT NULL, decided_min BIGINT NOT NULL,
    PRIMARY KEY (group_id, number))""",
    "CREATE INDEX cases_post ON cases (group_id, post)",
    "CREATE INDEX cases_member ON cases (group_id, member)",
    f"""CREATE TABLE reports ({_GROUP}, "case" BIGINT NOT NULL, member BIGINT NOT NULL, category TEXT NOT NULL,
    note TEXT NOT NULL, at_min BIGINT NOT NULL, PRIMARY KEY (group_id, "case", member))""",
    f"""CREATE TABLE case_log ({_GROUP}, entry BIGINT NOT NULL, at_min BIGINT NOT NULL, "case" BIGINT NOT NULL,
    act TEXT NOT NULL, by BIGINT NOT NULL, about BIGINT NOT NULL, post BIGINT NOT NULL, detail BIGINT NOT NULL,
    hash TEXT NOT NULL, PRIMARY KEY (group_id, entry))""",
    'CREATE INDEX case_log_case ON case_log (group_id, "case")',
    f"CREATE TABLE case_words ({_GROUP}, entry BIGINT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (group_id, entry))",
    f"""CREATE TABLE kept_back ({_GROUP}, number BIGINT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
    note TEXT NOT NULL, intent TEXT NOT NULL, PRIMARY KEY (group_id, number))""",
    f"""CREATE TABLE held_first ({_GROUP}, number BIGINT NOT NULL, board BIGINT NOT NULL, parent BIGINT NOT NULL,
    published BOOLEAN NOT NULL, PRIMARY KEY (group_id, number))""",
)


def upgrade(connection: Connection, _metadata: MetaData) -> None:
    ref = "BIGINT" if connection.dialect.name == "postgresql" else "INTEGER"
    for step in _STEPS:
        connection.exec_driver_sql(step.format(ref=ref))
