"""0004: who waits for an answer, what a group sees of itself, who is on duty; counted once for what is there."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, MetaData, text

_OTHERS: Final = (
    " FROM posts AS said JOIN posts AS opening ON opening.group_id = said.group_id AND opening.number = said.thread"
    " WHERE said.group_id = threads.group_id AND said.thread = threads.number AND said.number > said.thread"
    " AND said.member != opening.member"
)


def upgrade(connection: Connection, metadata: MetaData) -> None:
    for table, column in (
        ("memberships", "here_until_min BIGINT NOT NULL DEFAULT 0"),
        ("groups", "answered_day BIGINT NOT NULL DEFAULT -1"),
        ("groups", "waits JSON NOT NULL DEFAULT '[]'"),
        ("groups", "duty_seq BIGINT NOT NULL DEFAULT 0"),
        ("threads", "answers BIGINT NOT NULL DEFAULT 0"),
        ("threads", "answered_min BIGINT NOT NULL DEFAULT 0"),
    ):
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column}"))
    counted, first = f"SELECT count(*){_OTHERS} AND said.state = ''", f"SELECT coalesce(min(said.at_min), 0){_OTHERS}"
    connection.execute(text(f"UPDATE threads SET answers = ({counted}), answered_min = ({first})"))
    waiting = next(index for index in metadata.tables["threads"].indexes if index.name == "threads_waiting")
    waiting.create(connection)
