"""What an answer asks to be done to the store, one small frozen class a kind of step. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tuigroup.store.rows import GroupDetail, SearchHit
from tuigroup.wire.cases import Cases, Decisions
from tuigroup.wire.offers import Offers
from tuigroup.wire.records import (
    FacilitatorRecord,
    FormerRecord,
    GroupRecord,
    JoinRequestRecord,
    MeetingRecord,
    MemberRecord,
    MembershipRecord,
    PostRecord,
    ResourceRecord,
    ThreadRecord,
)
from tuigroup.wire.sync import Ack, AnyWant, Notice

ALL: Final = 1  # a minute before which there can be no thread: all of them are here


@dataclass(frozen=True, slots=True)
class Acked:
    ack: Ack


@dataclass(frozen=True, slots=True)
class DropGroup:
    """One is no longer in the group: what only members see goes."""

    g: int


@dataclass(frozen=True, slots=True)
class PutMemberships:
    """All of them."""

    records: tuple[MembershipRecord, ...]


@dataclass(frozen=True, slots=True)
class PutPage:
    detail: GroupDetail


@dataclass(frozen=True, slots=True)
class Distrust:
    """More changed in the group than is told: what is here is asked for again when it is opened."""

    g: int


@dataclass(frozen=True, slots=True)
class PutHeads:
    g: int
    records: tuple[ThreadRecord, ...]


@dataclass(frozen=True, slots=True)
class BeginBoards:
    """The group came from its beginning: its threads are here from that minute on (0: nobody knows)."""

    g: int
    since: int


@dataclass(frozen=True, slots=True)
class ExtendBoard:
    """A page of a board came: its threads from ``since`` on, and before ``before`` where that is not 0."""

    g: int
    board: int
    before: int
    since: int


@dataclass(frozen=True, slots=True)
class PutPosts:
    """``after`` says that they are all posts of one thread above that number; None that they are changes."""

    g: int
    records: tuple[PostRecord, ...]
    after: int | None = None


@dataclass(frozen=True, slots=True)
class PutRequests:
    g: int
    records: tuple[JoinRequestRecord, ...]


@dataclass(frozen=True, slots=True)
class PutMembers:
    g: int
    records: tuple[MemberRecord, ...]


@dataclass(frozen=True, slots=True)
class PutFacilitators:
    """All who run the group."""

    g: int
    records: tuple[FacilitatorRecord, ...]


@dataclass(frozen=True, slots=True)
class PartFrom:
    """Some left for good."""

    g: int
    records: tuple[FormerRecord, ...]


@dataclass(frozen=True, slots=True)
class PutDirectory:
    """``rev`` 0 (a search) says nothing of how far the directory is here."""

    records: tuple[GroupRecord, ...]
    meetings: tuple[MeetingRecord, ...]
    rev: int
    listings: bool


@dataclass(frozen=True, slots=True)
class PutLibrary:
    records: tuple[ResourceRecord, ...]
    rev: int


@dataclass(frozen=True, slots=True)
class PutCases:
    """The whole queue of a group that one runs."""

    g: int
    cases: Cases


@dataclass(frozen=True, slots=True)
class PutDecisions:
    """All that was decided about oneself in a group."""

    g: int
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class PutOffers:
    """What one offered in a group, and what waits there for who runs it."""

    g: int
    offers: Offers


@dataclass(frozen=True, slots=True)
class AddNotice:
    notice: Notice


@dataclass(frozen=True, slots=True)
class SetCursor:
    cursor: str


Step = (
    Acked
    | DropGroup
    | Distrust
    | PutMemberships
    | PutPage
    | PutHeads
    | BeginBoards
    | ExtendBoard
    | PutPosts
    | PutRequests
    | PutMembers
    | PutFacilitators
    | PartFrom
    | PutDirectory
    | PutLibrary
    | PutCases
    | PutDecisions
    | PutOffers
    | AddNotice
    | SetCursor
)


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in their order, and what becomes of wants.

    ``answered`` are done with; ``refused`` too, each with a key of wire.problems; ``further`` are new ones.
    ``found`` are the finds of searches. ``left`` are wants that go on, with about how many bytes. ``more`` says that
    the server has more to say at once, ``remains`` about how many bytes.
    """

    steps: tuple[Step, ...] = ()
    answered: tuple[AnyWant, ...] = ()
    refused: tuple[tuple[AnyWant, str], ...] = ()
    further: tuple[AnyWant, ...] = ()
    found: tuple[tuple[AnyWant, tuple[SearchHit, ...]], ...] = ()
    left: tuple[tuple[AnyWant, int], ...] = ()
    more: bool = False
    remains: int = 0
