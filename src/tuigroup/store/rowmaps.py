"""Records of the wire from and to rows of the tables: the one place where column names meet fields."""

from __future__ import annotations

import json
from sqlite3 import Row
from typing import TYPE_CHECKING, Any, Final

from tuigroup.wire.records import (
    Author,
    BoardRecord,
    FacilitatorRecord,
    GroupRecord,
    JoinRequestRecord,
    MeetingRecord,
    MemberRecord,
    MembershipRecord,
    PostRecord,
    ResourceRecord,
    ThreadRecord,
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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tuigroup.wire.guests import GuestSession
    from tuigroup.wire.sync import Figures, GroupCare

COUNTS: Final = tuple(kind.value for kind in ResponseKind)


def _topics(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def group_values(record: GroupRecord) -> dict[str, Any]:
    return {
        "id": record.group, "rev": record.rev, "slug": record.slug, "name": record.name, "about": record.about,
        "kind": record.kind.value, "format": record.format.value, "access": record.access.value,
        "state": record.state.value, "language": record.language, "timezone": record.timezone,
        "country": record.country, "place": record.place, "url": record.url, "topics": json.dumps(record.topics),
        "members": record.members, "posts_week": record.posts_week, "first_reply": record.first_reply,
        "source": record.source, "updated": record.updated, "no_room": int(record.full),
    }  # fmt: skip


def group_record(row: Row) -> GroupRecord:
    return GroupRecord(
        group=row["id"], rev=row["rev"], slug=row["slug"], name=row["name"], about=row["about"],
        kind=GroupKind(row["kind"]), format=GroupFormat(row["format"]), access=Access(row["access"]),
        state=GroupState(row["state"]), language=row["language"], timezone=row["timezone"], country=row["country"],
        place=row["place"], url=row["url"], topics=_topics(row["topics"]), members=row["members"],
        posts_week=row["posts_week"], first_reply=row["first_reply"], source=row["source"], updated=row["updated"],
        full=bool(row["no_room"]),
    )  # fmt: skip


def meeting_values(record: MeetingRecord, place: int) -> dict[str, Any]:
    return {
        "group_id": record.group, "place": place, "weekday": record.weekday, "start": record.start,
        "duration": record.duration, "timezone": record.timezone, "name": record.name, "at_place": record.place,
        "url": record.url, "online": int(record.online), "notes": record.notes, "rule": record.rule,
        "since": record.since, "changes": "\n".join(record.changes),
    }  # fmt: skip


def meeting_record(row: Row) -> MeetingRecord:
    return MeetingRecord(
        group=row["group_id"], weekday=row["weekday"], start=row["start"], duration=row["duration"],
        timezone=row["timezone"], name=row["name"], place=row["at_place"], url=row["url"],
        online=bool(row["online"]), notes=row["notes"], rule=row["rule"], since=row["since"],
        changes=tuple(row["changes"].split("\n")) if row["changes"] else (),
    )  # fmt: skip


def board_record(row: Row) -> BoardRecord:
    return BoardRecord(row["board"], BoardPurpose(row["purpose"]), row["title"], bool(row["closed"]))


def facilitator_record(row: Row) -> FacilitatorRecord:
    return FacilitatorRecord(
        row["alias"], Role(row["role"]), bool(row["professional"]), row["credentials"], row["until"]
    )


def figures_value(figures: Figures | None) -> str:
    return "" if figures is None else json.dumps([figures.day, *figures.waits])


def figures(text: str) -> Figures | None:
    """What a group sees of itself, None where nothing is known."""
    if not text:
        return None
    from tuigroup.wire.sync import Figures

    day, *waits = json.loads(text)
    return Figures(day=min(max(day, -1), 100), waits=waits)


def care_value(care: GroupCare | None) -> str:
    return "" if care is None else care.model_dump_json()


def care(text: str) -> GroupCare | None:
    """How a group looks after itself, None where that was not told."""
    if not text:
        return None
    from tuigroup.wire.sync import GroupCare

    return GroupCare.model_validate_json(text)


def sessions_value(told: Iterable[GuestSession]) -> str:
    found = [one.model_dump(exclude_defaults=True) for one in told]
    return json.dumps(found) if found else ""


def sessions(text: str) -> tuple[GuestSession, ...]:
    """The guest sessions of a group, as they came."""
    if not text:
        return ()
    from tuigroup.wire.guests import GuestSession

    return tuple(GuestSession.model_validate(one) for one in json.loads(text))


def membership_record(row: Row) -> MembershipRecord:
    standing = Standing(row["standing"])
    return MembershipRecord(
        row["group_id"],
        row["member"],
        row["alias"],
        Role(row["role"]),
        standing,
        row["word"],
        row["until"],
        row["guest"],
        row["agreed"],
    )


def join_request_record(row: Row) -> JoinRequestRecord:
    return JoinRequestRecord(row["member"], row["alias"], row["at"], row["word"], Standing(row["standing"]))


def member_record(row: Row) -> MemberRecord:
    return MemberRecord(row["member"], row["alias"], Role(row["role"]))


def thread_values(group: int, record: ThreadRecord) -> dict[str, Any]:
    return {
        "group_id": group, "number": record.number, "board": record.board, "title": record.title,
        "member": record.author.member, "alias": record.author.alias, "role": record.author.role.value,
        "credentials": record.author.credentials, "at": record.at, "last_at": record.last_at, "posts": record.posts,
        "last": record.last, "intent": record.intent.value, "note": record.note, "locked": int(record.locked),
        "audience": (Audience.PARTNERS if record.pair else record.audience).value, "voices": record.voices,
        "pair": record.pair, "meeting": record.meeting,
    }  # fmt: skip


def author(row: Row) -> Author:
    return Author(row["member"], row["alias"], Role(row["role"]), row["credentials"])


def thread_record(row: Row) -> ThreadRecord:
    return ThreadRecord(
        number=row["number"], board=row["board"], title=row["title"], author=author(row), at=row["at"],
        last_at=row["last_at"], posts=row["posts"], last=row["last"], intent=Intent(row["intent"]),
        note=row["note"], locked=bool(row["locked"]), audience=Audience(row["audience"]),
        voices=row["voices"], pair=row["pair"], meeting=row["meeting"],
    )  # fmt: skip


def post_values(group: int, record: PostRecord) -> dict[str, Any]:
    return {
        "group_id": group, "number": record.number, "thread": record.thread, "parent": record.parent,
        "member": record.author.member, "alias": record.author.alias, "role": record.author.role.value,
        "credentials": record.author.credentials, "at": record.at, "body": record.body, "note": record.note,
        "intent": record.intent.value, "edited": record.edited, "state": record.state.value,
        "mine": record.mine.value if record.mine else "", "review": record.review.value, "turn": record.turn,
        "wished": ",".join(record.wished), "unnamed": record.unnamed,
        **dict(zip(COUNTS, record.responses, strict=True)),
    }  # fmt: skip


def counts(row: Row) -> tuple[int, int, int, int]:
    """How many of each response, in the order of ResponseKind."""
    return row["with_you"], row["me_too"], row["thank_you"], row["this_helped"]


def response(value: str) -> ResponseKind | None:
    return ResponseKind(value) if value else None


def post_record(row: Row) -> PostRecord:
    return PostRecord(
        number=row["number"], thread=row["thread"], parent=row["parent"], author=author(row), at=row["at"],
        body=row["body"], note=row["note"], intent=Intent(row["intent"]), edited=row["edited"],
        state=PostState(row["state"]), responses=counts(row), mine=response(row["mine"]),
        review=Review(row["review"]), turn=row["turn"], wished=wished(row), unnamed=row["unnamed"],
    )  # fmt: skip


def wished(row: Row) -> tuple[str, ...]:
    """Topics of wished content notes."""
    return tuple(row["wished"].split(",")) if row["wished"] else ()


def resource_values(record: ResourceRecord) -> dict[str, Any]:
    return {
        "slug": record.slug, "rev": record.rev, "kind": record.kind.value, "title": record.title,
        "topics": json.dumps(record.topics), "language": record.language, "source": record.source,
        "licence": record.licence, "reviewed": record.reviewed, "size": record.size, "packed": record.packed,
        "minutes": record.minutes, "sections": json.dumps(record.sections), "given": record.given.value,
    }  # fmt: skip


def resource_record(row: Row) -> ResourceRecord:
    return ResourceRecord(
        slug=row["slug"], rev=row["rev"], kind=ResourceKind(row["kind"]), title=row["title"],
        topics=_topics(row["topics"]), language=row["language"], source=row["source"], licence=row["licence"],
        reviewed=row["reviewed"], size=row["size"], packed=row["packed"], minutes=row["minutes"],
        sections=_topics(row["sections"]), given=Given(row["given"]),
    )  # fmt: skip
