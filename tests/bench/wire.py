"""How many bytes HTTP moves for what a member does: the real client and engine, a relay that counts, a real server.

    .venv/bin/python -m tests.bench.wire

TCP payload with all headers, a bearer token, ten groups joined, no TLS. Beside it, the same texts bare.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Final

from tests.bench import slow, tls
from tests.bench.community import BOARD, Community
from tests.bench.figures import Figures
from tests.bench.journey import companion, prepare, settle, visit, walk
from tests.bench.texts import KNOWN, Corpus, bare, corpus, longest_run, packers
from tests.processes import ServerProcess
from tests.relay import Relay, Traffic
from tuigroup.session.session import Session
from tuigroup.wire.frames import shipped_dictionaries
from tuigroup.wire.sync import WantBoard, WantDirectory

TLS_KINDS: Final = {
    "cold": "first connection",
    "exchange": "each exchange",
    "resumed": "resumed connection",
}
DIRECTORY: Final = "directory alone"
WHOLE_BOARD: Final = "board alone"
THREAD_OVER: Final = 1.1549  # what a thread may cost of its bare bodies: 8,450 B of 7,317 B
JOURNEY_OVER: Final = 1.5


class Journey:
    """Steps of one member, each with what it moved."""

    def __init__(self, relay: Relay, figures: Figures) -> None:
        self.steps: dict[str, Traffic] = {}
        self._relay = relay
        self._figures = figures

    async def step(self, name: str, doing: Awaitable[object]) -> None:
        before = self._relay.traffic()
        await doing
        moved = self._relay.traffic() - before
        self.steps[name] = moved
        self._figures.note(f"{name}: {moved.up} up, {moved.down} down, {moved.round_trips} round trips")


async def measured(server: ServerProcess, told: Corpus, figures: Figures, dice: random.Random) -> None:
    place = await prepare(server.url, server.folder, told, dice)
    writer = await companion(server.url, place, dice)
    async with Relay(server.port) as relay:
        session = visit(relay.url, dice)
        journey = Journey(relay, figures)
        await walk(journey.step, session, writer, told, place)
        await alone(journey, session, place)
        await session.close()
    await writer.close()
    tell(figures, journey.steps, told)
    for kind, size in (await tls.added(server.port, server.folder.parent)).items():
        figures.add(f"TLS adds, {TLS_KINDS[kind]}", size, "B")


async def alone(journey: Journey, session: Session, place: Community) -> None:
    """Beyond the journey, whole pages by themselves: the directory without the groups of one's own that come with the
    first exchange, the board without the group that comes with joining.
    """
    session.store.groups.forget_revs()
    session.engine.want(WantDirectory())
    await journey.step(DIRECTORY, settle(session))
    session.engine.want(WantBoard(g=place.group, d=BOARD, before=session.store.now_min() + 1))
    await journey.step(WHOLE_BOARD, settle(session))


def texts_of(told: Corpus) -> dict[str, Sequence[str]]:
    """Step to the members' words that it moves, and nothing else."""
    groups = [f"{name}\n{about}" for name, about in told.groups]
    return {
        "sign in": (),
        "directory": groups,
        "join": groups[:1],
        "board": [head.title for head in told.board],
        "thread": [post.body for post in told.thread],
        "reply": (told.reply,),
        "nothing new": (),
        "new post": (told.new_post,),
    }


def tell(figures: Figures, steps: dict[str, Traffic], told: Corpus) -> None:
    by = packers()
    texts = {name: bare(words, by) for name, words in texts_of(told).items()}
    if "brotli" not in by and told.digest in KNOWN:
        texts |= KNOWN[told.digest]
        figures.note("brotli is not installed here: what it makes of the bare texts was measured before")
    elif "brotli" not in by:
        figures.note("brotli is not installed here: bare texts are larger, and the bars of them easier to keep")
    figures.note(f"bare texts under the best of {', '.join({'brotli': 0, **by})}: {texts}")
    figures.add("thread of 60 posts, down", steps["thread"].down, "B", int(THREAD_OVER * texts["thread"]))
    figures.add("thread of 60 posts, round trips", steps["thread"].round_trips, "trips", 1)
    figures.add("directory of 50 groups, down", steps.pop(DIRECTORY).down, "B", 3600)
    figures.add("board of 40 threads, down", steps.pop(WHOLE_BOARD).down, "B", 1700)
    figures.add("nothing new, both ways", steps["nothing new"].both, "B", 260)
    figures.add("new post counted and shown, both ways", steps["new post"].both, "B", 750)
    figures.add("reply, up", steps["reply"].up, "B", 520)
    moved, words = sum(step.both for step in steps.values()), sum(texts.values())
    figures.add("journey, both ways", moved, "B")
    figures.add("journey, bare texts", words, "B")
    # Our own thread is a fifth as long as the corpus's, so that what every exchange costs weighs more: no bar for it.
    bar = JOURNEY_OVER if told.digest in KNOWN else None
    figures.add("journey against its bare texts", round(moved / words, 3), "times", bar)
    figures.add("journey, round trips", sum(step.round_trips for step in steps.values()), "trips")
    figures.add("journey, connections", sum(step.connections for step in steps.values()), "connections")
    known = b"\n".join(shipped_dictionaries().values())
    run = longest_run([*texts_of(told)["thread"], told.reply, told.new_post], known)
    figures.add("longest run of the posts that is in a dictionary", run, "characters")


def main() -> int:
    told = corpus(os.environ)
    figures = Figures("wire")
    figures.note(f"texts: {told.source}")
    with tempfile.TemporaryDirectory() as made:
        server = ServerProcess(Path(made) / "server")
        server.init()
        server.start()
        try:
            asyncio.run(measured(server, told, figures, random.Random(1)))
        finally:
            server.stop()
    slow.measure(figures)
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
