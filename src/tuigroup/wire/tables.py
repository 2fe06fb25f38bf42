"""The tables of columns, one per record: which short key carries which field, and how."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, TypeVar

from tuigroup.wire.columns import Column, Columns
from tuigroup.wire.records import (
    Author,
    BoardRecord,
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
    voices_of,
)
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

E = TypeVar("E", bound=StrEnum)

SLUG: Final = 60


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not text")
    if not value.isascii():
        value.encode()  # half a surrogate pair is no text: a database could not hold it
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not -(2**62) < value < 2**62:
        raise ValueError("not a whole number")
    return value


def _yes(value: Any) -> bool:
    return bool(_whole(value))


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return tuple(_text(item) for item in value)


def _counts(value: Any) -> tuple[int, int, int, int]:
    first, second, third, fourth = (_whole(item) for item in value)
    return first, second, third, fourth


def _author_up(author: Author) -> list[Any]:
    row: list[Any] = [author.member, author.alias]
    if author.role is not Role.MEMBER or author.credentials:
        row.append(author.role.value)
    if author.credentials:
        row.append(author.credentials)
    return row


def _author_down(row: Any) -> Author:
    if not isinstance(row, list):
        raise ValueError("not an author")
    role = Role(row[2]) if len(row) > 2 else Role.MEMBER
    return Author(_whole(row[0]), _text(row[1]), role, _text(row[3]) if len(row) > 3 else "")


def _mine_up(kind: ResponseKind | None) -> str:
    return "" if kind is None else kind.value


def _mine_down(value: Any) -> ResponseKind | None:
    return ResponseKind(value) if value else None


def _meeting_up(text: str) -> Any:
    return json.loads(text) if text else None


def _meeting_down(value: Any) -> str:
    if value is None:
        return ""
    from tuigroup.wire import rounds  # only where there is a meeting

    return rounds.text(rounds.down(value))


def text(key: str, field: str, default: Any = "") -> Column:
    return Column(key, field, default=default, down=_text)


def must(key: str, field: str) -> Column:
    """A text that is always there."""
    return Column(key, field, down=_text)


def number(key: str, field: str, default: int = 0) -> Column:
    return Column(key, field, default=default, down=_whole)


def rising(key: str, field: str) -> Column:
    return Column(key, field, "delta", down=_whole)


def yes(key: str, field: str) -> Column:
    return Column(key, field, default=False, up=int, down=_yes)


def word(key: str, field: str, kind: Callable[[str], E], default: E) -> Column:
    return Column(key, field, default=default, up=lambda value: value.value, down=lambda value: kind(_text(value)))


def slug(key: str, field: str, of: str) -> Column:
    """Left out where it is the slug of what it names."""
    return Column(key, field, "made", down=_text, of=of, make=slug_of)


def slug_of(name: str) -> str:
    """The slug that a name has by itself: lower-case ASCII words with hyphens between them, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:SLUG].strip("-")


def texts(key: str, field: str) -> Column:
    return Column(key, field, default=(), up=list, down=_texts)


AUTHOR: Final = Column("a", "author", "table", up=_author_up, down=_author_down)

POSTS: Final = Columns(
    PostRecord,
    (
        rising("i", "number"),
        Column("h", "thread", down=_whole),
        Column("p", "parent", "back", default=0, of="number"),
        AUTHOR,
        rising("t", "at"),
        must("b", "body"),
        text("c", "note"),
        word("w", "intent", Intent, Intent.NONE),
        number("e", "edited"),
        word("x", "state", PostState, PostState.SHOWN),
        Column("r", "responses", default=(0, 0, 0, 0), up=list, down=_counts),
        Column("o", "mine", default=None, up=_mine_up, down=_mine_down),
        word("k", "review", Review, Review.NONE),
        number("s", "turn"),
        texts("u", "wished"),
        number("v", "unnamed"),
    ),
)

