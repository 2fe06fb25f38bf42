"""The server's tables (SQLAlchemy Core), for SQLite and PostgreSQL alike.

Times are whole seconds since 1970 UTC, but for ``*_min`` columns, which are whole minutes: what others see.
A row of a group's log carries ``seq``, the group's sequence at its last change. Nothing here joins two
memberships of one account but ``memberships.account_id``, which no answer may carry.

Texts have no length and numbers are wide, since only one of the two engines would hold to it: what is too long is
refused or cut before it comes here (tuigroup.wire.limits), and a number from outside may be any (tuigroup.wire.ops).
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

metadata = MetaData()

Id = BigInteger().with_variant(Integer, "sqlite")

server = Table(
    "server",
    metadata,
    Column("key", Text, primary_key=True),  # id, log_id, directory_seq, library_seq, name, ...
    Column("value", Text, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("recovery_hash", LargeBinary, nullable=False),
    Column("wrapped", Text, nullable=False),
    Column("recovery_wrapped", Text, nullable=False),
    Column("operator", Boolean, nullable=False, default=False),
    Column("created", BigInteger, nullable=False),
    # Rises whenever one of the account's memberships changes or a notice arrives.
    Column("seq", BigInteger, nullable=False, default=0),
    # Who asked to be erased: the second from which nothing brings the account back, 0 for who did not; what then
    # becomes of their posts (wire.leaving.PostsFate).
    Column("leaving", BigInteger, nullable=False, server_default="0"),
    Column("leaving_posts", Text, nullable=False, server_default=""),
    Index("accounts_leaving", "leaving", sqlite_where=text("leaving > 0"), postgresql_where=text("leaving > 0")),
)

# Memberships of accounts that are gone, each to be erased at a moment of its own: nothing ties two of them together,
# not even the order in which they were written down.
erasures = Table(
    "erasures",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Column("due", BigInteger, nullable=False, index=True),
    Column("posts", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Front doors that vouch for people and pass on where they are: an SSH door, a kiosk.
doors = Table(
    "doors",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # rules.Door
    Column("secret_hash", LargeBinary, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False, default=0),  # the day only, 0 for never
    Column("revoked", BigInteger, nullable=True),
)

# Public keys for SSH, each as a hash under the pepper: whoever reads the table can't look for anybody's key in it.
# A key may wait at several accounts; it belongs to the one for which it was used first, that is, proven.
account_keys = Table(
    "account_keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("key_hash", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=True),  # the day only, null until it was used
    UniqueConstraint("account_id", "key_hash", name="one_key"),
)
_proven = account_keys.c.used.is_not(None)
Index("one_owner", account_keys.c.key_hash, unique=True, sqlite_where=_proven, postgresql_where=_proven)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    # Seconds without use after which it ends, null for the server's own setting.
    Column("idle", BigInteger, nullable=True),
    # The door and the key by which it was opened: it ends with either.
    Column("door_id", ForeignKey("doors.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("key_id", ForeignKey("account_keys.id", ondelete="CASCADE"), nullable=True, index=True),
)

private_records = Table(
    "private_records",
    metadata,
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

groups = Table(
    "groups",
    metadata,
    Column("id", Id, primary_key=True),  # the public number of the group
    Column("slug", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),  # wire.words.GroupState
    Column("name", Text, nullable=False),
    Column("about", Text, nullable=False, default=""),
    Column("welcome", Text, nullable=False, default=""),
    Column("guidelines", Text, nullable=False, default=""),
    Column("kind", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("listed", Boolean, nullable=False, default=True),
    Column("language", Text, nullable=False, default="en"),
    Column("timezone", Text, nullable=False, default="UTC"),
    Column("country", Text, nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),
    Column("url", Text, nullable=False, default=""),
    Column("topics", JSON, nullable=False, default=list),
    Column("created", BigInteger, nullable=False),
    # The group's log: the last sequence given, and the next post and member numbers.
    Column("seq", BigInteger, nullable=False, default=0),
    Column("next_number", BigInteger, nullable=False, default=1),
    Column("next_member", BigInteger, nullable=False, default=1),
    # The sequence at the last change of the group's own page (texts, boards, facilitators, meetings).
    Column("page_seq", BigInteger, nullable=False, default=0),
    # The directory's sequence at the last change of what the directory shows.
    Column("rev", BigInteger, nullable=False, default=0),
    # Kept up to date by the writes, so that no answer counts rows.
    Column("members", BigInteger, nullable=False, default=0),
    Column("posts_week", BigInteger, nullable=False, default=0),
    Column("first_reply_min", BigInteger, nullable=False, default=0),
    Column("answered_day", BigInteger, nullable=False, server_default="-1"),
    Column("waits", JSON, nullable=False, default=list, server_default="[]"),
    # The group's sequence when somebody last said until when they are on duty.
    Column("duty_seq", BigInteger, nullable=False, server_default="0"),
    # First posts of newcomers wait for a review; the plan for a crisis is for who runs the group.
    Column("hold_first", Boolean, nullable=False, server_default=text("false")),
    Column("plan", Text, nullable=False, server_default=""),
    # A listing's origin; its fields that tuigroup does not know survive in ``extra``.
    Column("source", Text, nullable=False, default=""),
    Column("source_slug", Text, nullable=False, default=""),
    Column("updated_min", BigInteger, nullable=False, default=0),
    Column("extra", JSON, nullable=False, default=dict),
    Index("groups_rev", "rev"),
    Index("groups_source", "source", "source_slug"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("member", BigInteger, primary_key=True),  # the public number in the group
    Column("account_id", ForeignKey("accounts.id", ondelete="SET NULL"), nullable=True, index=True),
    Column("alias", Text, nullable=False),
    Column("skeleton", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("professional", Boolean, nullable=False, default=False),
    Column("credentials", Text, nullable=False, default=""),
    Column("confirmed", Boolean, nullable=False, default=False),
    Column("asked_word", Text, nullable=False, default=""),
    Column("answer_word", Text, nullable=False, default=""),
    Column("since_min", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    # The last place in the log of what this member sees and the whole group does not (``private_log``).
    Column("private_seq", BigInteger, nullable=False, server_default="0"),
    # The minute until which somebody who runs the group is on duty.
    Column("here_until_min", BigInteger, nullable=False, server_default="0"),
    # Of one whose account was erased: what became of the posts (wire.leaving.PostsFate). There is no alias then.
    Column("gone", Text, nullable=False, server_default=""),
    # The minute at which a suspension ends.
    Column("until_min", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("group_id", "account_id", name="one_membership"),
    UniqueConstraint("group_id", "skeleton", name="one_alias"),
    Index("memberships_seq", "group_id", "seq"),
    Index(
        "memberships_suspended",
        "until_min",
        sqlite_where=text("standing = 'suspended'"),
        postgresql_where=text("standing = 'suspended'"),
    ),
)

boards = Table(
    "boards",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("board", BigInteger, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("title", Text, nullable=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("weekday", BigInteger, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("duration", BigInteger, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),
    Column("url", Text, nullable=False, default=""),
    Column("online", Boolean, nullable=False, default=False),
    Column("notes", Text, nullable=False, default=""),
    # How often, and the dates that are otherwise, a line each: tuigroup.wire.occurrences.
    Column("rule", Text, nullable=False, default="", server_default=""),
    Column("since", BigInteger, nullable=False, default=0, server_default="0"),
    Column("changes", Text, nullable=False, default="", server_default=""),
)

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

invites = Table(
    "invites",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),
    Column("uses", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("alias", Text, nullable=False),
    Column("word", Text, nullable=False, default=""),
    Column("created", BigInteger, nullable=False),
    Column("state", Text, nullable=False, default="open"),
)

# Words of the server to one account, or (account_id null) to the operators.
notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("type", Text, nullable=False),
    Column("group_id", BigInteger, nullable=True),
    Column("detail", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False, default=0),
)

resources = Table(
    "resources",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("rev", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("topics", JSON, nullable=False, default=list),
    Column("language", Text, nullable=False, default="en"),
    Column("source", Text, nullable=False, default=""),
    Column("licence", Text, nullable=False, default=""),
    Column("reviewed", Text, nullable=False, default=""),
    Column("body", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("packed", BigInteger, nullable=False),
    Column("minutes", BigInteger, nullable=False),
    Column("sections", JSON, nullable=False, default=list),
    Column("removed", Boolean, nullable=False, default=False),
    Index("resources_rev", "rev"),
)
