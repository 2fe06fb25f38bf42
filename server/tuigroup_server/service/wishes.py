"""Content notes that somebody wishes for, and those that are put on a post without touching what it says.

A wish reaches the post's author and who runs the group, through their own logs, and nobody else: the group's log does
not move for it. Nobody learns whose it is. Where only two would read a post there is none, since it would have a name.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.wire.cases import Act
from tuigroup.wire.ops import SetNote, Wish
from tuigroup.wire.words import PostState
from tuigroup_server import rules
from tuigroup_server.rules import Action
from tuigroup_server.service import audience, caselog, texts
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import SENTENCES, Effect, Place, Scene, Touched, standing, unknown_ref
from tuigroup_server.storage import apart, cases, chain, groups, memberships, posts, threads, wishes
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow

_GONE: Final = "This post was taken back or hidden meanwhile."


def wish(scene: Scene, op: Wish) -> Effect:
    """Hearing a member again about the same post changes nothing and tells nobody."""
    place = scene.enter(op.g, Action.WISH)
    post, thread = _found(scene, place, op.post)
    if post.state == PostState.REMOVED:
        raise Refusal("post-removed", _GONE)
    if post.member == place.me.member:
        raise Refusal("not-allowed", "This is your own post. You can put the note on it yourself.")
    if thread.audience:
        raise Refusal("not-allowed", "So few read this that your wish would have your name on it.")
    connection = scene.connection
    first = wishes.hear(connection, op.g, post.number, place.me.member)
    if first and wishes.add(connection, op.g, post.number, op.topic.value):
        apart.note(connection, op.g, _hearers(connection, post), post.number)
    return Effect(post.number, minute=scene.minute, group=op.g)


def set_note(scene: Scene, op: SetNote) -> Effect:
    """The note alone: the post is not called edited for it. By who runs the group it stands in the log."""
    place = scene.enter(op.g, Action.NOTE)
    post, thread = _found(scene, place, op.post)
    own = post.member == place.me.member
    if not rules.may_note(place.who, own=own) or (op.note is None and not own):
        raise Refusal("not-allowed", SENTENCES["not-allowed"])
    if post.state == PostState.REMOVED:
        raise Refusal("post-removed", _GONE)
    note = post.note if op.note is None else texts.note(op.note)
    wished = wishes.drop(scene.connection, op.g, post.number)
    if note == post.note:
        if wished:
            apart.note(scene.connection, op.g, _hearers(scene.connection, post), post.number)
        return Effect(post.number, minute=scene.minute, group=op.g)
    if not own:
        _log(scene, place, post, note)
    return _noted(scene, place, post, thread, note)


def _noted(scene: Scene, place: Place, post: PostRow, thread: ThreadRow, note: str) -> Effect:
    connection, group = scene.connection, post.group_id
    seq = 0 if thread.audience else groups.advance(connection, group).seq
    posts.change(connection, group, post.number, note=note, seq=seq)
    if post.number == thread.number:
        threads.change(connection, group, thread.number, seq=seq)
    before = post.seq
    if thread.audience:
        before, seq = audience.tell(connection, thread, post.number, place.me.member)
    return Effect(post.number, 0, scene.minute, group, Touched(group, post.number, before, seq))


def _log(scene: Scene, place: Place, post: PostRow, note: str) -> None:
    """In the case about the post where one is open, else beside all cases; and its author is told."""
    about = cases.of_post(scene.connection, post.group_id, post.number)
    case = next((one.number for one in about if one.state != "decided"), 0)
    chain.add(
        scene.connection, post.group_id, at_min=scene.minute, case=case, act=Act.TOPIC.value, by=place.me.member,
        about=post.member, post=post.number, word=note,
    )  # fmt: skip
    said = f"Those who run {place.group.name} have put a content note on a post of yours. You can change it."
    caselog.tell_member(scene, place.group, post.member, "noted", said)


def heard_by(connection: Connection, mine: MembershipRow, rows: list[PostRow]) -> dict[int, tuple[str, ...]]:
    """What is wished of these posts, as far as a member hears of it."""
    who = standing(mine.account_id, mine)
    told = [post.number for post in rows if rules.hears_wishes(who, own=post.member == mine.member)]
    return wishes.of_posts(connection, mine.group_id, told)


def _hearers(connection: Connection, post: PostRow) -> set[int]:
    return {post.member, *(row.member for row in memberships.looking_after(connection, post.group_id))}


def _found(scene: Scene, place: Place, number: int) -> tuple[PostRow, ThreadRow]:
    """A post and its thread, where the actor sees them. Raises Refusal ``unknown-ref``."""
    post = posts.get(scene.connection, place.group.id, number)
    thread = None if post is None else threads.get(scene.connection, place.group.id, post.thread)
    if post is None or thread is None or not audience.sees(scene.connection, place.me, thread):
        raise unknown_ref()
    return post, thread
