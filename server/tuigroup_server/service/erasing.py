"""One membership erased, some posts at a time: what was said goes from the database, and who said it.

Nothing here knows of another membership of the same account: there is no account any more. Posts become tombstones as
if they were taken back, or stay and say no more whose they are. Responses go too, but quietly: the counts are told
with the next change of each post, since telling them all at once would point at what somebody answered to.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.wire.leaving import PostsFate
from tuigroup.wire.words import TAKEN_BACK, GroupState, PostState, Role, Standing
from tuigroup_server.service import audience, capacity, directory, guests, offers, partners, unsaid, written_meetings
from tuigroup_server.service.membership import without_facilitator
from tuigroup_server.service.scene import Scene
from tuigroup_server.service.written import words
from tuigroup_server.storage import (
    apart,
    erasures,
    groups,
    kept,
    memberships,
    posts,
    responses,
    search,
    threads,
    wishes,
)
from tuigroup_server.storage.erasures import ErasureRow
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow

AT_ONCE: Final = 100  # posts in one transaction, so that nobody else waits long
EMPTIED: Final = {"body": "", "note": "", "intent": "", "edited_min": 0, "state": PostState.REMOVED.value}


def erase_some(scene: Scene, job: ErasureRow) -> bool:
    """Whether all of it is done; else the next call goes on. In the scene's transaction."""
    connection = scene.connection
    group = groups.by_id(connection, job.group_id, lock=True)
    row = memberships.by_member(connection, job.group_id, job.member)
    if group is None or row is None:
        erasures.drop(connection, job)
        return True
    if not row.gone:
        partners.nameless(connection, row)
        written_meetings.without(scene, row)
        written_meetings.unsaid(connection, row)
        _nameless(connection, group, row, job.posts, scene.now)
        unsaid.forget(connection, job.group_id, job.member)
        offers.part(connection, job.group_id, job.member, job.posts)
        guests.part(connection, job.group_id, job.member, job.posts)
        _responses(connection, job)
        wishes.forget(connection, job.group_id, job.member)
        for post in unsaid.never_published(connection, job.group_id, job.member):
            _post(scene, post)
    if job.posts == PostsFate.ERASE:
        if _posts(scene, job):
            return False
        unsaid.settle(scene, job.group_id, job.member)
    apart.forget(connection, job.group_id, job.member)
    erasures.drop(connection, job)
    return True


def _nameless(connection: Connection, group: GroupRow, row: MembershipRow, fate: str, now: int) -> None:
    """The place of somebody who left, without a word of theirs; it stays since their posts name its number."""
    step = groups.advance(connection, group.id)
    values = {
        "account_id": None,
        "alias": "",
        "skeleton": f"\n{row.member}",  # no alias has a line in it, so that this is nobody else's
        "role": Role.MEMBER.value,
        "standing": Standing.LEFT.value,
        "professional": False,
        "credentials": "",
        "confirmed": False,
        "asked_word": "",
        "answer_word": "",
        "since_min": 0,
        "here_until_min": 0,
        "until_min": 0,
        "gone": fate,
        "seq": step.seq,
    }
    memberships.change(connection, group.id, row.member, **values)
    if row.standing == Standing.ACTIVE and not row.guest:
        directory.members_changed(connection, group, -1)
    elif group.capacity:
        capacity.settle(connection, group.id)
    if row.standing == Standing.ACTIVE and row.role == Role.MODERATOR:
        groups.advance_page(connection, group.id)
    elif row.standing == Standing.ACTIVE and row.role != Role.MEMBER:
        groups.advance_page(connection, group.id)
        if group.state == GroupState.PROPOSED:  # nobody but the operator ever saw what it says
            groups.change(connection, group.id, about="", welcome="", guidelines="")
        without_facilitator(connection, group, now)


def _responses(connection: Connection, job: ErasureRow) -> None:
    for number, kind in responses.of_member(connection, job.group_id, job.member).items():
        responses.put(connection, job.group_id, number, job.member, "")
        posts.count_response(connection, job.group_id, number, kind, -1)


def _posts(scene: Scene, job: ErasureRow) -> int:
    """Some posts, each at the next place of the log that it is read in; how many were there to be done."""
    some = posts.said_by(scene.connection, job.group_id, job.member, AT_ONCE)
    for post in some:
        _post(scene, post)
    away = kept.of_member(scene.connection, job.group_id, job.member, AT_ONCE)
    for number in away:
        _kept(scene, job.group_id, number)
    return len(some) + len(away)


def _kept(scene: Scene, group: int, number: int) -> None:
    """A post that was kept back or hidden: its place is empty already."""
    connection, post = scene.connection, posts.get(scene.connection, group, number)
    assert post is not None
    unsaid.taken_back(scene, post)
    seq = groups.advance(connection, group).seq
    posts.change(connection, group, number, seq=seq)
    if number == post.thread:
        threads.change(connection, group, number, title=TAKEN_BACK, seq=seq)


def _post(scene: Scene, post: PostRow) -> None:
    connection, thread = scene.connection, threads.get(scene.connection, post.group_id, post.thread)
    assert thread is not None
    group, first = post.group_id, post.number == thread.number
    unsaid.taken_back(scene, post)
    seq = 0 if thread.audience else groups.advance(connection, group).seq
    posts.change(connection, group, post.number, **EMPTIED, **dict.fromkeys(posts.KINDS, 0), seq=seq)
    responses.drop(connection, group, post.number)
    wishes.drop(connection, group, post.number)
    if first and not thread.pair:
        threads.change(connection, group, thread.number, title=TAKEN_BACK, seq=seq)
    elif not first and post.member != _opener(connection, thread):
        threads.unanswered(connection, thread, seq=seq)
    if thread.audience:
        audience.tell_others(connection, thread, post.number, post.member)
    else:
        search.forget(connection, group, post.number, words(thread.title if first else "", post.body))


def _opener(connection: Connection, thread: ThreadRow) -> int:
    first = posts.get(connection, thread.group_id, thread.number)
    return 0 if first is None else first.member
