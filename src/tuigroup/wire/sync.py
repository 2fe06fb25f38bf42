"""The sync envelope: one request carries the outbox up and wants; one answer acks, changes and pages.

Request keys: ``s`` cursor, ``o`` outbox, ``w`` wants, ``m`` byte budget of the answer (packed), ``r`` bytes for the
rest of its pages behind it, ``h`` heads only.
Answer keys: ``a`` acks, ``y`` own memberships (all, when any changed), ``c`` changes by group, ``p`` wanted
pages in the order asked, ``m`` what remains, ``s`` the new cursor (absent: unchanged), ``n`` notices.
The values under ``p``, ``h`` and the like are the column tables of wire.tables, already as plain JSON.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from tuigroup.wire import limits
from tuigroup.wire.cases import Cases, Decisions
from tuigroup.wire.guests import GuestSession
from tuigroup.wire.offers import Offers
from tuigroup.wire.ops import AnyOp, Key, Number

Cols = dict[str, Any]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class WantThread(_Model):
    """Posts of a thread above ``after``, oldest first."""

    w: Literal["t"] = "t"
    g: Number
    n: Number
    after: Annotated[int, Field(ge=0, le=2**53)] = 0


class WantBoard(_Model):
    """Heads of a board's threads, latest activity first; ``before`` is the last_at minute to continue under.

    ``d`` 0 means all boards of the group.
    """

    w: Literal["b"] = "b"
    g: Number
    d: Annotated[int, Field(ge=0, le=2**53)] = 0
    before: Annotated[int, Field(ge=0, le=2**53)] = 0


class WantDirectory(_Model):
    """Groups of the directory changed after ``since`` (its own sequence), with their meetings.

    ``listings`` picks the listings of public directories instead of the hosted groups; ``q`` searches names,
    topics and places among either and then ignores ``since``.
    """

    w: Literal["d"] = "d"
    since: Annotated[int, Field(ge=0, le=2**53)] = 0
    listings: bool = False
    q: Annotated[str, Field(max_length=limits.SEARCH)] = ""


class WantGroup(_Model):
    """A group's page: the whole of its welcome, guidelines, boards, facilitators, meetings."""

    w: Literal["g"] = "g"
    g: Number


class WantLibrary(_Model):
    """Heads of the library's resources changed after ``since`` (the library's own sequence)."""

    w: Literal["l"] = "l"
    since: Annotated[int, Field(ge=0, le=2**53)] = 0


class WantWaiting(_Model):
    """Heads of a group's threads that wait for a first answer or a second voice, those that wait longest first."""

    w: Literal["v"] = "v"
    g: Number


class WantCases(_Model):
    """A group's cases, for who runs it."""

    w: Literal["k"] = "k"
    g: Number


class WantDecisions(_Model):
    """What was decided about the asker in a group."""

    w: Literal["m"] = "m"
    g: Number


class WantOffers(_Model):
    """What the asker offered a group's library, and for who runs it what waits there."""

    w: Literal["o"] = "o"
    g: Number


class WantSearch(_Model):
    """Posts that hold these words, in one joined group or (``g`` 0) all joined ones, best first."""

    w: Literal["q"] = "q"
    q: Annotated[str, Field(min_length=1, max_length=limits.SEARCH)]
    g: Annotated[int, Field(ge=0, le=2**53)] = 0


AnyWant = Annotated[
    WantThread
    | WantBoard
    | WantDirectory
    | WantGroup
    | WantLibrary
    | WantSearch
    | WantWaiting
    | WantCases
    | WantDecisions
    | WantOffers,
    Field(discriminator="w"),
]


class SyncRequest(_Model):
    """With ``h`` new posts stay away but for answers to one's own: their heads say that they are there.

    With ``r`` all that ``m`` left out of the wanted pages comes in a second line of the same body, another SyncAnswer
    that has nothing but pages (tuigroup.wire.following), if it takes no more bytes than that; else it does not come.
    """

    s: Annotated[str, Field(max_length=4096)] | None = None
    o: Annotated[list[AnyOp], Field(max_length=limits.OPS)] = []
    w: Annotated[list[AnyWant], Field(max_length=limits.WANTS)] = []
    m: Annotated[int, Field(ge=256, le=limits.ANSWER_BYTES)] | None = None
    r: Annotated[int, Field(ge=256, le=limits.ANSWER_BYTES)] | None = None
    h: bool = False


class WaitRequest(_Model):
    """The long poll: an answer as soon as something is new since cursor ``s``, or none after ``t`` seconds.

    ``m`` is the byte budget of the answer, which is a SyncAnswer without acks and pages; ``h`` as in SyncRequest.
    """

    s: Annotated[str, Field(max_length=4096)]
    m: Annotated[int, Field(ge=256, le=limits.ANSWER_BYTES)] | None = None
    t: Annotated[int, Field(ge=1, le=limits.WAIT)] = limits.WAIT
    h: bool = False


