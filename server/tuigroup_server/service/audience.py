"""Threads that not the whole group sees: where they begin, who sees them, and who hears of a change.

Nobody outside the audience can tell that such a thread is there. Its number is drawn at random far above those of the
group, so that no gap shows; it moves no log but those of the members who see it, so that no sequence, no cursor and
no wait for news of anybody else moves; it is on no board, in no count or figure of the group and in no search of the
server (whoever sees it finds it in their own store); and whoever asks for it by a guessed number hears what they hear
of any number that is not there. What remains is that two who write in one group at the same moment wait for each
other, whatever they write, by some milliseconds: the group's row is one.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.wire import limits
from tuigroup_server import rules
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Place, Scene, standing
from tuigroup_server.storage import apart, memberships, posts, server, threads, wishes
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.threads import HeadRow, ThreadRow

_PLACES: Final = 2**24  # where such a thread may begin; each has room for limits.APART_POSTS
_LEFT_OUT: Final = 128  # numbers of such a thread, once after a backup was put back
_FULL: Final = "This conversation has become very long. Please begin another one; this one stays."


def sees(connection: Connection, mine: MembershipRow, thread: ThreadRow) -> bool:
    """Whether a member sees a thread."""
    who = standing(mine.account_id, mine)
    if who is rules.Who.SPEAKER:
        return mine.guest == thread.number and not thread.audience
    if not thread.audience:
        return rules.hears("", who, party=False)
    party = mine.member in apart.parties(connection, thread.group_id, thread.number)
    return rules.hears(thread.audience, who, party=party)


def head(connection: Connection, mine: MembershipRow, number: int) -> HeadRow | None:
    """A thread's head, None where there is none that the member sees."""
    found = threads.heads(connection, mine.group_id, [number])
    return found[0] if found and sees(connection, mine, found[0].thread) else None


def begin(scene: Scene, place: Place) -> int:
    """The number of a new such thread; it belongs to the one who acts."""
    while True:
        drawn = int.from_bytes(scene.context.random(3), "big") % _PLACES
        number = limits.APART + drawn * limits.APART_POSTS
        if threads.get(scene.connection, place.group.id, number) is None:
            apart.add_party(scene.connection, place.group.id, number, place.me.member)
            return number


def next_number(connection: Connection, thread: ThreadRow) -> int:
    """The number of the next post. Raises Refusal.

    The first one after a backup was put back leaves some out, which may have been given since (service.put_back).
    """
    room = thread.number + limits.APART_POSTS - 1 - thread.last
    if room < 1:
        raise Refusal("too-many", _FULL)
    put_back = thread.last_min <= server.number(connection, server.PUT_BACK)
    return thread.last + 1 + (min(_LEFT_OUT, room // 2) if put_back else 0)


def tell(connection: Connection, thread: ThreadRow, number: int, by: int) -> tuple[int, int]:
    """A post of such a thread is new or changed: all who see it hear of it.

    The places that the post had before (0 for none) and has now in the log of member ``by``, who did it.
    """
    return apart.note(connection, thread.group_id, _hearers(connection, thread), number)[by]


def tell_others(connection: Connection, thread: ThreadRow, number: int, but: int) -> None:
    """As ``tell``, of a post whose author (member ``but``) hears of nothing any more."""
    apart.note(connection, thread.group_id, _hearers(connection, thread) - {but}, number)


def _hearers(connection: Connection, thread: ThreadRow) -> set[int]:
    told = apart.parties(connection, thread.group_id, thread.number)
    for row in memberships.running(connection, thread.group_id):
        if rules.hears(thread.audience, standing(row.account_id, row), party=False):
            told.add(row.member)
    return told


def catch_up(connection: Connection, group: int, member: int) -> None:
    """Somebody runs the group from now on: what was written to its facilitators before is for them too.

    So is what was wished of posts (service.wishes), also for who moderates it.
    """
    row = memberships.by_member(connection, group, member)
    who = rules.Who.MEMBER if row is None else standing(row.account_id, row)
    for audience, heard_by in rules.HEARD_BY.items():
        if audience and who in heard_by:
            for number in posts.of_audience(connection, group, audience):
                apart.note(connection, group, (member,), number)
    for number in wishes.posts(connection, group):
        apart.note(connection, group, (member,), number)
