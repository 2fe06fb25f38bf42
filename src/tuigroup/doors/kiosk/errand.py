"""A process of the supervisor's for what needs the server: fetching the day's public data, and revoking sign-ins.

Nobody is signed in here. It is told what to do on standard input, answers by its exit code, and is gone.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Final

from tuigroup.config import Settings
from tuigroup.doors import hardening
from tuigroup.doors.kiosk.base import write_image
from tuigroup.doors.through import opened
from tuigroup.doors.visit import Visit
from tuigroup.errors import TuigroupError
from tuigroup.store import Store
from tuigroup.sync.door import Door, read_credential
from tuigroup.sync.engine import Engine
from tuigroup.wire.sync import WantDirectory, WantLibrary

LONGEST: Final = 1800.0  # seconds of a fetch: slow lines take their time
AMOUNT: Final = 4 * 1024 * 1024  # bytes of texts that are fetched ahead


async def fetch(visit: Visit, end: int) -> bool:
    """The directory, the library and its texts into ``end``; whether the directory came."""
    session = visit.session
    try:
        await session.greet()
        await session.fetch_helplines()
        for want in (WantDirectory(), WantLibrary()):
            session.engine.want(want)
        while await session.engine.round():
            pass
        if session.engine.pending():
            return False
        await _texts(session.engine, session.store)
        write_image(end, session.store.image())
        return True
    finally:
        await visit.end()


async def _texts(engine: Engine, store: Store) -> None:
    """As many texts as fit; one that does not come is asked for when somebody opens it."""
    left = AMOUNT
    changed = asyncio.Event()
    stop = engine.subscribe(lambda _status: changed.set())
    try:
        for found in store.resources.heads():
            left -= found.size
            if left < 0:
                return
            engine.fetch_resource(found.slug)
            while engine.downloads():
                changed.clear()
                await changed.wait()
    finally:
        stop()


async def revoke(visit: Visit) -> bool:
    """Every sign-in through this kiosk's door ends; whether the server said so."""
    try:
        await visit.session.end_door_sessions()
        return True
    finally:
        await visit.end()


async def _run(told: dict[str, Any]) -> bool:
    settings = Settings(server=told["server"], pin=told["pin"], leave_nothing=True)
    visit = opened(settings, Door(read_credential(Path(told["door"]))))
    async with asyncio.timeout(LONGEST):
        return await (revoke(visit) if told["what"] == "revoke" else fetch(visit, told["end"]))


def main() -> int:
    hardening.harden()
    try:
        return 0 if asyncio.run(_run(json.loads(sys.stdin.read()))) else 1
    except (TuigroupError, TimeoutError):
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
