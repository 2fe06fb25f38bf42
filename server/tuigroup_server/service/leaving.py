"""Leaving for good: asked for, thought over for some days, and then done without a way back.

For these days nothing that others see changes: it is as if somebody took a break. What can't be taken back comes after
them, and its parts come apart: first the account and all that is tied to it, then each membership at a moment of its
own, so that nobody who is in two groups can tell that two members who go belong together.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.wire.leaving import APART_DAYS, DAYS, Farewell, Leaving
from tuigroup_server.service.accounts import DAY, account_of, proven
from tuigroup_server.service.context import Actor, Context
from tuigroup_server.service.erasing import erase_some
from tuigroup_server.service.scene import Scene
from tuigroup_server.storage import accounts, erasures, memberships, server, sessions
from tuigroup_server.storage.erasures import ErasureRow

AT_ONCE: Final = 20  # accounts in one transaction


def ask(context: Context, actor: Actor, farewell: Farewell) -> Leaving:
    """The account is to be erased; every session ends, this one too. Raises Refusal ``sign-in-refused``.

    Asked again, the days count from the first time.
    """
    with context.database.write() as connection:
        row = proven(context, connection, actor, farewell.secret)
        until = row.leaving or context.now() + DAYS * DAY
        accounts.set_leaving(connection, row.id, until, farewell.posts.value)
        sessions.end_all(connection, row.id)
    return Leaving(until=until, posts=farewell.posts)


def stay(context: Context, actor: Actor) -> None:
    """Everything goes on as before. For who does not leave nothing changes."""
    with context.database.write() as connection:
        accounts.set_leaving(connection, account_of(actor), 0, "")


def erase_due(context: Context, *, most: int | None = None) -> int:
    """Erase what is due, ``most`` memberships at the most; how many accounts and memberships went.

    Costs three look-ups when there is nothing. What could not be scrubbed from the file, since the server ended or
    somebody read there, is scrubbed the next time.
    """
    now, gone = context.now(), 0
    with context.database.read() as connection:
        somebody, something = accounts.left(connection, now, 1), erasures.due(connection, now)
        unclean = server.get(connection, server.SCRUB)
    if not somebody and something is None and not unclean:
        return 0
    if somebody:
        gone += context.database.transact(lambda connection: _accounts(context, connection, now))
    done = 0
    while (most is None or done < most) and _membership(context, now):
        done += 1
    if context.database.scrub():
        with context.database.write() as connection:
            server.put(connection, server.SCRUB, "")
    return gone + done


def _accounts(context: Context, connection: Connection, now: int) -> int:
    """Accounts with all that is tied to them; their memberships wait, and nothing says which were together."""
    found = 0
    for account in accounts.left(connection, now, AT_ONCE):
        row = accounts.by_id(connection, account, lock=True)
        if row is None or not 0 < row.leaving <= now:
            continue  # somebody stays after all, at the last moment
        mine = [joined.membership for joined in memberships.of_account(connection, account)]
        for membership in mine:
            due = now if len(mine) == 1 else now + _moment(context)
            erasures.add(connection, ErasureRow(membership.group_id, membership.member, due, row.leaving_posts))
        accounts.drop(connection, account)
        server.put(connection, server.SCRUB, "1")
        found += 1
    return found


def _moment(context: Context) -> int:
    """Seconds to some minute of the days within which memberships go."""
    return int.from_bytes(context.random(4), "big") % (APART_DAYS * DAY // 60) * 60


def _membership(context: Context, now: int) -> bool:
    """The next one, to its end, with other writers between its parts. Whether there was one."""

    def work(connection: Connection) -> bool | None:
        job = erasures.due(connection, now, lock=True)
        if job is None:
            return None
        server.put(connection, server.SCRUB, "1")
        return erase_some(Scene(context, connection, 0, False, now), job)

    done = context.database.transact(work)
    while done is False:
        done = context.database.transact(work)
    return done is not None
