"""What the store hands out: one frozen dataclass a kind of row. Times are whole minutes since 1970 UTC.

A ``Ref`` names a post or thread: its number in the group, or, while it is unsent, the outbox key that writes
it. Rows are copies: changing what they say is done by actions. Nothing here knows SQL.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tuigroup.wire.records import (
    BoardRecord,
    FacilitatorRecord,
    GroupRecord,
    MeetingRecord,
    MembershipRecord,
    ThreadRecord,
)
from tuigroup.wire.words import Audience, Intent, PostState, ResponseKind, Review, Role

if TYPE_CHECKING:
    from tuigroup.wire.guests import GuestSession
    from tuigroup.wire.ops import AnyOp
    from tuigroup.wire.sync import Figures, GroupCare

Ref = int | str
# A private word is a kind of its own: a version that does not know it must not take it for a thread of the group.
DraftKind = Literal["reply", "thread", "private", "edit"]
Sending = Literal["", "queued", "scheduled", "refused"]
OutboxState = Literal["queued", "sending", "scheduled", "refused"]
Kind = Literal[
    "groups",
    "memberships",
    "threads",
    "posts",
    "outbox",
    "drafts",
    "marks",
    "resources",
    "usage",
    "notices",
    "settings",
    "cases",
    "offers",
]


@dataclass(frozen=True, slots=True)
class StoreChanged:
    """What a committed transaction touched. ``groups`` is empty where no single group is meant."""

    kinds: frozenset[str]
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class GroupDetail:
    """A group's page whole, as before joining. ``version`` is that of its guidelines.

    ``quiet`` are the minutes after midnight, by its own clock, from and until which people usually don't read.
    """

    group: GroupRecord
    welcome: str = ""
    guidelines: str = ""
    boards: tuple[BoardRecord, ...] = ()
    facilitators: tuple[FacilitatorRecord, ...] = ()
    meetings: tuple[MeetingRecord, ...] = ()
    figures: Figures | None = None
    care: GroupCare | None = None
    sessions: tuple[GuestSession, ...] = ()
    version: int = 1
    quiet: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinedGroup:
    """A group one is a member of, for the today list.

    ``unread`` leaves muted threads out; ``new_threads`` are threads whose first post is unread;
    ``unanswered`` counts other people's threads that wait for a first answer, ``second`` those that wait for a second
    voice; ``last_at`` is the latest activity, 0 if none. While the member takes a break from it (``on_break``) nothing
    counts.
    """

    group: GroupRecord
    membership: MembershipRecord
    unread: int = 0
    new_threads: int = 0
    unanswered: int = 0
    last_at: int = 0
    second: int = 0
    on_break: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board with how many threads are known here and how many unread posts they have (muted ones left out)."""

    board: BoardRecord
    threads: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a list. ``head`` is None for an unsent thread (``unsent``, ``ref`` is its key) or an unknown head.

    ``posts`` counts all, one's own unsent replies too; ``here`` those held locally. ``voices`` counts posts of others
    than who began it, 2 for two or more. ``closed`` says that its board is; ``muted``, that nothing of it counts as
    new; ``of_topic``, that it is so because its content note names a muted topic.
    """

    group: int
    ref: Ref
    title: str
    alias: str
    board: int
    head: ThreadRecord | None = None
    unread: int = 0
    posts: int = 1
    here: int = 0
    last_at: int = 0
    intent: Intent = Intent.NONE
    note: str = ""
    watched: bool = False
    muted: bool = False
    of_topic: bool = False
    unsent: bool = False
    mine: bool = False
    audience: Audience = Audience.GROUP
    voices: int = 0
    closed: bool = False

    @property
    def locked(self) -> bool:
        """Whether nobody answers there any more: it was locked, or its board closed."""
        return self.closed or (self.head is not None and self.head.locked)

    @property
    def pair(self) -> int:
        """How it stands between two accountability partners: 1 asked, 2 agreed, 3 ended; 0 for any other thread."""
        return 0 if self.head is None else self.head.pair

    @property
    def meeting(self) -> str:
        """How a written meeting stands, as wire.rounds.text has it; '' for any other thread."""
        return "" if self.head is None else self.head.meeting


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post in reading order. ``parent`` is None for a thread's first, and ``depth`` counts from 0.

    ``sending`` is '' for what the server has; ``problem`` is the sentence why it was refused.
    ``own`` says that the reader wrote it; ``mine`` is the reader's own response. ``pending`` says that an edit,
    a removal or a response shown here still waits to be sent. ``answers`` is the alias of the post answered.
    ``member`` is who wrote it, 0 for what is unsent; ``muted`` that the reader muted them, or a topic of its
    note: it is never unread.
    ``turn`` says which turn of a written meeting it is (wire.rounds.marked), 0 for none.
    ``wished`` are topics that somebody wishes its note named, for its author and who runs the group; ``asked`` is the
    one that the reader wished, '' for none.
    """

    group: int
    ref: Ref
    thread: Ref
    parent: Ref | None
    alias: str
    at: int
    body: str
    role: Role = Role.MEMBER
    credentials: str = ""
    note: str = ""
    intent: Intent = Intent.NONE
    edited: int = 0
    state: PostState = PostState.SHOWN
    responses: tuple[int, int, int, int] = (0, 0, 0, 0)
    mine: ResponseKind | None = None
    own: bool = False
    unread: bool = False
    depth: int = 0
    sending: Sending = ""
    problem: str = ""
    pending: bool = False
    answers: str = ""
    member: int = 0
    muted: bool = False
    review: Review = Review.NONE
    turn: int = 0
    wished: tuple[str, ...] = ()
    asked: str = ""
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A post somewhere: where to go next."""

    group: int
    thread: Ref
    ref: Ref


@dataclass(frozen=True, slots=True)
class Wished:
    """A post of which somebody wishes that its note named ``topics``; ``title`` is its thread's."""

    group: int
    thread: int
    ref: int
    topics: tuple[str, ...]
    alias: str
    title: str


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """Something on its way. ``problem`` is a key of wire.problems, ``detail`` a sentence; ``due`` a minute or 0.

    ``group`` is 0 where none is meant (a proposal). ``label`` is a sentence that names it without its text.
    """

    key: str
    op: AnyOp
    state: OutboxState
    created: int
    due: int = 0
    problem: str = ""
    detail: str = ""
    group: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Something being written. ``id`` '' asks ``save`` for one; ``target`` is the post answered or edited.

    ``also`` marks a second version, written on another machine at the same time; ``stamp`` (milliseconds) is the
    version on disk, so that ``save`` notices one that came from elsewhere meanwhile.
    """

    id: str
    kind: DraftKind
    group: int
    board: int = 0
    target: Ref | None = None
    title: str = ""
    body: str = ""
    note: str = ""
    intent: Intent = Intent.NONE
    quote: str = ""
    saved_at: int = 0
    also: bool = False
    stamp: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One find. ``kind`` says which of group, thread, ref, slug are meant; ``here`` is false for the server's finds."""

    kind: Literal["post", "resource", "group"]
    title: str
    snippet: str
    group: int = 0
    thread: Ref = 0
    ref: Ref = 0
    slug: str = ""
    alias: str = ""
    at: int = 0
    here: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody answered: a reply to one's post (``ref`` is the reply), or responses to it (``ref`` is one's post).

    For responses ``alias`` is '' (who responded is not told), ``response`` the kind, ``count`` how many came.
    """

    group: int
    thread: Ref
    ref: Ref
    kind: Literal["reply", "response"]
    at: int
    alias: str = ""
    title: str = ""
    snippet: str = ""
    note: str = ""
    unread: bool = True
    response: ResponseKind | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A word from the server or from the program itself; it stays until dismissed."""

    id: int
    type: str
    group: int
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes up and down."""

    up: int = 0
    down: int = 0


@dataclass(slots=True)
class Touched:
    """What the running transaction touched so far; becomes one StoreChanged."""

    kinds: set[str] = field(default_factory=set)
    groups: set[int] = field(default_factory=set)
