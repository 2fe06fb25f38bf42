"""How long a member waits for each step of the journey at 20 kbit/s and 600 ms: the real client over a slow link.

    .venv/bin/python -m tests.bench.slow

Plain TCP between two network namespaces (tests.bench.slowlink), its packets' headers included; passphrases are
stretched as much as they always are. The other member writes over the same link, while nobody waits.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tests.bench.community import Community
from tests.bench.figures import Figures
from tests.bench.journey import companion, prepare, visit, walk
from tests.bench.slowlink import missing, slow_link
from tests.bench.texts import corpus
from tests.processes import ServerProcess
from tuigroup.session.keys import FULL

KBIT: Final = 20.0
ROUND_TRIP: Final = 600.0  # ms
LIMIT: Final = 11.5  # seconds
GREETING: Final = "connecting and greeting"
NAME: Final = "journey at 20 kbit/s, 600 ms"


def measure(figures: Figures) -> None:
    """The figure, or why there is none here."""
    lacking = missing()
    if lacking:
        figures.note(f"{NAME}: not measured, since {lacking} here")
        return
    told, dice = corpus(os.environ), random.Random(1)
    with tempfile.TemporaryDirectory() as made:
        server = ServerProcess(Path(made) / "server")
        server.init()
        server.start()
        try:
            place = asyncio.run(prepare(server.url, server.folder, told, dice, FULL))
            server.stop()
            with slow_link(kbit=KBIT, delay_ms=ROUND_TRIP / 2) as link:
                server.start(host=link.address, within=link.server)
                words = [*link.client, sys.executable, "-m", "tests.bench.slow", f"http://{link.address}:{server.port}"]
                done = subprocess.run(words, input=json.dumps(asdict(place)), stdout=subprocess.PIPE, text=True)
                server.stop()
        finally:
            server.kill()
    if done.returncode:
        figures.note(f"{NAME}: not measured, since the journey did not get to its end")
        return
    took: dict[str, float] = json.loads(done.stdout)
    figures.note(f"{NAME}: {', '.join(f'{step} {seconds:.2f} s' for step, seconds in took.items())}")
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores:
        figures.note(f"{load:.0f} processes wanted this machine's {cores} cores: the times are longer than the line's")
    whole = sum(took.values())
    figures.add(NAME, round(whole, 2), "s", LIMIT)
    # The program greets the server when it starts: by the time a name and a passphrase are typed that is long done.
    figures.add(f"{NAME}, from the key that signs in", round(whole - took[GREETING], 2), "s", LIMIT)


async def timed(url: str, place: Community) -> dict[str, float]:
    """Seconds of each step, from the key to when nothing more is to come."""
    told, dice = corpus(os.environ), random.Random(2)
    writer = await companion(url, place, dice, FULL)
    session = visit(url, dice, FULL)
    took: dict[str, float] = {}

    async def step(name: str, doing: Awaitable[object]) -> None:
        began = time.monotonic()
        await doing
        took[name] = time.monotonic() - began

    await step(GREETING, session.greet())
    await walk(step, session, writer, told, place)
    await session.close()
    await writer.close()
    return took


def main() -> int:
    if len(sys.argv) > 1:
        told = json.load(sys.stdin)
        place = Community(told["group"], told["thread"], tuple(told["joined"]))
        print(json.dumps(asyncio.run(timed(sys.argv[1], place))))
        return 0
    figures = Figures("slow")
    measure(figures)
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
