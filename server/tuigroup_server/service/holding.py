"""Posts that are kept back or hidden, and first posts of newcomers that wait to be seen by the group.

A post that the group has seen leaves a place like that of one taken back; what it said is kept beside the posts, so
that nothing that lists, searches or counts posts can give it away, and only its author and who runs the group get it
back here. A post that nobody saw yet is a thread of its own whose audience is its author and who runs the group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from tuigroup.wire.cases import Act
from tuigroup.wire.words import KEPT_BACK, Audience, PostState, Review, Role
from tuigroup_server import rules
from tuigroup_server.service import audience, caselog, offers, written
from tuigroup_server.service.scene import Effect, Place, Scene
from tuigroup_server.storage import cases, groups, guests, kept, posts, search, threads
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.kept import First, Kept
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.posts import AuthorRow, PostRow
from tuigroup_server.storage.threads import HeadRow, ThreadRow

NEWCOMER: Final = "newcomer"
_AWAY: Final = (Review.HELD.value, Review.HIDDEN.value)

Rows = Sequence[tuple[PostRow, AuthorRow]]


def away(post: PostRow) -> bool:
    """Whether the group saw a post that is kept back or hidden now."""
    return post.state == PostState.REMOVED and post.review in _AWAY


def seen_by(connection: Connection, mine: MembershipRow, rows: Rows) -> Rows:
    """The same posts with what is kept back of them, where the reader is its author or runs the group."""
    gone = [post for post, _ in rows if away(post)]
    whole = [post.number for post in gone] if mine.role != Role.MEMBER else _own(connection, mine, gone)
    found = kept.several(connection, mine.group_id, whole)
    if not found:
        return rows
    return [(_whole(post, found.get(post.number)), writer) for post, writer in rows]


def titled(connection: Connection, mine: MembershipRow, heads: Sequence[HeadRow]) -> Sequence[HeadRow]:
    """The same threads with the title that is kept back, where it is the reader's own."""
    numbers = [head.thread.number for head in heads if head.thread.title == KEPT_BACK]
    if not numbers:
        return heads
    opening = [post for post, _ in posts.several(connection, mine.group_id, numbers).values() if away(post)]
    found = kept.several(connection, mine.group_id, _own(connection, mine, opening))
    return [
        replace(head, thread=replace(head.thread, title=said.title)) if said else head
        for head, said in ((head, found.get(head.thread.number)) for head in heads)
    ]


def _own(connection: Connection, mine: MembershipRow, rows: Sequence[PostRow]) -> list[int]:
    """Numbers of those that the reader wrote, also without a name."""
    nameless = [post.number for post in rows if not post.member]
    own = guests.own_unnamed(connection, mine.group_id, mine.member, nameless) if nameless else set()
    return [post.number for post in rows if post.member == mine.member or post.number in own]


def _whole(post: PostRow, said: Kept | None) -> PostRow:
    if said is None:
        return post
    return replace(post, body=said.body, note=said.note, intent=said.intent, state=PostState.SHOWN.value)


# First posts


def waits(scene: Scene, place: Place) -> bool:
    """Whether what the one who acts writes now waits for a review."""
    chosen = place.group.hold_first
    seen = chosen and posts.seen_before(scene.connection, place.group.id, place.me.member)
    return rules.holds_first(place.who, chosen=chosen, seen_before=seen)


def hold_first(
    scene: Scene, place: Place, title: str, body: str, note: str, intent: str, *, board: int = 0, parent: int = 0
) -> Effect:
    """A new post that waits: for ``board`` with a title, or as an answer to ``parent``. It comes back as held."""
    connection, group = scene.connection, place.group
    number = audience.begin(scene, place)
    post = replace(written.row(scene, place, number, number, 0, body, note, intent, 0), review=Review.HELD.value)
    posts.add(connection, post)
    thread = ThreadRow(group.id, number, 0, title, 1, number, scene.minute, False, 0, Audience.FACILITATORS.value)
    threads.add(connection, thread)
    kept.hold_first(connection, group.id, First(number, board, parent, published=False))
    case = caselog.open_case(scene, group, why=NEWCOMER, level=0, post=number, member=place.me.member)
    caselog.step(scene, case, Act.HOLD)
    audience.tell(connection, thread, number, place.me.member)
    return Effect(number, number, scene.minute, group.id)


