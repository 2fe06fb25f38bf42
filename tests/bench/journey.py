"""A member's journey with the real session and engine: sign in, the directory, join, a board, a thread, a reply, syncs.

What a step moves or how long it takes is whoever's business who passes ``step``.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from tests.bench.community import BOARD, Community, load
from tests.bench.texts import Corpus
from tuigroup import actions
from tuigroup.session.keys import Cost
from tuigroup.session.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.wire.sync import WantBoard, WantDirectory, WantThread

Step = Callable[[str, Awaitable[object]], Awaitable[None]]

MEMBER: Final = "quiet-harbour-41"
OTHER: Final = "slow-lantern-17"
PASSPHRASE: Final = "seven small lamps along the water"
JOINED: Final = 9  # and one more in the journey
# Keys are as long whatever stretching costs; the least that argon2id takes keeps the measurement quick.
CHEAP: Final = Cost(1, 8192)


class VisitSettings:
    """A session that asks only when it is told to."""

    sync_minutes = 0
    offline = False
    at_once = False
    ask_above_kb = 64


def visit(url: str, dice: random.Random, cost: Cost = CHEAP) -> Session:
    store = Store.open(None, random=dice.randbytes)
    return Session.open(VisitSettings(), store, Client(url), random=dice.randbytes, cost=cost)


async def settle(session: Session) -> None:
    """What the engine's own loop does once something is wanted or written: exchanges until there is no more to ask."""
    if session.engine.pending() or session.store.outbox.count():
        await ask(session)


async def ask(session: Session) -> None:
    """An exchange even if nothing is wanted, and what follows from it."""
    while await session.engine.round():
        pass
    assert session.engine.status().state == "online", session.engine.status().sentence


async def prepare(url: str, folder: Path, told: Corpus, dice: random.Random, cost: Cost = CHEAP) -> Community:
    """The corpus on the server at ``url`` with its data in ``folder``; the member of the journey, and another one."""
    for name in (MEMBER, OTHER):
        setting = visit(url, dice, cost)
        await setting.create_account(name, PASSPHRASE)
        await setting.sign_out()
        await setting.close()
    return load(folder, told, MEMBER, JOINED)


async def companion(url: str, place: Community, dice: random.Random, cost: Cost = CHEAP) -> Session:
    """The other one, in the group that the member will join."""
    writer = visit(url, dice, cost)
    await writer.sign_in(OTHER, PASSPHRASE)
    actions.join(writer.store, place.group, "paperlamp")
    await settle(writer)
    return writer


async def walk(step: Step, session: Session, writer: Session, told: Corpus, place: Community) -> None:
    """The journey, step by step; what a step should have brought is looked at after it."""
    store, group, thread = session.store, place.group, place.thread
    await step("sign in", session.sign_in(MEMBER, PASSPHRASE))
    session.engine.want(WantDirectory())
    await step("directory", settle(session))
    assert len(store.groups.directory()) == len(told.groups)
    assert len(store.groups.joined()) == JOINED
    actions.join(store, group, "old_kestrel")
    await step("join", settle(session))
    session.engine.want(WantBoard(g=group, d=BOARD))
    await step("board", settle(session))
    assert len(store.threads.list(group, BOARD)) == len(told.board)
    session.engine.want(WantThread(g=group, n=thread))
    await step("thread", settle(session))
    assert len(store.threads.posts(group, thread)) == len(told.thread)
    actions.reply(store, group, store.threads.posts(group, thread)[-1].ref, told.reply)
    await step("reply", settle(session))
    assert store.outbox.count() == 0
    await step("nothing new", ask(session))
    actions.reply(writer.store, group, thread, told.new_post)
    await settle(writer)
    await step("new post", ask(session))
    assert len(store.threads.posts(group, thread)) == len(told.thread) + 2
    assert any(joined.group.group == group and joined.unread for joined in store.groups.joined())
