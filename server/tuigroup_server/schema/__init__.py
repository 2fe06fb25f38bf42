"""The server's tables (SQLAlchemy Core), for SQLite and PostgreSQL alike.

Times are whole seconds since 1970 UTC, but for ``*_min`` columns, which are whole minutes: what others see.
A row of a group's log carries ``seq``, the group's sequence at its last change. Nothing here joins two
memberships of one account but ``memberships.account_id``, which no answer may carry.

Texts have no length and numbers are wide, since only one of the two engines would hold to it: what is too long is
refused or cut before it comes here (tuigroup.wire.limits), and a number from outside may be any (tuigroup.wire.ops).
"""

from __future__ import annotations

from tuigroup_server.schema.base import Id, metadata
from tuigroup_server.schema.care import case_log, case_words, cases, held_first, kept_back, reports
from tuigroup_server.schema.entry import account_keys, accounts, doors, erasures, private_records, server, sessions
from tuigroup_server.schema.places import boards, claims, groups, guest_sessions, invites, meetings, memberships
from tuigroup_server.schema.reading import notices, offers, resources
from tuigroup_server.schema.writing import (
    operations,
    parties,
    partners,
    posts,
    private_log,
    responses,
    threads,
    unnamed,
    wishers,
    wishes,
    written_meetings,
)

__all__ = [
    "Id",
    "account_keys",
    "accounts",
    "boards",
    "case_log",
    "case_words",
    "cases",
    "claims",
    "doors",
    "erasures",
    "groups",
    "guest_sessions",
    "held_first",
    "invites",
    "kept_back",
    "meetings",
    "memberships",
    "metadata",
    "notices",
    "offers",
    "operations",
    "parties",
    "partners",
    "posts",
    "private_log",
    "private_records",
    "reports",
    "resources",
    "responses",
    "server",
    "sessions",
    "threads",
    "unnamed",
    "wishers",
    "wishes",
    "written_meetings",
]