THREADS: Final = Columns(
    ThreadRecord,
    (
        rising("i", "number"),
        Column("d", "board", default=1, down=_whole),
        must("m", "title"),
        AUTHOR,
        rising("t", "at"),
        rising("u", "last_at"),
        number("c", "posts", 1),
        rising("l", "last"),
        word("w", "intent", Intent, Intent.NONE),
        text("s", "note"),
        yes("k", "locked"),
        word("x", "audience", Audience, Audience.GROUP),
        Column("y", "voices", "made", down=_whole, of="posts", make=voices_of),
        number("q", "pair"),
        Column("z", "meeting", default="", up=_meeting_up, down=_meeting_down),
    ),
)

GROUPS: Final = Columns(
    GroupRecord,
    (
        rising("g", "group"),
        rising("v", "rev"),
        must("m", "name"),
        slug("s", "slug", "name"),
        must("a", "about"),
        word("k", "kind", GroupKind, GroupKind.PEER_LED),
        word("f", "format", GroupFormat, GroupFormat.ONLINE),
        word("j", "access", Access, Access.OPEN),
        word("x", "state", GroupState, GroupState.OPEN),
        text("l", "language", "en"),
        Column("z", "timezone", "table", down=_text),
        text("y", "country"),
        text("p", "place"),
        text("u", "url"),
        texts("t", "topics"),
        number("c", "members"),
        number("w", "posts_week"),
        number("r", "first_reply"),
        text("o", "source"),
        number("d", "updated"),
        yes("b", "full"),
    ),
)

MEETINGS: Final = Columns(
    MeetingRecord,
    (
        rising("g", "group"),
        number("w", "weekday", 1),
        number("s", "start"),
        number("d", "duration", 60),
        Column("z", "timezone", "table", down=_text),
        text("m", "name"),
        text("p", "place"),
        text("u", "url"),
        yes("o", "online"),
        text("t", "notes"),
        text("r", "rule"),
        number("f", "since"),
        texts("x", "changes"),
    ),
)

FACILITATORS: Final = Columns(
    FacilitatorRecord,
    (
        must("a", "alias"),
        word("r", "role", Role, Role.FACILITATOR),
        yes("p", "professional"),
        text("c", "credentials"),
        number("u", "until"),
    ),
    most=200,  # every column may be one value, so that only this bounds the rows
)

BOARDS: Final = Columns(
    BoardRecord,
    (
        rising("i", "board"),
        word("p", "purpose", BoardPurpose, BoardPurpose.DISCUSSION),
        must("m", "title"),
        yes("c", "closed"),
    ),
)

MEMBERSHIPS: Final = Columns(
    MembershipRecord,
    (
        rising("g", "group"),
        number("i", "member"),
        must("a", "alias"),
        word("r", "role", Role, Role.MEMBER),
        word("s", "standing", Standing, Standing.ACTIVE),
        text("w", "word"),
        number("u", "until"),
        number("x", "guest"),
        number("d", "agreed", 1),
    ),
)

JOIN_REQUESTS: Final = Columns(
    JoinRequestRecord,
    (
        rising("i", "member"),
        must("a", "alias"),
        rising("t", "at"),
        text("w", "word"),
        word("s", "standing", Standing, Standing.REQUESTED),
    ),
)

MEMBERS: Final = Columns(
    MemberRecord,
    (rising("i", "member"), must("a", "alias"), word("r", "role", Role, Role.MEMBER)),
)

FORMER: Final = Columns(FormerRecord, (rising("i", "member"), yes("x", "erased")))

RESOURCES: Final = Columns(
    ResourceRecord,
    (
        must("m", "title"),
        slug("s", "slug", "title"),
        rising("v", "rev"),
        word("k", "kind", ResourceKind, ResourceKind.ARTICLE),
        texts("t", "topics"),
        text("l", "language", "en"),
        text("o", "source"),
        text("c", "licence"),
        text("d", "reviewed"),
        number("z", "size"),
        number("p", "packed"),
        number("r", "minutes"),
        texts("h", "sections"),
        yes("x", "removed"),
        word("g", "given", Given, Given.BROUGHT),
    ),
)
