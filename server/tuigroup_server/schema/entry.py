"""The server itself, accounts, their sessions, keys and private records, and the doors they come through."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, LargeBinary, Table, Text, UniqueConstraint, text

from tuigroup_server.schema.base import Id, metadata

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
