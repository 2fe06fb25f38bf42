"""What not the whole group sees: whose a thread is, and a log for each member of what they see of such threads.

A member's log moves on by itself: neither the group's log nor anybody else's moves with it, and of those who wait for
news only that member is woken. Who sees what is the rules' to say; here it is only written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from tuigroup_server import schema
from tuigroup_server.storage import moved

_parties = schema.parties
_log = schema.private_log
_members = schema.memberships
_threads = schema.threads
_posts = schema.posts


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a member's log, with what the rules ask of its thread; ``party`` says that the thread is theirs."""

    number: int
    seq: int
    thread: int
    audience: str
    party: bool


def add_party(connection: Connection, group: int, thread: int, member: int) -> None:
    connection.execute(_parties.insert().values(group_id=group, thread=thread, member=member))


def drop_party(connection: Connection, group: int, thread: int, member: int) -> None:
    where = (_parties.c.group_id == group, _parties.c.thread == thread, _parties.c.member == member)
    connection.execute(delete(_parties).where(*where))


def parties(connection: Connection, group: int, thread: int) -> set[int]:
    where = (_parties.c.group_id == group, _parties.c.thread == thread)
    return set(connection.execute(select(_parties.c.member).where(*where)).scalars())


def note(connection: Connection, group: int, members: Iterable[int], number: int) -> dict[int, tuple[int, int]]:
    """A post takes the next place in these members' logs: by member the place that it had (0 for none) and has now."""
    places: dict[int, tuple[int, int]] = {}
    for member in sorted(members):
        which = (_members.c.group_id == group, _members.c.member == member)
        next_one = update(_members).where(*which).values(private_seq=_members.c.private_seq + 1)
        seq, account = connection.execute(next_one.returning(_members.c.private_seq, _members.c.account_id)).one()
        where = (_log.c.group_id == group, _log.c.member == member, _log.c.number == number)
        before = connection.execute(select(_log.c.seq).where(*where)).scalar_one_or_none()
        if before is None:
            connection.execute(_log.insert().values(group_id=group, member=member, number=number, seq=seq))
        else:
            connection.execute(update(_log).where(*where).values(seq=seq))
        if account is not None:
            moved.note(connection, moved.account(account))
        places[member] = before or 0, seq
    return places


def forget(connection: Connection, group: int, member: int) -> None:
    """Nothing of such threads is this member's any more."""
    connection.execute(delete(_log).where(_log.c.group_id == group, _log.c.member == member))
    connection.execute(delete(_parties).where(_parties.c.group_id == group, _parties.c.member == member))


def changed(connection: Connection, group: int, member: int, after: int, limit: int) -> list[Entry]:
    """What changed after a place of a member's log, in its order."""
    post = (_posts.c.group_id == _log.c.group_id) & (_posts.c.number == _log.c.number)
    thread = (_threads.c.group_id == _posts.c.group_id) & (_threads.c.number == _posts.c.thread)
    own = (
        (_parties.c.group_id == _posts.c.group_id)
        & (_parties.c.thread == _posts.c.thread)
        & (_parties.c.member == _log.c.member)
    )
    statement = (
        select(_log.c.number, _log.c.seq, _posts.c.thread, _threads.c.audience, _parties.c.member)
        .join(_posts, post)
        .join(_threads, thread)
        .outerjoin(_parties, own)
        .where(_log.c.group_id == group, _log.c.member == member, _log.c.seq > after)
        .order_by(_log.c.seq)
        .limit(limit)
    )
    return [Entry(*row[:4], party=row[4] is not None) for row in connection.execute(statement)]
