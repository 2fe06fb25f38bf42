"""A visit from a terminal of one's own: which server, which store, and how both are opened and closed again.

Every server has a store of its own in the member's folder; the address used last is remembered beside them.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from tuigroup import config, late
from tuigroup.config import Settings
from tuigroup.errors import BadServerAddress, ConfigError, StoreError
from tuigroup.i18n import N_
from tuigroup.session import Session, proof
from tuigroup.session.bundled import Bundles
from tuigroup.session.locking import Locking
from tuigroup.session.staying import MARK, Stays
from tuigroup.store import Store
from tuigroup.store.settings import TOKEN
from tuigroup.sync import address
from tuigroup.sync.client import AHEAD, Client

_LAST: Final = "server"
_STAYS: Final = "stays"  # the file that says what stays here, '' being all of it
_BREATH: Final = 0.2  # seconds for keys that were typed while the first screen came
_NOWHERE: Final = "http://localhost"  # stands in until an address is known; nothing is ever asked of it


class Visit:
    """The session that screens use, and the engine running behind it.

    A door of many opens the ``session`` itself: its server is then the only one, and ``fixed`` says so.
    """

    def __init__(self, settings: Settings, session: Session | None = None) -> None:
        self.fixed = session is not None
        self.settings = settings if session is not None else as_chosen(settings)
        self._store: Store | None = None  # of the session
        self.session = session or self._open(self.settings.server, self.settings.pin)
        # What opens a bundle: not where a door fixes the server, since files there are somebody else's.
        self.bundles: Bundles | None = None if self.fixed else Bundles(keys_folder(self.settings))
        self._engine: asyncio.Task[None] | None = None
        # Told when the engine itself comes to grief: without it nothing would ever be sent.
        self.fault: Callable[[Exception], None] = lambda error: None

    @property
    def passing(self) -> bool:
        """Whether nothing of the visit stays on this machine of the member's own."""
        return self.settings.leave_nothing or (self.session.choosable and self.session.passing)

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
            await _close(found, kept=found.store.path == self.session.store.path)
            raise
        await self._stop(kept=found.store.path == self.session.store.path)
        self.settings, self.session = replace(self.settings, server=server, pin=pin), found
        self._store = found.store
        remember(self.settings)
        self.begin()
        return found

    async def end(self, *, at_once: bool = False, quick: bool = False) -> None:
        """Close everything; ``at_once`` waits for no line, ``quick`` is how the quick exit ends.

        What may leave nothing behind is signed out first, and what is unsent is sent or sealed, where nobody was asked.
        Where that would be gone otherwise the line is waited for whatever the end: see session.ending.
        """
        if quick and not self.settings.leave_nothing:
            self._lock_others()
        if _goes(self.session):
            with suppress(Exception):  # another one may have it open, and takes it away then
                self.session.store.file.to_memory()
        if self.passing and self.session.account and (self.session.lasting or not at_once):
            with suppress(Exception):
                if self.session.store.file.alone():  # another one may still be signed in with the same store
                    await self.session.settle()
                    await self.session.sign_out()
        with suppress(Exception):
            await self.session.end_lock()
        await self._stop(at_once=at_once)

    async def _stop(self, *, at_once: bool = False, kept: bool = False) -> None:
        """``kept``: another session has the same store."""
        if at_once:
            self.session.engine.go_offline()
        await _close(self.session, self._engine, kept=kept)
        self._engine = None

    def _lock_others(self) -> None:
        """Who is signed in on other servers from this machine is locked out there too, as far as that can be done."""
        if self.fixed:
            return
        here = self.session.store.path
        for path in sorted(config.data_folder(self.settings).glob("*.sqlite3")):
            if path != here:
                with suppress(Exception):
                    _lock(path)

    def _open(self, server: str, pin: str) -> Session:
        settings = self.settings
        if pin and server.startswith("http:"):
            raise ConfigError(
                N_("The server's key can't be checked on a line without TLS."),
                todo=N_("Please use an address that begins with https://, or leave the pin out."),
            )
        path, before = store_path(settings, server) if server else None, self._store
        store = Store.open(path, beside=before)
        try:
            again = before is not None and path == before.path
            if store.settings.get(MARK) and not again and store.file.alone():
                store.file.discard()  # it was to go, and something ended the program before that
            log = Path(settings.wire_log) if settings.wire_log else None
            client = Client(server or _NOWHERE, wire_log=log, proof=pin or proof(store))
            session = Session.open(settings if server else replace(settings, offline=True), store, client)
            session.passing = settings.leave_nothing
            session.choosable = bool(server) and not settings.leave_nothing
            if session.choosable:
                session.wish, session.remember = wish(settings), lambda stays: remember_stays(settings, stays)
                session.begin_as_wished()
        except BaseException:
            store.close()
            raise
        self._store = self._store or store
        return session


def _lock(path: Path) -> None:
    store = Store.open(path)
    try:
        if store.settings.get(TOKEN) and not store.file.shut:
            Locking(store, time.time, os.urandom).shut()
    finally:
        store.close()


async def _close(session: Session, engine: asyncio.Task[None] | None = None, *, kept: bool = False) -> None:
    try:
        await session.close()
        if engine is not None:
            engine.cancel()
            await asyncio.wait([engine])  # its own errors were told when they came
    finally:
        session.store.close(erase=not kept and _goes(session))


def _goes(session: Session) -> bool:
    """Whether the store's file is to go with the visit."""
    with suppress(Exception):
        return session.choosable and session.stays is Stays.FORGET
    return session.choosable and session.wish is Stays.FORGET


def keys_folder(settings: Settings) -> Path | None:
    """Where keys of servers whose bundles were opened are remembered; None where nothing may be."""
    passing = settings.leave_nothing or wish(settings) in (Stays.FORGET, Stays.MEMORY)
    return None if passing else config.data_folder(settings)


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


def as_chosen(settings: Settings) -> Settings:
    """With the server that is chosen, and in memory only where that was. Raises BadServerAddress."""
    settings = replace(settings, server=chosen_server(settings))
    return replace(settings, leave_nothing=settings.leave_nothing or wish(settings) is Stays.MEMORY)


def wish(settings: Settings) -> Stays | None:
    """What is to stay on this machine: as it is set, else as it was chosen here, None where it was not."""
    told = settings.keep
    with suppress(OSError, UnicodeDecodeError):
        told = told or (config.data_folder(settings) / _STAYS).read_text("utf-8").strip()
    with suppress(ValueError):
        return Stays(told)
    return None


def remember_stays(settings: Settings, stays: Stays) -> None:
    """For the next start. Raises StoreError."""
    folder = config.data_folder(settings)
    try:
        if stays is Stays.KEEP:
            (folder / _STAYS).unlink(missing_ok=True)
        else:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / _STAYS).write_text(stays.value + "\n", "utf-8")
    except OSError as error:
        raise StoreError(
            N_("It is so now, but could not be written down for the next start: {reason}.", reason=error.strerror),
            todo=N_("Please choose it again then."),
        ) from error


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
