"""The readable mirrors: the same things as in a sync, one noun at a time, as ordinary JSON for people and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from tuigroup.wire.ops import Edit, Remove, Reply, Respond, StartPrivate, StartThread
from tuigroup.wire.records import (
    BoardRecord,
    FacilitatorRecord,
    GroupRecord,
    MeetingRecord,
    PostRecord,
    ResourceRecord,
    ThreadRecord,
)
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import BoardPurpose
from tuigroup_server import rules
from tuigroup_server.rules import Action
from tuigroup_server.service import audience, operations, pages, records, scene
from tuigroup_server.service.changes import head_records, latest_heads, post_records
from tuigroup_server.service.context import Actor, Context
from tuigroup_server.service.pages import Asking
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import directory, groups, meetings, memberships, posts
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.memberships import MembershipRow

AT_ONCE = 100
PostOp = StartThread | StartPrivate | Reply | Edit | Remove | Respond


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class GroupEntry(_Model):
    group: GroupRecord
    meetings: list[MeetingRecord]


class Groups(_Model):
    """``next`` continues the list as ``after``; 0 when this is all."""

    groups: list[GroupEntry]
    next: int = 0


class GroupWhole(_Model):
    group: GroupRecord
    welcome: str
    guidelines: str
    guidelines_version: int
    quiet_hours: list[int]
    boards: list[BoardRecord]
    facilitators: list[FacilitatorRecord]
    meetings: list[MeetingRecord]


class Threads(_Model):
    """Latest activity first; ``next`` continues as ``before`` (a minute); 0 when this is all."""

    threads: list[ThreadRecord]
    next: int = 0


class Thread(_Model):
    """A thread with its posts, oldest first; ``next`` continues as ``after`` (a post's number); 0 when this is all."""

    thread: ThreadRecord
    posts: list[PostRecord]
    next: int = 0


class Resources(_Model):
    resources: list[ResourceRecord]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which groups; ``exact`` holds columns and the value they must have."""

    q: str = ""
    listings: bool = False
    topic: str = ""
    exact: Mapping[str, str] = field(default_factory=dict)


def list_groups(context: Context, wanted: Filter, after: int) -> Groups:
    """What the directory shows, by number."""
    with context.database.read() as connection:
        rows = directory.browse(
            connection,
            wanted.q.split()[:8],
            listings=wanted.listings,
            topic=wanted.topic.lower(),
            exact=wanted.exact,
            after=after,
            limit=AT_ONCE + 1,
        )
        held = meetings.of_groups(connection, [row.id for row in rows])
    entries = [
        GroupEntry(group=records.group(row), meetings=[records.meeting(found) for found in held[row.id]])
        for row in rows[:AT_ONCE]
    ]
    return Groups(groups=entries, next=rows[AT_ONCE - 1].id if len(rows) > AT_ONCE else 0)


def group(context: Context, actor: Actor, number: int) -> GroupWhole:
    """A group's page. Raises Refusal."""
    with context.database.read() as connection:
        row, mine = _enter(connection, actor, number, Action.SEE_PAGE)
        return GroupWhole(
            group=records.group(row, inside=scene.standing(actor.account_id, mine) in rules.INSIDE),
            welcome=row.welcome,
            guidelines=row.guidelines,
            guidelines_version=row.guidelines_version,
            quiet_hours=records.quiet(row),
            boards=[
                BoardRecord(board.board, BoardPurpose(board.purpose), board.title, board.closed)
                for board in groups.boards(connection, number)
            ],
            facilitators=[records.facilitator(found) for found in memberships.looking_after(connection, number)],
            meetings=[records.meeting(found) for found in meetings.of_groups(connection, [number])[number]],
        )


def list_threads(context: Context, actor: Actor, number: int, board: int, before: int) -> Threads:
    """Heads of a board (0: of all boards). Raises Refusal."""
    with context.database.read() as connection:
        _row, mine = _enter(connection, actor, number, Action.READ)
        assert mine is not None
        heads = latest_heads(connection, number, board, before, AT_ONCE)
        last = heads[-1].thread.last_min if heads else 0
        more = bool(heads) and bool(latest_heads(connection, number, board, last, 1))
        found = head_records(connection, mine, heads)
    return Threads(threads=found, next=last if more else 0)


def thread(context: Context, actor: Actor, number: int, wanted: int, after: int) -> Thread:
    """A thread's posts above a number. Raises Refusal."""
    with context.database.read() as connection:
        _row, mine = _enter(connection, actor, number, Action.READ)
        assert mine is not None
        head = audience.head(connection, mine, wanted)
        if head is None:
            raise Refusal("not-found", "There is no such thread in this group.")
        rows = posts.of_thread(connection, number, wanted, after, AT_ONCE + 1)
        found = post_records(connection, mine, rows[:AT_ONCE])
        [own] = head_records(connection, mine, [head])
    return Thread(thread=own, posts=found, next=found[-1].number if len(rows) > AT_ONCE else 0)


def post(context: Context, actor: Actor, op: PostOp) -> Ack:
    """One operation of an outbox by itself, with its key. Raises Refusal where a sync would say it in the ack."""
    ack = operations.apply(context, actor, [op])[0].ack
    if ack.e:
        raise Refusal(ack.e, ack.d)
    return ack


def _enter(connection: Connection, actor: Actor, number: int, action: Action) -> tuple[GroupRow, MembershipRow | None]:
    row, mine, key = pages.enter(Asking(connection, actor.account_id), number, action)
    if key or row is None:
        raise Refusal(key or "not-found", scene.SENTENCES.get(key, ""))
    return row, mine