# Posts that the group has seen


def keep_back(scene: Scene, group: GroupRow, post: PostRow, thread: ThreadRow, review: Review) -> None:
    """Nobody but its author and who runs the group reads it from now on."""
    connection = scene.connection
    if thread.audience:
        posts.change(connection, group.id, post.number, review=review.value)
        _tell_audience(connection, post, thread)
        return
    if review is Review.HIDDEN:
        offers.gone(connection, group.id, post.number)
    seq = groups.advance(connection, group.id).seq
    if away(post):
        posts.change(connection, group.id, post.number, review=review.value, seq=seq)
        return
    first = post.number == thread.number
    title = thread.title if first else ""
    kept.put(connection, group.id, Kept(post.number, title, post.body, post.note, post.intent))
    emptied = {"body": "", "note": "", "intent": "", "state": PostState.REMOVED.value}
    posts.change(connection, group.id, post.number, **emptied, review=review.value, seq=seq)
    if first:
        threads.change(connection, group.id, thread.number, title=KEPT_BACK, seq=seq)
    elif post.member != _opener(connection, thread):
        threads.unanswered(connection, thread, seq=seq)
    search.forget(connection, group.id, post.number, written.words(title, post.body))


def give_back(scene: Scene, group: GroupRow, post: PostRow, thread: ThreadRow) -> None:
    """Everybody reads it again who did before."""
    connection = scene.connection
    if thread.audience:
        posts.change(connection, group.id, post.number, review="")
        _tell_audience(connection, post, thread)
        return
    said = kept.several(connection, group.id, [post.number]).get(post.number)
    if said is None:
        return
    seq = groups.advance(connection, group.id).seq
    values = {"body": said.body, "note": said.note, "intent": said.intent, "state": PostState.SHOWN.value}
    posts.change(connection, group.id, post.number, **values, review="", seq=seq)
    if post.number == thread.number:
        threads.change(connection, group.id, thread.number, title=said.title, seq=seq)
    elif post.member != _opener(connection, thread):
        threads.answered_again(connection, thread, seq=seq)
    search.add(connection, group.id, post.number, written.words(said.title, said.body))
    kept.drop(connection, group.id, post.number)


def released(scene: Scene, post: PostRow, thread: ThreadRow) -> None:
    """A first post is published: what waited is no more than a place."""
    emptied = {"body": "", "note": "", "intent": "", "state": PostState.REMOVED.value}
    posts.change(scene.connection, post.group_id, post.number, **emptied, review=Review.RELEASED.value)
    kept.published(scene.connection, post.group_id, post.number)
    _tell_audience(scene.connection, post, thread)


def taken_back(scene: Scene, post: PostRow) -> None:
    """Its author takes a post back: nothing of it is kept, nor in the library, and its cases say so."""
    offers.gone(scene.connection, post.group_id, post.number)
    if post.review:
        kept.drop(scene.connection, post.group_id, post.number)
        posts.change(scene.connection, post.group_id, post.number, review="")
    for case in cases.of_post(scene.connection, post.group_id, post.number):
        if case.state != "decided":
            caselog.step(scene, case, Act.TAKEN_BACK, by=post.member)


def _tell_audience(connection: Connection, post: PostRow, thread: ThreadRow) -> None:
    audience.tell(connection, thread, post.number, post.member)


def _opener(connection: Connection, thread: ThreadRow) -> int:
    first = posts.get(connection, thread.group_id, thread.number)
    return 0 if first is None else first.member
