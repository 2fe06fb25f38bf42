"""A visit from a terminal of one's own: which server, which store, and how both are opened and closed again.

Every server has a store of its own in the member's folder; the address used last is remembered beside them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from tuigroup import config, late
from tuigroup.config import Settings
from tuigroup.errors import BadServerAddress, ConfigError
from tuigroup.i18n import N_
from tuigroup.session import Session, proof
from tuigroup.session.bundled import Bundles
from tuigroup.store import Store
from tuigroup.sync import address
from tuigroup.sync.client import AHEAD, Client

_LAST: Final = "server"
_BREATH: Final = 0.2  # seconds for keys that were typed while the first screen came
_NOWHERE: Final = "http://localhost"  # stands in until an address is known; nothing is ever asked of it


class Visit:
    """The session that screens use, and the engine running behind it.

    A door of many opens the ``session`` itself: its server is then the only one, and ``fixed`` says so.
    """

    def __init__(self, settings: Settings, session: Session | None = None) -> None:
        self.fixed = session is not None
        self.settings = settings if session is not None else replace(settings, server=chosen_server(settings))
        self.session = session or self._open(self.settings.server, self.settings.pin)
        # What opens a bundle: not where a door fixes the server, since files there are somebody else's.
        self.bundles: Bundles | None = None if self.fixed else Bundles(keys_folder(self.settings))
        self._engine: asyncio.Task[None] | None = None
        # Told when the engine itself comes to grief: without it nothing would ever be sent.
        self.fault: Callable[[Exception], None] = lambda error: None

    def begin(self, *, gently: bool = False) -> None:
        """Start the engine in the running loop, where there is a server; it is started once.

        ``gently`` where somebody may type already: that goes first, then what it needs is loaded in small steps.
        """
        if self.settings.server and self._engine is None:
            self._engine = asyncio.get_running_loop().create_task(self._run(gently))
            self._engine.add_done_callback(self._ended)

    async def _run(self, gently: bool) -> None:
        if gently:
            await asyncio.sleep(_BREATH)
            await late.in_steps(AHEAD)
        await self.session.engine.run()

    def _ended(self, engine: asyncio.Task[None]) -> None:
        error = None if engine.cancelled() else engine.exception()
        if isinstance(error, Exception):
            self.fault(error)

    async def connect(self, typed: str, pin: str = "") -> Session:
        """Go on with another server; ``pin`` is its key's fingerprint, where the member compared it.

        Raises BadServerAddress (UnknownServerKey, ...), VersionMismatch, Offline; then nothing has changed.
        """
        server = address.normal(typed)
        found = self._open(server, pin)
        try:
            await found.greet()
        except BaseException:
            await _close(found)
            raise
        await self._stop()
        self.settings, self.session = replace(self.settings, server=server, pin=pin), found
        remember(self.settings)
        self.begin()
        return found

    async def end(self, *, at_once: bool = False) -> None:
        """Close everything; ``at_once`` waits for no line.

        What may leave nothing behind is signed out first, and what is unsent is sent or sealed, where nobody was asked.
        Where that would be gone otherwise the line is waited for whatever the end: see session.ending.
        """
        if self.settings.leave_nothing and self.session.account and (self.session.lasting or not at_once):
            with suppress(Exception):
                await self.session.settle()
                await self.session.sign_out()
        with suppress(Exception):
            await self.session.end_lock()
        await self._stop(at_once=at_once)

    async def _stop(self, *, at_once: bool = False) -> None:
        if at_once:
            self.session.engine.go_offline()
        await _close(self.session, self._engine)
        self._engine = None

    def _open(self, server: str, pin: str) -> Session:
        settings = self.settings
        if pin and server.startswith("http:"):
            raise ConfigError(
                N_("The server's key can't be checked on a line without TLS."),
                todo=N_("Please use an address that begins with https://, or leave the pin out."),
            )
        store = Store.open(store_path(settings, server) if server else None)
        log = Path(settings.wire_log) if settings.wire_log else None
        client = Client(server or _NOWHERE, wire_log=log, proof=pin or proof(store))
        session = Session.open(settings if server else replace(settings, offline=True), store, client)
        session.passing = settings.leave_nothing
        return session


async def _close(session: Session, engine: asyncio.Task[None] | None = None) -> None:
    try:
        await session.close()
        if engine is not None:
            engine.cancel()
            await asyncio.wait([engine])  # its own errors were told when they came
    finally:
        session.store.close()


def keys_folder(settings: Settings) -> Path | None:
    """Where keys of servers whose bundles were opened are remembered; None where nothing may be."""
    return None if settings.leave_nothing else config.data_folder(settings)


def store_path(settings: Settings, server: str) -> Path | None:
    """The store's file for a server, None for memory only."""
    if settings.leave_nothing:
        return None
    name = re.sub(r"[^a-z0-9.]+", "-", server.partition("://")[2].lower()).strip("-.")
    return config.data_folder(settings) / f"{name}.sqlite3"


def chosen_server(settings: Settings) -> str:
    """The address that was set, else the one used last, else ''; written in one way. Raises BadServerAddress."""
    if settings.server:
        return address.normal(settings.server)
    last = last_server(settings)
    with suppress(BadServerAddress):
        return address.normal(last) if last else ""
    return ""


def last_server(settings: Settings) -> str:
    """The address used last as it was written down, '' where there is none."""
    if settings.leave_nothing:
        return ""
    try:
        return (config.data_folder(settings) / _LAST).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def remember(settings: Settings) -> None:
    """Keep the address for the next start; a full disk only means that it is asked again."""
    if settings.leave_nothing or not settings.server:
        return
    with suppress(OSError):
        folder = config.data_folder(settings)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _LAST).write_text(settings.server + "\n", "utf-8")
