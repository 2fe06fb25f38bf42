"""Rows as they travel: each row of storage to the record of the wire that shows it. No account passes here."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.wire import tables
from tuigroup.wire.guests import GuestSession
from tuigroup.wire.leaving import PostsFate
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
)
from tuigroup.wire.sync import Figures, GroupCare, GroupPage
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
from tuigroup_server.storage import directory, groups, guests, meetings, memberships
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.meetings import MeetingRow
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.posts import AuthorRow, PostRow
from tuigroup_server.storage.resources import ResourceRow
from tuigroup_server.storage.threads import HeadRow

_SESSIONS: Final = 20
SUSPENDED: Final = "suspended"  # a standing that the wire knows as an end with a minute


def author(row: AuthorRow) -> Author:
    return Author(row.member, row.alias, Role(row.role), row.credentials)


def post(
    row: PostRow, writer: AuthorRow, mine: str = "", *, wished: tuple[str, ...] = (), unnamed: int = 0
) -> PostRecord:
    """``mine`` is the reader's own response, '' for none; ``wished`` what they hear of wished content notes.

    ``unnamed`` as the record has it.
    """
    return PostRecord(
        number=row.number,
        thread=row.thread,
        parent=row.parent,
        author=author(writer),
        at=row.at_min,
        body=row.body,
        note=row.note,
        intent=Intent(row.intent),
        edited=row.edited_min,
        state=PostState(row.state),
        responses=(row.with_you, row.me_too, row.thank_you, row.this_helped),
        mine=ResponseKind(mine) if mine else None,
        review=Review(row.review),
        turn=row.turn,
        wished=wished,
        unnamed=unnamed,
    )


def head(row: HeadRow) -> ThreadRecord:
    thread = row.thread
    return ThreadRecord(
        number=thread.number,
        board=thread.board,
        title=thread.title,
        author=author(row.author),
        at=row.at_min,
        last_at=thread.last_min,
        posts=thread.posts,
        last=thread.last,
        intent=Intent(row.intent),
        note=row.note,
        locked=thread.locked,
        # A program that does not know pairs can't read another word here: they have a field of their own.
        audience=Audience.GROUP if thread.pair else Audience(thread.audience),
        voices=2 if row.state else min(thread.answers, 2),
        pair=thread.pair,
        meeting=thread.meeting,
    )


def group(row: GroupRow, *, inside: bool = False) -> GroupRecord:
    """``inside``: for its members, who hear at once how many they are."""
    return GroupRecord(
        group=row.id,
        rev=row.rev,
        slug=row.slug,
        name=row.name,
        about=row.about,
        kind=GroupKind(row.kind),
        format=GroupFormat(row.format),
        access=Access(row.access),
        state=GroupState(row.state),
        language=row.language,
        timezone=row.timezone,
        country=row.country,
        place=row.place,
        url=row.url,
        topics=tuple(row.topics),
        members=row.members if inside else row.members_told,
        posts_week=row.posts_week,
        first_reply=row.first_reply_min,
        source=row.source,
        updated=row.updated_min,
        full=row.no_room,
    )


def shown(row: GroupRow) -> GroupRecord:
    """A group for the directory; one that it shows no longer is closed and says nothing but its number."""
    if directory.shown(row):
        return group(row)
    return GroupRecord(group=row.id, rev=row.rev, slug="", name="", about="", state=GroupState.CLOSED)


def meeting(row: MeetingRow) -> MeetingRecord:
    return MeetingRecord(
        group=row.group_id,
        weekday=row.weekday,
        start=row.start,
        duration=row.duration,
        timezone=row.timezone,
        name=row.name,
        place=row.place,
        url=row.url,
        online=row.online,
        notes=row.notes,
        rule=row.rule,
        since=row.since,
        changes=tuple(row.changes.split("\n")) if row.changes else (),
    )


def facilitator(row: MembershipRow, *, inside: bool = False) -> FacilitatorRecord:
    """``inside``: as members see them, with until when they are on duty."""
    return FacilitatorRecord(
        alias=row.alias,
        role=Role(row.role),
        professional=row.professional and row.confirmed,
        credentials=row.credentials if row.confirmed else "",
        until=row.here_until_min if inside else 0,
    )


def membership(row: MembershipRow) -> MembershipRecord:
    """The account's own standing, for the account alone. A suspension is an end with a minute at which it ends."""
    suspended = row.standing == SUSPENDED
    return MembershipRecord(
        group=row.group_id,
        member=row.member,
        alias=row.alias,
        role=Role(row.role),
        standing=Standing.ENDED if suspended else Standing(row.standing),
        word=row.answer_word,
        until=row.until_min if suspended else 0,
        guest=row.guest,
        agreed=row.agreed,
    )


