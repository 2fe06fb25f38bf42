"""The door as a process: a bound socket, a loop, and an end in good order when it is told to end."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuigroup.doors import hardening
from tuigroup.sync import address
from tuigroup.sync.door import read_credential
from tuigroup.sync.shared import SharedLine
from tuigroup_server.listening import listen
from tuigroup_server.ssh import host_key, workers
from tuigroup_server.ssh.door import Door
from tuigroup_server.ssh.settings import Settings

Say = Callable[[str], None]
BACKLOG: Final = 256
CREDENTIAL: Final = "door.credential"
SILENT: Final = "The server does not answer yet; the door opens all the same, and asks again."


@dataclass(frozen=True, slots=True)
class Place:
    """What a door needs besides its settings: its data folder, its key, its credential ('' for none), its socket."""

    folder: Path
    key: Path
    credential: str
    listener: socket.socket


def serve(folder: Path, settings: Settings, key: Path, say: Say, warn: Say) -> int:
    """Until a signal; the exit code. Raises ConfigError, BadServerAddress."""
    hardening.harden()  # passphrases and everybody's texts pass through here
    credential = read_credential(folder / CREDENTIAL) if (folder / CREDENTIAL).exists() else ""
    if not credential:
        warn(f"There is no {CREDENTIAL} in {folder}, so nobody can sign in by key (tuigroup-server add-door).")
    place = Place(folder, key, credential, listen(settings.host, settings.port, BACKLOG))

    def announce() -> None:
        host, port = place.listener.getsockname()[:2]
        say(f"the door's key: {host_key.fingerprint(host_key.public_line(key))}")
        say(f"listening on {host} port {port}: ssh -p {port} NAME@{host}, or guest@{host}")

    try:
        if settings.workers == 1:
            return asyncio.run(_serve(place, settings, announce, warn))
        asyncio.run(_look(place, settings, warn))
        announce()
        return workers.run(
            settings.workers,
            lambda number, shared: asyncio.run(_serve(place, settings, lambda: None, warn, (shared, number))),
            warn,
        )
    finally:
        place.listener.close()


def _door(place: Place, settings: Settings) -> Door:
    line = SharedLine(address.normal(settings.server), proof=settings.pin)
    return Door(settings, line, credential=place.credential, crashes=place.folder / "crashes")


async def _look(place: Place, settings: Settings, warn: Say) -> None:
    """Before there are workers: whether the server is one that can be spoken to. Raises BadServerAddress."""
    door = _door(place, settings)
    try:
        if not await door.visits.base.meet():
            warn(SILENT)
    finally:
        await door.visits.close()


async def _serve(
    place: Place, settings: Settings, ready: Callable[[], None], warn: Say, shared: tuple[Path, int] | None = None
) -> int:
    """One process of it. ``shared`` is the folder of several, and the number of this one."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    door = _door(place, settings)
    loop.set_exception_handler(door.unseen)
    try:
        if not await door.visits.base.meet() and shared is None:
            warn(SILENT)
        if shared is not None:
            await door.share(*shared, settings.workers)
        await door.open(place.key, place.listener)
        gc.freeze()  # what is here now stays: the search for garbage need not look at it
        ready()
        await told.wait()
    finally:
        await door.close()
    return 0
