"""Groups, who is in them and runs them, their boards and meetings, and how one gets in."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from tuigroup_server.schema.base import Id, metadata

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
    # Goes up when everybody is asked to agree to them again.
    Column("guidelines_version", BigInteger, nullable=False, default=1, server_default="1"),
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
    # The same as who is not in the group hears it: by the hour, so that no coming and going shows there.
    Column("members_told", BigInteger, nullable=False, default=0, server_default="0"),
    Column("posts_week", BigInteger, nullable=False, default=0),
    Column("first_reply_min", BigInteger, nullable=False, default=0),
    Column("answered_day", BigInteger, nullable=False, server_default="-1"),
    Column("waits", JSON, nullable=False, default=list, server_default="[]"),
    # The group's sequence when somebody last said until when they are on duty.
    Column("duty_seq", BigInteger, nullable=False, server_default="0"),
    # First posts of newcomers wait for a review; the plan for a crisis is for who runs the group.
    Column("hold_first", Boolean, nullable=False, server_default=text("false")),
    Column("plan", Text, nullable=False, server_default=""),
    # How many members it takes, 0 for any number; and whether all those places are taken.
    Column("capacity", BigInteger, nullable=False, default=0, server_default="0"),
    Column("no_room", Boolean, nullable=False, default=False, server_default=text("false")),
    # When its people usually don't read: minutes after midnight by its clock; the same twice for never.
    Column("quiet_from", BigInteger, nullable=False, default=0, server_default="0"),
    Column("quiet_until", BigInteger, nullable=False, default=0, server_default="0"),
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
    # Whether who is suspended had left by themselves: then the end of it brings nobody back.
    Column("away", Boolean, nullable=False, default=False, server_default=text("false")),
    # The thread of the session whose guest it is, 0 for a member.
    Column("guest", BigInteger, nullable=False, server_default="0"),
    # The version of the guidelines agreed to; the member's own to know.
    Column("agreed", BigInteger, nullable=False, default=1, server_default="1"),
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
    # What was written on it can be read, and nobody writes there any more.
    Column("closed", Boolean, nullable=False, default=False, server_default=text("false")),
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

# Guest sessions. ``code`` lets the guest in once; it is gone when they came or it is over.
guest_sessions = Table(
    "guest_sessions",
    metadata,
    Column("group_id", ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("thread", BigInteger, primary_key=True),
    Column("member", BigInteger, nullable=False),
    Column("start_min", BigInteger, nullable=False),
    Column("until_min", BigInteger, nullable=False),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
    Column("licence", Text, nullable=False),
    Column("slug", Text, nullable=False, server_default=""),
    Column("code", Text, nullable=False, server_default=""),
    Index("guest_sessions_until", "until_min", sqlite_where=text("NOT closed"), postgresql_where=text("NOT closed")),
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