def join_request(row: MembershipRow) -> JoinRequestRecord:
    standing = Standing.ENDED if row.standing == SUSPENDED else Standing(row.standing)
    return JoinRequestRecord(row.member, row.alias, row.since_min, row.asked_word, standing)


def member(row: MembershipRow) -> MemberRecord:
    """A member, or with an empty alias the place of one who has left."""
    here = row.standing == Standing.ACTIVE
    return MemberRecord(row.member, row.alias if here else "", Role(row.role))


def former(row: MembershipRow) -> FormerRecord:
    return FormerRecord(row.member, row.gone == PostsFate.ERASE)


def resource(row: ResourceRow) -> ResourceRecord:
    return ResourceRecord(
        slug=row.slug,
        rev=row.rev,
        kind=ResourceKind(row.kind),
        title=row.title,
        topics=tuple(row.topics),
        language=row.language,
        source=row.source,
        licence=row.licence,
        reviewed=row.reviewed,
        size=row.size,
        packed=row.packed,
        minutes=row.minutes,
        sections=tuple(row.sections),
        removed=row.removed,
        given=Given(row.given),
    )


def running(connection: Connection, group: int, *, inside: bool) -> list[FacilitatorRecord]:
    """Who runs a group, and who moderates it."""
    return [facilitator(found, inside=inside) for found in memberships.looking_after(connection, group)]


def quiet(row: GroupRow) -> list[int]:
    """Quiet hours: from and until which minute after midnight by the group's clock; empty for none."""
    return [row.quiet_from, row.quiet_until] if row.quiet_from != row.quiet_until else []


def care(row: GroupRow) -> GroupCare | None:
    """How a group looks after itself, for who runs it; None where it has nothing to say."""
    found = GroupCare(hold=row.hold_first, plan=row.plan, cap=row.capacity)
    return found if found != GroupCare() else None


def sessions(connection: Connection, row: GroupRow, *, runs: bool, guest: int) -> list[GuestSession] | None:
    """A group's guest sessions, the latest last; for the ``guest`` of one that one alone. None where there are none."""
    told = []
    for found in guests.of_group(connection, row.id, 0)[-_SESSIONS:]:
        who = memberships.by_member(connection, row.id, found.member)
        if who is None or guest not in (0, found.thread):
            continue
        told.append(
            GuestSession(
                thread=found.thread,
                member=found.member,
                name=who.alias,
                credentials=who.credentials,
                start=found.start_min,
                until=found.until_min,
                licence=found.licence,
                here=who.account_id is not None,
                closed=found.closed,
                slug=found.slug,
                code=found.code if runs else "",
            )
        )
    return told or None


def page(connection: Connection, row: GroupRow, *, inside: bool, runs: bool = False, guest: int = 0) -> GroupPage:
    """A group's page whole; ``inside``: as its members see it; ``runs``: with what is for who runs it; ``guest``: the

    thread of the session whose guest sees it.
    """
    boards = [
        BoardRecord(board.board, BoardPurpose(board.purpose), board.title, board.closed)
        for board in groups.boards(connection, row.id)
    ]
    held = [meeting(found) for found in meetings.of_groups(connection, [row.id])[row.id]]
    return GroupPage(
        g=row.id,
        i=tables.GROUPS.encode([group(row, inside=inside)]),
        welcome=row.welcome,
        guidelines=row.guidelines,
        k=row.guidelines_version,
        boards=tables.BOARDS.encode(boards),
        facilitators=tables.FACILITATORS.encode(running(connection, row.id, inside=inside)),
        meetings=tables.MEETINGS.encode(held),
        h=quiet(row) or None,
        q=care(row) if runs else None,
        s=sessions(connection, row, runs=runs, guest=guest) if inside or guest else None,
        v=Figures(day=row.answered_day, waits=row.waits) if inside and (row.waits or row.answered_day >= 0) else None,
    )
