"""What is new for an account since its cursor, as parts. The cost is that of what is new: nothing is counted.

A group that was not read before begins with its page and its latest threads; one in which more happened than
anybody reads in one go gives its latest threads only (``gap``), and their posts come when they are opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection

from tuigroup.wire import limits, tables
from tuigroup.wire.records import PostRecord, ThreadRecord
from tuigroup.wire.sync import Notice
from tuigroup.wire.words import Access, PostState, Standing
from tuigroup_server import rules
from tuigroup_server.service import holding, records, wishes
from tuigroup_server.service.cursor import Cursor, Place
from tuigroup_server.service.parts import Gathered, Part, Rank, Stream
from tuigroup_server.service.scene import Touched, standing
from tuigroup_server.storage import accounts, apart, groups, guests, memberships, notices, posts, responses, threads
from tuigroup_server.storage.memberships import Joined, MembershipRow
from tuigroup_server.storage.posts import AuthorRow, PostRow
from tuigroup_server.storage.threads import HeadRow

MOST_POSTS: Final = 200  # changed posts of one group sent one by one
GAP_HEADS: Final = 100
SESSION_POSTS: Final = 1_000  # of a guest session, read for its guest
FIRST_HEADS: Final = 20
ONLY_HEADS: Final = 48  # of a group that alone is new, and so about to be opened: a board's first page and some more
FIRST_OWN: Final = 6
FIRST_ANSWERS: Final = 6
PEOPLE: Final = 500  # members and requests sent to who runs a group
NOTICES: Final = 20
POST_WEIGHT: Final = 50
HEAD_WEIGHT: Final = 60
PAGE_WEIGHT: Final = 600


class CursorAhead(ValueError):
    """The cursor has read what this log does not have: the log was put back to an earlier day."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: an account. ``touched`` is what this very request changed, which need not be sent back.

    ``heads_only`` leaves new posts for when they are opened, but for answers to the reader's own.
    """

    account: int
    operator: bool
    touched: Sequence[Touched] = ()
    heads_only: bool = False


def gather(connection: Connection, reader: Reader, cursor: Cursor | None, cap: int) -> Gathered:
    """Parts for about ``cap`` bytes of text, beyond that titles only. Raises CursorAhead."""
    before = cursor or Cursor()
    account = accounts.seq(connection, reader.account)
    if before.account > account:
        raise CursorAhead
    mine = memberships.of_account(connection, reader.account)
    told = cursor is None or account > before.account
    active = [joined for joined in mine if joined.membership.standing == Standing.ACTIVE]
    new = sum(joined.membership.group_id not in before.groups for joined in active)
    most = FIRST_HEADS if new > 1 else ONLY_HEADS
    parts: list[Part] = []
    reached: dict[int, Place] = {}
    weight = unseen = 0
    for joined in active:
        group = joined.membership.group_id
        place = before.groups.get(group)
        if place is not None and _ahead(place, joined):
            raise CursorAhead
        reached[group] = Place(joined.seq, joined.seq, joined.membership.private_seq)
        if joined.membership.guest:
            some, reached[group] = _session(connection, joined, place)
            parts += some
            continue
        if place is None:
            some = _afresh(connection, joined, most)
        elif weight <= cap:
            some = _since(connection, joined, place, reader)
        else:
            # Titles come first, those of the last group too, before any group's posts.
            some, gap = _titles(connection, joined, place, reader)
            if not gap:
                unseen += joined.seq - place.posts
                reached[group] = replace(reached[group], posts=place.posts)
        private = _private(connection, joined, place, reader)
        if private.left:
            unseen += private.left
            reached[group] = replace(reached[group], own=joined.membership.private_seq - private.left)
        some += private.parts
        weight += sum(part.weight for part in some)
        parts += some
    found, last = _notices(connection, reader, cursor) if told else ([], before.notice)
    return Gathered(
        parts=parts,
        before=before,
        account=account,
        notice=last,
        reached=reached,
        unseen=unseen,
        memberships=tables.MEMBERSHIPS.encode([records.membership(row.membership) for row in mine]) if told else None,
        notices=found,
    )


def _session(connection: Connection, joined: Joined, place: Place | None) -> tuple[list[Part], Place]:
    """What the guest of a session sees: its thread, and nothing moves for them but with it."""
    mine, group = joined.membership, joined.membership.group_id
    heads = threads.heads(connection, group, [mine.guest])
    rows = posts.of_thread(connection, group, mine.guest, 0, SESSION_POSTS)
    reach = max([mine.seq, *(head.thread.seq for head in heads), *(post.seq for post, _writer in rows)])
    if place is not None:
        heads = [head for head in heads if head.thread.seq > place.heads]
        rows = [row for row in rows if row[0].seq > place.posts]
    said: dict[str, Sequence[Any]] = {"h": [*map(records.head, heads)], "p": post_records(connection, mine, rows)}
    said = {key: some for key, some in said.items() if some}
    whole = None
    if place is None or mine.seq > place.heads:
        row = groups.by_id(connection, group)
        assert row is not None
        whole = records.page(connection, row, inside=False, guest=mine.guest)
    if whole is None and not said:
        return [], Place(max(reach, place.posts), max(reach, place.heads)) if place else Place(reach, reach)
    weight = PAGE_WEIGHT + sum(POST_WEIGHT + len(post.body) for post, _writer in rows)
    part = Part(Rank.HEADS, weight, said, whole, group, place is None, place is None, stream=Stream.BOTH, reach=reach)
    return [part], Place(reach, reach)


def _ahead(place: Place, joined: Joined) -> bool:
    return max(place.posts, place.heads) > joined.seq or place.own > joined.membership.private_seq


@dataclass(frozen=True, slots=True)
class _Private:
    """``left`` is how many places of the reader's own log were not looked at."""

    parts: Sequence[Part] = ()
    left: int = 0


