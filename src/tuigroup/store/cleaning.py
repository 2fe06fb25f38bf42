"""Records as strangers sent them made harmless before they are kept: cleaned text, lengths, sane numbers.

The server cleans too, and so does every screen; none of the three relies on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tuigroup.late import Late
from tuigroup.text import clean, line
from tuigroup.wire import limits, occurrences
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
from tuigroup.wire.words import PostState, Topic

if TYPE_CHECKING:
    from tuigroup.wire import rounds
    from tuigroup.wire import sync as envelope
    from tuigroup.wire.guests import GuestSession
else:
    rounds = Late("tuigroup.wire.rounds")
    envelope = Late("tuigroup.wire.sync")

NUMBER_MAX: Final = 2**53
RESOURCE_BODY: Final = 4_000_000
NAMELESS: Final = "unnamed"


def number(value: int) -> int:
    """A count, a number or a minute that every column can hold."""
    return min(max(value, 0), NUMBER_MAX)


def alias(text: str) -> str:
    return line(text, limits.ALIAS * 2) or NAMELESS


def lines(texts: tuple[str, ...], limit: int, most: int) -> tuple[str, ...]:
    """Short texts, empty ones left out, at most ``most`` of them."""
    return tuple(item for item in (line(text, limit) for text in texts[:most]) if item)


def author(record: Author) -> Author:
    return replace(
        record,
        member=number(record.member),
        alias=alias(record.alias) if record.alias else "",  # who left for good has none
        credentials=line(record.credentials, limits.CREDENTIALS),
    )


def post(record: PostRecord) -> PostRecord:
    shown = record.state is not PostState.REMOVED
    first, second, third, fourth = (number(count) for count in record.responses)
    return replace(
        record,
        number=number(record.number),
        thread=number(record.thread),
        parent=number(record.parent),
        author=author(record.author),
        at=number(record.at),
        edited=number(record.edited),
        body=clean(record.body, limits.BODY) if shown else "",
        note=line(record.note, limits.NOTE),
        turn=min(number(record.turn), 99),
        wished=tuple(topic for topic in Topic if topic in record.wished) if shown else (),
        responses=(first, second, third, fourth),
        unnamed=min(number(record.unnamed), 2),
    )


def thread(record: ThreadRecord) -> ThreadRecord:
    return replace(
        record,
        number=number(record.number),
        board=number(record.board),
        title=line(record.title, limits.TITLE * 2),
        author=author(record.author),
        at=number(record.at),
        last_at=number(record.last_at),
        posts=number(record.posts),
        last=number(record.last),
        voices=min(max(record.voices, -1), 2),
        pair=min(max(record.pair, 0), 3),
        note=line(record.note, limits.NOTE),
        meeting=meeting_in_words(record.meeting) if record.meeting else "",
    )


def meeting_in_words(text: str) -> str:
    """How a written meeting stands, with aliases that are harmless; '' for what is none."""
    try:
        found = rounds.of_text(text)
    except ValueError:
        return ""
    return rounds.text(replace(found, seats=tuple(replace(seat, alias=alias(seat.alias)) for seat in found.seats)))


def group(record: GroupRecord) -> GroupRecord:
    return replace(
        record,
        group=number(record.group),
        rev=number(record.rev),
        slug=line(record.slug, 160),
        name=line(record.name, limits.GROUP_NAME * 2) or NAMELESS,
        about=clean(record.about, limits.ABOUT * 2),
        language=line(record.language, 16),
        timezone=line(record.timezone, 64),
        country=line(record.country, 2),
        place=line(record.place, limits.PLACE),
        url=line(record.url, limits.URL),
        topics=lines(record.topics, limits.TOPIC, limits.TOPICS * 2),
        members=number(record.members),
        posts_week=number(record.posts_week),
        first_reply=number(record.first_reply),
        source=line(record.source, 64),
        updated=number(record.updated),
    )


def meeting(record: MeetingRecord) -> MeetingRecord:
    """A weekday outside the week or a time outside the day is brought inside; a rule that is none means every week."""
    weekday = min(max(record.weekday, 1), 7)
    fits = occurrences.fits(record.rule, weekday, record.since)
    return replace(
        record,
        group=number(record.group),
        weekday=weekday,
        start=min(max(record.start, 0), 1439),
        duration=min(max(record.duration, 1), 1440),
        timezone=line(record.timezone, 64),
        name=line(record.name, limits.TITLE * 2),
        place=line(record.place, limits.PLACE),
        url=line(record.url, limits.URL),
        notes=clean(record.notes, limits.WORD),
        rule=record.rule if fits else "",
        since=min(number(record.since), 80_000) if fits else 0,
        changes=tuple(change.text() for change in occurrences.changes_of(record).values()),
    )


def board(record: BoardRecord) -> BoardRecord:
    return replace(record, board=number(record.board), title=line(record.title, limits.TITLE))


def facilitator(record: FacilitatorRecord) -> FacilitatorRecord:
    return replace(
        record,
        alias=alias(record.alias),
        credentials=line(record.credentials, limits.CREDENTIALS),
        until=number(record.until),
    )


def membership(record: MembershipRecord) -> MembershipRecord:
    return replace(
        record,
        group=number(record.group),
        member=number(record.member),
        alias=alias(record.alias),
        word=clean(record.word, limits.WORD),
        until=number(record.until),
        guest=number(record.guest),
        agreed=max(1, number(record.agreed)),
    )


def join_request(record: JoinRequestRecord) -> JoinRequestRecord:
    return replace(
        record,
        member=number(record.member),
        alias=alias(record.alias),
        at=number(record.at),
        word=clean(record.word, limits.WORD),
    )


def member(record: MemberRecord) -> MemberRecord:
    return replace(record, member=number(record.member), alias=alias(record.alias))


def resource(record: ResourceRecord) -> ResourceRecord:
    return replace(
        record,
        slug=line(record.slug, 80),
        rev=number(record.rev),
        title=line(record.title, limits.TITLE * 2),
        topics=lines(record.topics, limits.TOPIC, limits.TOPICS * 2),
        language=line(record.language, 16),
        source=line(record.source, limits.URL),
        licence=line(record.licence, limits.TITLE),
        reviewed=line(record.reviewed, 10),
        size=number(record.size),
        packed=number(record.packed),
        minutes=number(record.minutes),
        sections=lines(record.sections, limits.TITLE * 2, 200),
    )


def page_texts(welcome: str, guidelines: str) -> tuple[str, str]:
    """A group page's two long texts."""
    return clean(welcome, limits.WELCOME), clean(guidelines, limits.GUIDELINES)


def care(told: envelope.GroupCare | None) -> envelope.GroupCare | None:
    if told is None:
        return None
    return envelope.GroupCare(hold=told.hold, plan=clean(told.plan, limits.PLAN), cap=number(told.cap))


def quiet(told: Sequence[int]) -> tuple[int, ...]:
    """Two minutes of a day, or none."""
    return tuple(told) if len(told) == 2 and all(0 <= minute < 1440 for minute in told) else ()


def session(told: GuestSession) -> GuestSession:
    changes = {
        "name": line(told.name, limits.ALIAS * 2) or NAMELESS,
        "credentials": line(told.credentials, limits.CREDENTIALS),
        "licence": line(told.licence, 40),
        "slug": line(told.slug, 80),
        "code": line(told.code, 64),
    }
    return told.model_copy(update=changes)


def sentence(text: str) -> str:
    """A word from the server, on one line."""
    return line(text, limits.WORD)


def slug(text: str) -> str:
    """A short name of something."""
    return line(text, 32)
