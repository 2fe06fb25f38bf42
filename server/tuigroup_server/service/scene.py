"""Where one operation plays: the writer's connection, who acts, when; and the door of a group, where rules are asked.

Holds nothing beyond one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from tuigroup_server import rules
from tuigroup_server.rules import Action, Who
from tuigroup_server.service.context import Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import groups, memberships, operations
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.memberships import MembershipRow

SENTENCES: Final = {
    "not-found": "There is no such group here.",
    "not-signed-in": "Please sign in first.",
    "not-a-member": "Only members of this group can do this. You can join it first.",
    "already-member": "You are a member here already, or have asked to be.",
    "listing-only": "This is a listing of a public directory: it says how to attend, and has no boards here.",
    "group-closed": "This group is closed. It can still be read.",
    "not-allowed": "This is for those who run the group.",
    "suspended": "You are suspended from this group, or no longer in it. You can read why, and appeal.",
}
_NOT_YET: Final = "This group is not open yet. The operator opens it."


@dataclass(frozen=True, slots=True)
class Touched:
    """A post that an operation changed: the sequences of its last change before, and of this one.

    A new post moves its ``thread`` on (0 for none): ``head`` is the sequence of that one's last change before.
    """

    group: int
    number: int
    before: int
    seq: int
    thread: int = 0
    head: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operation did. ``number`` made or touched, ``thread`` of a new post, ``minute`` of it, which ``turn`` it
    is in a written meeting."""

    number: int = 0
    thread: int = 0
    minute: int = 0
    group: int = 0
    touched: Touched | None = None
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A group as the one who acts finds it."""

    group: GroupRow
    who: Who
    mine: MembershipRow | None

    @property
    def me(self) -> MembershipRow:
        """The actor's membership, where a rule has made sure of it."""
        assert self.mine is not None
        return self.mine


class Pending(Exception):
    """A reference to something of one's own that is not published yet."""

    def __init__(self, key: str, due: int) -> None:
        super().__init__("pending")
        self.key = key
        self.due = due


@dataclass(frozen=True, slots=True)
class Scene:
    """``now`` is seconds since 1970 UTC: what the operation's time is, which is not always the clock's."""

    context: Context
    connection: Connection
    account: int
    operator: bool
    now: int

    @property
    def minute(self) -> int:
        return self.now // 60

    def at(self, now: int) -> Scene:
        return replace(self, now=now)

    def place(self, group: int) -> Place:
        """The group and how the actor stands to it. Raises Refusal ``not-found``; asks no other rule."""
        found = groups.by_id(self.connection, group, lock=True)
        if found is None:
            raise Refusal("not-found", SENTENCES["not-found"])
        mine = memberships.of_account_in(self.connection, group, self.account)
        return Place(found, standing(self.account, mine), mine)

    def enter(self, group: int, action: Action) -> Place:
        """The group, when the rules let the actor do this there. Raises Refusal."""
        place = self.place(group)
        allow(action, place.who, place.group)
        return place

    def number(self, ref: int | str, group: int) -> int:
        """A post's number. A key is looked up among the actor's own. Raises Refusal ``unknown-ref``, Pending."""
        if isinstance(ref, int):
            return ref
        row = operations.get(self.connection, self.account, ref)
        if row is not None and row.due is not None:
            raise Pending(ref, row.due)
        if row is None or row.ack.get("e") or row.ack.get("g") != group or not row.ack.get("n"):
            raise unknown_ref()
        return int(row.ack["n"])


def standing(account: int | None, mine: MembershipRow | None) -> Who:
    return rules.who(account) if mine is None else rules.who(account, mine.standing, mine.role, guest=mine.guest > 0)


def allow(action: Action, who: Who, group: GroupRow, *, invited: bool = False) -> None:
    """Ask the rules. Raises Refusal with a sentence. Who has an invitation may know of an unlisted group."""
    key = rules.refusal(action, who, group.state, group.listed or invited)
    if not key:
        return
    not_yet = key == "not-allowed" and group.state == "proposed"
    raise Refusal(key, _NOT_YET if not_yet else SENTENCES[key])


def unknown_ref() -> Refusal:
    return Refusal("unknown-ref", "What this refers to is not there.")
