"""The long poll: held until something is new that the account may see, or its time is over.

While nothing happens nothing is asked of the database. Who is woken lets a burst end and then looks, in a thread,
a few at a time, so that many who wait for one group do not stand before who asks.
"""

from __future__ import annotations

import asyncio

from tuigroup.wire.sync import WaitRequest
from tuigroup.wire.words import Standing
from tuigroup_server.service import accounts, sync
from tuigroup_server.service.context import Actor, Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.wakeups import Waiter
from tuigroup_server.storage import memberships, moved


async def wait(context: Context, actor: Actor, asked: WaitRequest, generation: int) -> bytes | None:
    """The answer's body, packed in ``generation``; None when nothing came, or the session went on elsewhere.

    Raises Refusal ``too-many``, ``busy``, ``cursor-expired``, ``not-signed-in`` (also when the session ends meanwhile).
    """
    assert actor.account_id is not None
    assert actor.session is not None
    loop = asyncio.get_running_loop()
    until = loop.time() + asked.t
    with context.wakeups.waiter(actor.account_id, actor.session) as waiter:
        while not waiter.over:
            async with context.wakeups.looking:
                found = await asyncio.to_thread(_look, context, actor, asked, generation, waiter)
            if found is not None:
                return found
            if not await waiter.woken(until - loop.time()):
                return None
            await waiter.gather(context.wakeups.gather)
    return None


def _look(context: Context, actor: Actor, asked: WaitRequest, generation: int, waiter: Waiter) -> bytes | None:
    """Watch before looking, so that nothing falls between the two."""
    assert actor.account_id is not None
    if not accounts.present(context, actor):
        raise Refusal("not-signed-in", "This session has ended. Please sign in again.")
    with context.database.read() as connection:
        mine = memberships.of_account(connection, actor.account_id)
    joined = (row.membership.group_id for row in mine if row.membership.standing == Standing.ACTIVE)
    context.wakeups.watch(waiter, map(moved.group, joined))
    return sync.news(context, actor, asked, generation)