def _private(connection: Connection, joined: Joined, place: Place | None, reader: Reader) -> _Private:
    """What changed that the reader sees and the whole group does not: each post with its thread's head, always whole.

    It comes before all else; but for a group that comes from its beginning, where it is one's own history.
    """
    mine, after = joined.membership, place.own if place is not None else 0
    if mine.private_seq == after:
        return _Private()
    entries = apart.changed(connection, mine.group_id, mine.member, after, MOST_POSTS)
    left = mine.private_seq - entries[-1].seq if len(entries) == MOST_POSTS else 0
    who = standing(reader.account, mine)
    # Of posts that the whole group sees, the places that were touched are those of the group's log.
    touched = (
        (one.number, one.before, one.seq)
        for one in reader.touched
        if one.group == mine.group_id and one.number >= limits.APART
    )
    own = _own(touched, after)
    shown = [
        entry
        for entry in entries
        if rules.hears(entry.audience, who, party=entry.party) and own.get(entry.number) != entry.seq
    ]
    rows = posts.several(connection, mine.group_id, [entry.number for entry in shown])
    heads = threads.heads(connection, mine.group_id, {entry.thread for entry in shown})
    by_thread = {head.thread.number: head for head in holding.titled(connection, mine, heads)}
    written = post_records(connection, mine, [rows[entry.number] for entry in shown])
    rank = Rank.CHANGES if place is None else Rank.PRIVATE
    parts = []
    for entry, record in zip(shown, written, strict=True):
        if place is None and entry.number < limits.APART and not record.wished:
            continue  # what was wished of it was seen long ago
        head = by_thread[entry.thread]
        said: dict[str, Sequence[Any]] = {"p": [record], "h": [records.head(head)]}
        weight = POST_WEIGHT + len(record.body) + _head_weight(head)
        parts.append(Part(rank, weight, said, group=mine.group_id, stream=Stream.OWN, reach=entry.seq))
    return _Private(parts, left)


