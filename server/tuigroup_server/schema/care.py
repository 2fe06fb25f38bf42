"""Reports, cases and their log.

The log keeps that something was decided, never what was said: words stand beside it, and can go without it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text

from tuigroup_server.schema.base import metadata


def _group() -> Column[int]:
    return Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)


cases = Table(
    "cases",
    metadata,
    _group(),
    Column("number", BigInteger, primary_key=True),
    Column("state", Text, nullable=False),  # open, decided, appealed
    Column("why", Text, nullable=False),  # reports, newcomer
    Column("level", BigInteger, nullable=False),  # a place in wire.cases.LEVELS
    Column("post", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),  # whom it is about
    Column("assigned", BigInteger, nullable=False),
    Column("appeal", BigInteger, nullable=False),  # the thread of an appeal
    Column("opened_min", BigInteger, nullable=False),
    Column("changed_min", BigInteger, nullable=False),
    Column("decided_min", BigInteger, nullable=False),  # for the first time
    Index("cases_post", "group_id", "post"),
    Index("cases_member", "group_id", "member"),
)

reports = Table(
    "reports",
    metadata,
    _group(),
    Column("case", BigInteger, primary_key=True),
    Column("member", BigInteger, primary_key=True),  # who reported
    Column("category", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at_min", BigInteger, nullable=False),
)

# Entries are added and read, never changed: each carries the hash of the one before (storage.chain).
case_log = Table(
    "case_log",
    metadata,
    _group(),
    Column("entry", BigInteger, primary_key=True),
    Column("at_min", BigInteger, nullable=False),
    Column("case", BigInteger, nullable=False),
    Column("act", Text, nullable=False),  # wire.cases.Act
    Column("by", BigInteger, nullable=False),  # a member, 0 for what happened by itself
    Column("about", BigInteger, nullable=False),
    Column("post", BigInteger, nullable=False),
    Column("detail", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Index("case_log_case", "group_id", "case"),
)

# What was said with an entry of the log.
case_words = Table(
    "case_words",
    metadata,
    _group(),
    Column("entry", BigInteger, primary_key=True),
    Column("word", Text, nullable=False),
)

# What a post says that is kept back or hidden: its own row is then as empty as that of one taken back.
kept_back = Table(
    "kept_back",
    metadata,
    _group(),
    Column("number", BigInteger, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("intent", Text, nullable=False),
)

# A post that was held before anybody read it: where it is to be published.
held_first = Table(
    "held_first",
    metadata,
    _group(),
    Column("number", BigInteger, primary_key=True),
    Column("board", BigInteger, nullable=False),
    Column("parent", BigInteger, nullable=False),
    Column("published", Boolean, nullable=False),
)
