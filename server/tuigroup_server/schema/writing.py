"""Threads and posts, who sees them where that is not the whole group, and what was done to them."""

from __future__ import annotations

from sqlalchemy import DDL, JSON, BigInteger, Boolean, Column, ForeignKey, Index, LargeBinary, Table, Text, event, text

from tuigroup_server.schema.base import metadata

# A thread with an audience of its own, and its posts, have ``seq`` 0 and ``board`` 0: they are in no log and on no
# board of the group, so that whatever lists those passes them by.
threads = Table(
    "threads",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("board", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("posts", BigInteger, nullable=False, default=1),
    Column("last", BigInteger, nullable=False),
    Column("last_min", BigInteger, nullable=False),
    Column("locked", Boolean, nullable=False, default=False),
    Column("seq", BigInteger, nullable=False),
    Column("audience", Text, nullable=False, server_default=""),  # wire.words.Audience
    # Posts of others than who began it, without those taken back; the minute of the first of them, 0 for none.
    Column("answers", BigInteger, nullable=False, server_default="0"),
    Column("answered_min", BigInteger, nullable=False, server_default="0"),
    Column("pair", BigInteger, nullable=False, server_default="0"),  # of two partners: see service.partners
    Column("meeting", Text, nullable=False, server_default=""),  # a written one: see written_meetings
    Index("threads_seq", "group_id", "seq"),
    Index("threads_recent", "group_id", "board", "last_min"),
    Index(
        "threads_waiting",
        "group_id",
        "number",
        sqlite_where=text("answers < 2 AND seq > 0"),
        postgresql_where=text("answers < 2 AND seq > 0"),
    ),
)

posts = Table(
    "posts",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("thread", BigInteger, nullable=False),
    Column("parent", BigInteger, nullable=False, default=0),
    Column("member", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("intent", Text, nullable=False, default=""),
    Column("at_min", BigInteger, nullable=False),
    Column("edited_min", BigInteger, nullable=False, default=0),
    Column("state", Text, nullable=False, default=""),
    Column("review", Text, nullable=False, server_default=""),  # wire.words.Review
    Column("turn", BigInteger, nullable=False, server_default="0"),  # in a written meeting: wire.rounds.mark
    Column("with_you", BigInteger, nullable=False, default=0),
    Column("me_too", BigInteger, nullable=False, default=0),
    Column("thank_you", BigInteger, nullable=False, default=0),
    Column("this_helped", BigInteger, nullable=False, default=0),
    Column("seq", BigInteger, nullable=False),
    Index("posts_seq", "group_id", "seq"),
    Index("posts_thread", "group_id", "thread", "number"),
    Index("posts_member", "group_id", "member", "number"),
    Index("posts_parent", "group_id", "parent", "number"),
)

# Whose a thread with an audience of its own is, besides those whom the audience names by their duty.
parties = Table(
    "parties",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("thread", BigInteger, primary_key=True),
    Column("member", BigInteger, primary_key=True),
)

# Who asked whom to be accountability partners, in which thread, and what became of it: see service.partners.
partners = Table(
    "partners",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("thread", BigInteger, primary_key=True),
    Column("asker", BigInteger, nullable=False),
    Column("asked", BigInteger, nullable=False),
    Column("stands", BigInteger, nullable=False),
    Index("partners_asker", "group_id", "asker"),
    Index("partners_asked", "group_id", "asked"),
)

# Written meetings that are not over. How each stands is in ``threads.meeting`` (tuigroup.wire.rounds), with who is
# there for as long as it goes on. ``due_min`` is when the clock changes something in it next.
written_meetings = Table(
    "written_meetings",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("thread", BigInteger, primary_key=True),
    Column("member", BigInteger, nullable=False),  # who opened it
    Column("closing", Text, nullable=False),  # the group's words at the end, until they are said
    Column("due_min", BigInteger, nullable=False),
    Index("written_meetings_due", "due_min"),
)

# What each member sees of such threads, with the place in that member's own log of the post's last change.
private_log = Table(
    "private_log",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Index("private_log_seq", "group_id", "member", "seq"),
)

# Whose a post without a name is, which is said to nobody but themselves.
unnamed = Table(
    "unnamed",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("member", BigInteger, nullable=False),
    Index("unnamed_member", "group_id", "member"),
)

# The words of posts, for searching: an index without a copy of the text, kept by storage.search.
_FTS5 = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS post_words USING fts5("
    "words, content='', tokenize='unicode61 remove_diacritics 2')"
)
_VECTORS = (
    "CREATE TABLE IF NOT EXISTS post_words (group_id bigint NOT NULL REFERENCES groups ON DELETE CASCADE,"
    " number bigint NOT NULL, words tsvector NOT NULL, PRIMARY KEY (group_id, number));"
    " CREATE INDEX IF NOT EXISTS post_words_words ON post_words USING gin (words)"
)
event.listen(posts, "after_create", DDL(_FTS5).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
event.listen(posts, "after_create", DDL(_VECTORS).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]

responses = Table(
    "responses",
    metadata,
    Column("group_id", BigInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Column("kind", Text, nullable=False),
)

# Topics that somebody wishes were named in a post's content note; and, apart from that, who was heard about a post.
wishes = Table(
    "wishes",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("topic", Text, primary_key=True),
)

wishers = Table(
    "wishers",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Index("wishers_member", "group_id", "member"),
)

# One row per operation of an outbox: a replay finds its ack here. ``due`` holds what is published later.
operations = Table(
    "operations",
    metadata,
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("ack", JSON, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=True, index=True),
    Column("body", JSON, nullable=True),
)
