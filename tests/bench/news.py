"""What waiting for news costs, and what much at once costs: the real client and engine, a relay that counts.

    .venv/bin/python -m tests.bench.news

TCP payload with all headers and a bearer token, ten groups joined, no TLS. Waiting is held for a second here instead of
almost four minutes; its bytes are the same, and are told for as many waits as ten minutes have.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from pathlib import Path

from tests.bench.figures import Figures
from tests.bench.journey import MEMBER, PASSPHRASE, ask, companion, prepare, settle, visit
from tests.bench.texts import Corpus, corpus
from tests.processes import ServerProcess
from tests.relay import Relay
from tuigroup import actions
from tuigroup.session.session import Session
from tuigroup.wire import limits
from tuigroup.wire.sync import SyncAnswer, WaitRequest, WantThread

MINUTES = 10


async def waited(session: Session, seconds: int) -> tuple[WaitRequest, SyncAnswer | None]:
    """One wait, as the engine makes it."""
    asked = session.engine._exchanges.wait_request(seconds)
    assert asked is not None
    return asked, await session._client.wait(asked)


async def measured(server: ServerProcess, told: Corpus, figures: Figures, dice: random.Random) -> None:
    place = await prepare(server.url, server.folder, told, dice)
    writer = await companion(server.url, place, dice)
    async with Relay(server.port) as relay:
        session = visit(relay.url, dice)
        await session.sign_in(MEMBER, PASSPHRASE)
        actions.join(session.store, place.group, "old_kestrel")
        await settle(session)
        await waited(session, 1)  # the second line is made
        before = relay.traffic()
        assert (await waited(session, 1))[1] is None
        idle = relay.traffic() - before
        waits = -(-MINUTES * 60 // limits.WAIT)
        # The request says how long here; the engine's does not need to.
        spared = len(',"t":1')
        figures.add("waiting, ten minutes with nothing new, both ways", waits * (idle.both - spared), "B")
        figures.add("waiting, ten minutes with nothing new", waits, "trips")
        for name in ("one new post", "another in the same thread"):
            before = relay.traffic()
            under_way = asyncio.create_task(waited(session, limits.WAIT))
            while relay.traffic().up == before.up:
                await asyncio.sleep(0.01)
            actions.reply(writer.store, place.group, place.thread, told.new_post)
            await settle(writer)
            asked, answer = await under_way
            assert answer is not None
            session.engine._exchanges.heard(asked, answer)
            moved = relay.traffic() - before
            figures.add(f"waiting, {name}, both ways", moved.both, "B")
            figures.add(f"waiting, {name}", moved.round_trips, "trips")
        before = relay.traffic()
        await ask(session)
        figures.add("an exchange with nothing new, both ways", (relay.traffic() - before).both, "B")
        session.engine.want(WantThread(g=place.group, n=place.thread))
        await settle(session)
        figures.add("connections", relay.traffic().connections, "connections", 2)
        await session.close()
    await writer.close()


def main() -> int:
    told = corpus(os.environ)
    figures = Figures("news")
    figures.note(f"texts: {told.source}")
    with tempfile.TemporaryDirectory() as made:
        server = ServerProcess(Path(made) / "server")
        server.init()
        server.start()
        try:
            asyncio.run(measured(server, told, figures, random.Random(1)))
        finally:
            server.stop()
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