def _notices(connection: Connection, reader: Reader, cursor: Cursor | None) -> tuple[list[Notice], int]:
    """New notices of the account, and for an operator the operators'; and the last of the latter."""
    after = cursor or Cursor()
    found = notices.of_account(connection, reader.account, after_seq=after.account)
    last = after.notice
    if reader.operator:
        shared = notices.of_operators(connection, after_id=after.notice)
        last = max((row.id for row in shared), default=last)
        found += shared
    told = [Notice(t=row.type, g=row.group_id, d=row.detail, at=row.created // 60) for row in found]
    return told[-NOTICES:] if cursor is None else told, last


def _afresh(connection: Connection, joined: Joined, most: int) -> list[Part]:
    """A group from its beginning, as one part: its page, its ``most`` latest threads, its people for who runs it.

    With it comes what the reader wrote last and who answered them: what they look for first on a new machine.
    """
    group = joined.membership.group_id
    row = groups.by_id(connection, group)
    assert row is not None
    heads = latest_heads(connection, group, 0, 0, most)
    more = bool(heads) and bool(latest_heads(connection, group, 0, heads[-1].thread.last_min, 1))
    mine = joined.membership
    rows: dict[str, Sequence[Any]] = {"h": head_records(connection, mine, heads), **_people(connection, joined, 0)}
    answered = post_records(connection, mine, posts.answers(connection, group, mine.member, FIRST_OWN, FIRST_ANSWERS))
    if answered:
        rows["p"] = answered
    weight = PAGE_WEIGHT + len(row.welcome) + len(row.guidelines) + sum(map(_head_weight, heads))
    weight += sum(POST_WEIGHT + len(post.body) for post in answered)
    whole = records.page(connection, row, inside=True, runs=mine.role in rules.RUNNING_ROLES)
    return [Part(Rank.HEADS, weight, rows, whole, group, True, not more, stream=Stream.BOTH, reach=joined.seq)]


def _since(connection: Connection, joined: Joined, place: Place, reader: Reader) -> list[Part]:
    group = joined.membership.group_id
    if place.posts == joined.seq == place.heads:
        return []
    changed = posts.changed(connection, group, place.posts, MOST_POSTS + 1)
    parts, gap = _titles(connection, joined, place, reader, gap=len(changed) > MOST_POSTS)
    if not gap:
        mine = (one for one in reader.touched if one.group == group)
        own = _own(((one.number, one.before, one.seq) for one in mine), place.posts)
        new = [(post, writer) for post, writer in changed if own.get(post.number) != post.seq]
        if reader.heads_only:
            new = _not_new(connection, joined.membership, place.posts, new)
        parts += _posts(connection, joined.membership, new)
    return parts


def _titles(
    connection: Connection, joined: Joined, place: Place, reader: Reader, *, gap: bool = False
) -> tuple[list[Part], bool]:
    """What changed of the group itself and its heads; and whether that is too much to send one by one."""
    group = joined.membership.group_id
    if place.heads == joined.seq and not gap:
        return [], False
    parts = _page_and_people(connection, joined, place)
    heads = threads.changed(connection, group, place.heads, MOST_POSTS + 1)
    gap = gap or len(heads) > MOST_POSTS
    if gap:
        heads = threads.newest_changed(connection, group, place.heads, GAP_HEADS)
        parts.append(Part(Rank.HEADS, 0, group=group, gap=True, stream=Stream.POSTS, reach=joined.seq))
    else:
        mine = (one for one in reader.touched if one.group == group and one.thread)
        moved = _own(((one.thread, one.head, one.seq) for one in mine), place.heads)
        heads = [head for head in heads if moved.get(head.thread.number) != head.thread.seq]
    for head in holding.titled(connection, joined.membership, heads):
        row, weight, seq = {"h": [records.head(head)]}, _head_weight(head), head.thread.seq
        parts.append(Part(Rank.HEADS, weight, row, group=group, stream=Stream.HEADS, reach=seq))
    return parts, gap


def _not_new(
    connection: Connection, mine: MembershipRow, read: int, rows: Sequence[tuple[PostRow, AuthorRow]]
) -> list[tuple[PostRow, AuthorRow]]:
    """Without the posts that the reader has never seen and nobody has touched since they were written.

    Answers to the reader stay: they are what somebody on the dearest line looks for.
    """
    known = posts.last_unchanged(connection, mine.group_id, read)
    parents = posts.several(connection, mine.group_id, {post.parent for post, _ in rows if post.parent})

    def stays(post: PostRow) -> bool:
        touched = post.state or post.edited_min or any(getattr(post, kind) for kind in posts.KINDS)
        parent = parents.get(post.parent)
        answer = parent is not None and parent[0].member == mine.member
        return bool(touched) or post.number <= known or post.member == mine.member or answer

    return [row for row in rows if stays(row[0])]


def _posts(connection: Connection, mine: MembershipRow, rows: Sequence[tuple[PostRow, AuthorRow]]) -> list[Part]:
    """Posts in the log's order; those taken back also in front of everything."""
    parts = []
    for post, record in zip(rows, post_records(connection, mine, rows), strict=True):
        row, weight, said = post[0], POST_WEIGHT + len(record.body), {"p": [record]}
        if row.state == PostState.REMOVED:
            parts.append(Part(Rank.TOMBSTONES, weight, said, group=mine.group_id))
        parts.append(Part(Rank.CHANGES, weight, said, group=mine.group_id, stream=Stream.POSTS, reach=row.seq))
    return parts


def head_records(connection: Connection, mine: MembershipRow, heads: Sequence[HeadRow]) -> list[ThreadRecord]:
    """Rows as they travel to this reader."""
    return [records.head(head) for head in holding.titled(connection, mine, heads)]


def post_records(
    connection: Connection, mine: MembershipRow, rows: Sequence[tuple[PostRow, AuthorRow]]
) -> list[PostRecord]:
    """Rows as they travel, with the reader's own responses, and what is wished of posts where they hear of it."""
    rows = holding.seen_by(connection, mine, rows)
    own = responses.mine(connection, mine.group_id, mine.member, [post.number for post, _ in rows])
    wished = wishes.heard_by(connection, mine, [post for post, _ in rows])
    nameless = [post.number for post, _ in rows if not post.member]
    yours = guests.own_unnamed(connection, mine.group_id, mine.member, nameless) if nameless else set()
    return [
        records.post(
            post,
            who,
            own.get(post.number, ""),
            wished=wished.get(post.number, ()),
            unnamed=0 if post.member else 1 + (post.number in yours),
        )
        for post, who in rows
    ]


def _own(touched: Iterable[tuple[int, int, int]], read: int) -> Mapping[int, int]:
    """Of (number, sequence before, sequence): numbers whose last change is the reader's own, to its sequence.

    Only those of which the reader knows the change before: an ack tells the rest.
    """
    known: dict[int, int] = {}
    for number, before, seq in touched:
        if before <= read or known.get(number) == before:
            known[number] = seq
    return known


def _page_and_people(connection: Connection, joined: Joined, place: Place) -> list[Part]:
    """What changed of the group itself, as one part; none when nothing did."""
    mine = joined.membership
    since = 0 if mine.seq > place.heads else place.heads
    rows = _people(connection, joined, since)
    if joined.duty_seq > place.heads >= joined.page_seq:
        rows["f"] = records.running(connection, mine.group_id, inside=True)
    former = memberships.former(connection, mine.group_id, place.heads)
    if former:
        rows["q"] = [*map(records.former, former)]
    whole, weight = None, sum(40 * len(some) for some in rows.values())
    if joined.page_seq > place.heads:
        row = groups.by_id(connection, mine.group_id)
        assert row is not None
        whole = records.page(connection, row, inside=True, runs=mine.role in rules.RUNNING_ROLES)
        weight += PAGE_WEIGHT + len(row.welcome) + len(row.guidelines)
    if whole is None and not any(rows.values()):
        return []
    return [Part(Rank.HEADS, weight, rows, whole, mine.group_id, stream=Stream.HEADS, reach=place.heads)]


def _people(connection: Connection, joined: Joined, since: int) -> dict[str, Sequence[Any]]:
    """For who runs the group: requests and members changed after a sequence, all that stand with 0."""
    mine = joined.membership
    if mine.role not in rules.RUNNING_ROLES:
        return {}
    if not since:
        asking = memberships.asking(connection, mine.group_id, PEOPLE)
        here = memberships.active(connection, mine.group_id, PEOPLE)
    else:
        changed = memberships.changed(connection, mine.group_id, since, PEOPLE)
        waiting = joined.access == Access.REQUEST
        asking = [row for row in changed if waiting or row.standing in (Standing.REQUESTED, Standing.DECLINED)]
        gone = (Standing.LEFT, Standing.ENDED, records.SUSPENDED)
        here = [row for row in changed if row.standing == Standing.ACTIVE or row.standing in gone]
    return {"r": [*map(records.join_request, asking)], "u": [*map(records.member, here)]}


def latest_heads(connection: Connection, group: int, board: int, before: int, limit: int) -> list[HeadRow]:
    """Threads of a board (0: of all), latest activity first, whole minutes: none of a minute is left for later."""
    wanted = [board] if board else [row.board for row in groups.boards(connection, group)]
    found = [head for number in wanted for head in threads.of_board(connection, group, number, before, limit + 1)]
    found.sort(key=lambda head: (-head.thread.last_min, -head.thread.number))
    if len(found) <= limit:
        return found
    cut = found[limit].thread.last_min
    if found[0].thread.last_min > cut:
        return [head for head in found[:limit] if head.thread.last_min > cut]
    full = [head for number in wanted for head in threads.of_minute(connection, group, number, cut)]
    return sorted(full, key=lambda head: -head.thread.number)


def _head_weight(head: HeadRow) -> int:
    return HEAD_WEIGHT + len(head.thread.title)
