"""What travels in columns: one frozen dataclass a kind of row. Times are whole minutes since 1970 UTC.

``number`` is always the small per-group integer that people type; a thread's number is its first post's.
"""

from __future__ import annotations

from dataclasses import dataclass

from tuigroup.wire.words import (
    Access,
    Audience,
    BoardPurpose,
    Given,
    GroupFormat,
    GroupKind,
    GroupState,
    Intent,
    PostState,
    ResourceKind,
    ResponseKind,
    Review,
    Role,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Author:
    """A membership as others in the group see it. ``confirmed`` credentials only, else ''."""

    member: int
    alias: str
    role: Role = Role.MEMBER
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class PostRecord:
    """A post. ``parent`` is the number it answers, 0 for a thread's first. A removed post has no body.

    ``responses`` counts in the order of ResponseKind; ``mine`` is the reader's own response, '' if none.
    ``unnamed`` is 1 for one without a name, whose author is nobody (0), and 2 where that is the reader.
    One under ``review`` has a body for its author and who runs the group; to others it is like a removed one.
    ``turn`` is 0 but in a written meeting, where it says which turn it is (wire.rounds.marked).
    ``wished`` are topics that somebody wishes were in its note; they too are for its author and who runs the group.
    """

    number: int
    thread: int
    parent: int
    author: Author
    at: int
    body: str
    note: str = ""
    intent: Intent = Intent.NONE
    edited: int = 0
    state: PostState = PostState.SHOWN
    responses: tuple[int, int, int, int] = (0, 0, 0, 0)
    mine: ResponseKind | None = None
    review: Review = Review.NONE
    turn: int = 0
    wished: tuple[str, ...] = ()
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """A thread's head. ``posts`` counts all posts; ``last`` is the highest post number in it.

    One with an ``audience`` of its own stands on no board (0). ``voices`` says how many posts of others than who began
    it are in it, 2 for two or more, and for one whose beginning was taken back; -1 where it was never told. ``pair`` is
    0 but for what is between two accountability partners: 1 asked, 2 agreed, 3 ended. ``meeting`` is how a written one
    stands that this thread is, as wire.rounds.text has it; '' for any other.
    """

    number: int
    board: int
    title: str
    author: Author
    at: int
    last_at: int
    posts: int
    last: int
    intent: Intent = Intent.NONE
    note: str = ""
    locked: bool = False
    audience: Audience = Audience.GROUP
    voices: int = -1
    pair: int = 0
    meeting: str = ""


def voices_of(posts: int) -> int:
    """How many voices of others a thread has where every post but the first is by somebody else."""
    return min(max(posts - 1, 0), 2)


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group as the directory shows it. ``rev`` is the directory's own sequence at its last change.

    ``posts_week`` counts the last seven days; ``first_reply`` is the usual (median) wait in minutes, 0 when
    unknown; ``updated`` is when a listing's source last confirmed it; ``full`` says that no place is free.
    """

    group: int
    rev: int
    slug: str
    name: str
    about: str
    kind: GroupKind = GroupKind.PEER_LED
    format: GroupFormat = GroupFormat.ONLINE
    access: Access = Access.OPEN
    state: GroupState = GroupState.OPEN
    language: str = "en"
    timezone: str = "UTC"
    country: str = ""
    place: str = ""
    url: str = ""
    topics: tuple[str, ...] = ()
    members: int = 0
    posts_week: int = 0
    first_reply: int = 0
    source: str = ""
    updated: int = 0
    full: bool = False


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting. ``weekday`` is ISO (1 Monday to 7 Sunday); ``start`` minutes after local midnight.

    ``rule`` '' is every week, ``since`` the day since 1970 from which other weeks are counted, ``changes`` the dates
    that are left out or moved: see wire.occurrences.
    """

    group: int
    weekday: int
    start: int
    duration: int = 60
    timezone: str = "UTC"
    name: str = ""
    place: str = ""
    url: str = ""
    online: bool = False
    notes: str = ""
    rule: str = ""
    since: int = 0
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacilitatorRecord:
    """Who runs a group, shown before joining. ``credentials`` only once the operator confirmed them.

    ``until`` is the minute until which they are on duty, 0 where they did not say so; told to members only.
    """

    alias: str
    role: Role
    professional: bool = False
    credentials: str = ""
    until: int = 0


@dataclass(frozen=True, slots=True)
class BoardRecord:
    """A place in a group for one purpose. ``board`` counts from 1 in the group; on a ``closed`` one nobody writes."""

    board: int
    purpose: BoardPurpose
    title: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class MembershipRecord:
    """The account's own standing in a group; ``word`` is the facilitators' word back, if any.

    ``until`` is the minute at which a suspension ends, 0 where there is none; ``guest`` the thread of the session whose
    guest one is, and nothing else of the group is theirs to see. ``agreed`` is the version of the guidelines agreed to.
    """

    group: int
    member: int
    alias: str
    role: Role = Role.MEMBER
    standing: Standing = Standing.ACTIVE
    word: str = ""
    until: int = 0
    guest: int = 0
    agreed: int = 1


@dataclass(frozen=True, slots=True)
class JoinRequestRecord:
    """Somebody asks to join; only facilitators of the group receive these. ``standing`` says if it still waits."""

    member: int
    alias: str
    at: int
    word: str = ""
    standing: Standing = Standing.REQUESTED


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A member as the others see them; sent to facilitators for handing over."""

    member: int
    alias: str
    role: Role = Role.MEMBER


@dataclass(frozen=True, slots=True)
class FormerRecord:
    """A member who left for good: there is no alias any more, and where it is ``erased`` nothing they wrote either."""

    member: int
    erased: bool = False


@dataclass(frozen=True, slots=True)
class ResourceRecord:
    """Something to read. ``size`` is bytes of text, ``packed`` bytes to download, ``minutes`` reading time."""

    slug: str
    rev: int
    kind: ResourceKind
    title: str
    topics: tuple[str, ...] = ()
    language: str = "en"
    source: str = ""
    licence: str = ""
    reviewed: str = ""
    size: int = 0
    packed: int = 0
    minutes: int = 0
    sections: tuple[str, ...] = ()
    removed: bool = False
    given: Given = Given.BROUGHT