class Ack(_Model):
    """What became of one operation.

    ``n`` is the number it made or touched (post, group, member); ``t`` the thread of a new post;
    ``at`` its minute. With ``e`` (a key of wire.problems) it was refused, and ``d`` says why in a sentence.
    With ``later`` it is accepted and published at that minute: ask again with the same key then.
    ``turn`` says as which turn of a written meeting a post stands (wire.rounds.marked): it may have come late.
    """

    k: Key
    n: int = 0
    t: int = 0
    at: int = 0
    e: str = ""
    d: str = ""
    later: int = 0
    turn: int = 0


class Figures(_Model):
    """What a group sees of itself: never of a person, never in an order.

    ``day`` is the share of opening posts answered within a day, in percent; -1 where too few were written to say so.
    ``waits`` are the usual minutes until a first answer by when one wrote: eight parts of a day in UTC, each 0 where
    too few were answered; empty where all are.
    """

    day: int = -1
    waits: Annotated[list[Annotated[int, Field(ge=0, le=2**53)]], Field(max_length=8)] = []


class GroupCare(_Model):
    """How a group looks after itself: whether first posts are held, the plan for a crisis, and how many members it
    takes (0 for any number).
    """

    hold: bool = False
    plan: str = ""
    cap: Annotated[int, Field(ge=0, le=limits.CAPACITY)] = 0


class GroupPage(_Model):
    """A group whole: ``i`` its directory row as a column table of one row; ``v`` its figures, for its members;
    ``k`` is the version of its guidelines; ``h`` its quiet hours, from and until which minute after midnight by its own
    clock; ``q`` is for who runs it, ``s`` its guest sessions, for its members and for
    the guest.

    Without ``i`` and ``meetings`` they are as the directory's page of the same answer tells them.
    """

    g: Number
    i: Cols | None = None
    welcome: str = ""
    guidelines: str = ""
    k: Annotated[int, Field(ge=1, le=2**53)] = 1
    boards: Cols
    facilitators: Cols
    meetings: Cols | None = None
    v: Figures | None = None
    h: Annotated[list[int], Field(max_length=2)] | None = None
    q: GroupCare | None = None
    s: list[GuestSession] | None = None


class GroupChanges(_Model):
    """What changed in one joined group since the cursor.

    ``i`` the group's page when it changed; ``p`` posts, ``h`` heads, ``r`` join requests and ``u`` members
    (facilitators only); ``f`` who runs it, where only who is on duty changed; ``q`` who left for good, so that nothing
    kept of them says who they were. ``gap`` says that more changed than is
    sent: heads only, bodies on opening; ``every`` that there are no threads in the group but those in ``h``.
    """

    g: Number
    i: GroupPage | None = None
    p: Cols | None = None
    h: Cols | None = None
    r: Cols | None = None
    u: Cols | None = None
    f: Cols | None = None
    q: Cols | None = None
    gap: bool = False
    every: bool = False


class Page(_Model):
    """A wanted page: ``w`` and ``g``, ``n`` repeat the want; then what it holds.

    ``p`` posts, ``h`` heads, ``d`` groups, ``x`` meetings, ``i`` a group's page, ``l`` resources, ``k`` cases,
    ``z`` decisions about the asker, ``o`` what is offered for the library.
    ``more`` says that the want can be continued, ``left`` with about how many bytes; ``rev`` is where (a directory's
    or library's sequence).
    ``e`` is a key of wire.problems where the want was refused.
    """

    w: str
    g: int = 0
    n: int = 0
    p: Cols | None = None
    h: Cols | None = None
    d: Cols | None = None
    x: Cols | None = None
    i: GroupPage | None = None
    l: Cols | None = None  # noqa: E741
    k: Cases | None = None
    z: Decisions | None = None
    o: Offers | None = None
    more: bool = False
    left: int = 0
    rev: int = 0
    e: str = ""


class Remaining(_Model):
    """What did not fit the budget: changes (posts and heads) and about how many bytes."""

    items: int
    bytes: int = 0


class Notice(_Model):
    """A word from the server to this account: ``t`` a type, ``g`` a group, ``d`` the sentence."""

    t: str
    g: int = 0
    d: str = ""
    at: int = 0


class SyncAnswer(_Model):
    a: list[Ack] = []
    y: Cols | None = None
    c: list[GroupChanges] = []
    p: list[Page] = []
    n: list[Notice] = []
    m: Remaining | None = None
    s: str | None = None
