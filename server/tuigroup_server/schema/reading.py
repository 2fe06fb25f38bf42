"""The server's words to people, and what there is to read."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Table, Text, text

from tuigroup_server.schema.base import Id, metadata

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
    Column("given", Text, nullable=False, default="", server_default=""),  # wire.words.Given
    Index("resources_rev", "rev"),
)

# Posts offered for the library, or asked for. ``slug`` is the one tie between a text there and a member: no answer
# carries both but to that member and to who runs the group.
offers = Table(
    "offers",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("post", BigInteger, primary_key=True),
    Column("member", BigInteger, nullable=False),
    Column("stands", Text, nullable=False),  # see service.offers
    Column("named", Boolean, nullable=False, server_default=text("false")),
    Column("licence", Text, nullable=False, server_default=""),  # wire.words.Licence
    Column("slug", Text, nullable=False, server_default=""),
    Column("word", Text, nullable=False, server_default=""),
    Column("at_min", BigInteger, nullable=False),
    Index("offers_member", "group_id", "member"),
)
