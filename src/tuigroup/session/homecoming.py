"""The quick exit at home locks the store (session.locking); the passphrase opens it again, with the line or without.

A part of the session. Who opened it without the line is signed in before the next exchange; until then the store
stays locked, so that whatever ends the program leaves it so. Knows no screen.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tuigroup.errors import Offline, Refused, SignInRefused, StoreDamaged
from tuigroup.i18n import N_
from tuigroup.session import keys, locking
from tuigroup.session.locking import Back, Locking
from tuigroup.session.owner import Owner
from tuigroup.store.settings import NAME, TOKEN

if TYPE_CHECKING:
    from tuigroup.session.account import Accounts
    from tuigroup.wire.accounts import ServerInfo

QUICKLY: Final = 2.0  # seconds that a quick exit waits for the server, the screen being blank and the store locked
WAITING: Final = 5.0  # seconds that a passphrase waits for the server


class Homecoming(Owner):
    """``passing``: where what is here goes with the visit, there is nothing to lock.

    ``arrivals`` is how often another program changed who is here: what was begun before is another one's.
    """

    passing: bool
    arrivals: int
    _locking: Locking
    _offline: bool  # the line is not used before somebody says so
    _shutting: bool  # the line is still to be told of a quick exit
    _displaced: bool  # another program changed who is here, and nobody asked after it yet

    @property
    @abstractmethod
    def server(self) -> ServerInfo | None: ...

    @abstractmethod
    def _of(self, info: ServerInfo) -> Accounts: ...

    @abstractmethod
    def _restore(self) -> None: ...

    @property
    def locked(self) -> bool:
        """Nothing of whoever was signed in may be shown before their passphrase was typed."""
        return self._locking.locked and self._back is None

    def lock(self) -> None:
        """The quick exit, once the screen is blank: nothing here opens anything any more. Asks no server.

        Where nothing of the store stays behind there is nothing to lock. Raises StoreError.
        """
        if self.account is None or self.passing or self.store.path is None:
            return
        line = self.engine.status().state != "paused"
        self.engine.go_offline()
        self._locking.shut()
        self._back, self.account = None, None
        self._shutting = line and self._client.token is not None

    async def end_lock(self) -> None:
        """The private record, and then the server's session ends, as far as the line lets it within seconds.

        What does not go is done at the next sign-in here, or the session ends there by itself.
        """
        if not self._shutting:
            return
        self._shutting = False
        await self._keeping.leave(QUICKLY / 2)
        with suppress(Offline, Refused, TimeoutError):
            async with asyncio.timeout(QUICKLY):
                await self._revoke("")

    async def unlock(self, passphrase: str) -> None:
        """Whoever was signed in here is back, at once and without the line.

        After a quick exit signing in again follows by itself; a store that is locked only is opened, and that is all.

        Raises BadInput (too many tries), SignInRefused (not the passphrase), Offline (only the server can know) and
        StoreError.
        """
        name, info = self.store.settings.get(NAME), self.server
        self._locking.begin_try()
        mine = await (await self._known() if info is None else self._of(info)).keys_of(name, passphrase)
        record_key = self._locking.record_key(mine)
        if not record_key:
            await self._unlock_by_line(name, passphrase)
            return
        self._locking.end_tries()
        if self.store.file.shut:
            self._open_file(record_key)
        if self._locking.locked:
            self._back = Back(name, passphrase)
        self._restore()
        if self._offline:
            self.engine.go_offline()
        else:
            self.engine.go_online()

    def forget_here(self) -> None:
        """Whoever is here now is somebody else, or wants nothing kept: all of the account goes from this machine."""
        self._back = None
        self._leave()

    def _open_file(self, record_key: bytes) -> None:
        try:
            self.store.unshut(keys.store_key(record_key))
        except StoreDamaged:  # it was moved aside, and the sentence says where
            self.store.file.set_aside()
            raise

    async def _unlock_by_line(self, name: str, passphrase: str) -> None:
        """It may be another passphrase by now, which the server knows."""
        known = self._locking.wrapped
        try:
            if self._offline:
                raise Offline(locking.WRONG)
            async with asyncio.timeout(WAITING):
                entered = await (await self._known()).sign_in(name, passphrase)
        except SignInRefused as error:
            raise SignInRefused(locking.WRONG, kept=locking.KEPT) from error
        except (Offline, TimeoutError) as error:
            if known:
                raise SignInRefused(locking.WRONG, kept=locking.KEPT, todo=locking.ELSEWHERE) from error
            raise Offline(
                N_("The line is needed this once to see whether this passphrase is right."),
                kept=locking.KEPT,
                todo=N_("Please try again when the line is back."),
            ) from error
        await self._enter(entered)

    async def _admit(self) -> None:
        """Before an exchange: who is back is signed in again. Raises as an exchange does."""
        self._as_stored()
        back = self._back
        if back is None:
            return
        asked = self.engine.opening(afresh=False)
        try:
            entered = await (await self._known()).sign_in(back.name, back.passphrase, asked)
        except SignInRefused:
            self._locking.outdated()  # changed on another machine: what it was opens nothing any more
            self._shut_again()
            return
        if self._back is not back:
            return
        await self._enter(entered, asked)
        if entered.leaving is not None:
            self._shut_again()

    def _as_stored(self) -> None:
        """Another program with the same store may have signed out, or in as somebody else, or have locked it."""
        other, before = self.store.whose.other, self.account
        if other or (self._back is None and self.store.settings.get(TOKEN) != (self._client.token or "")):
            self._back = None
            self._restore()
            self.arrivals += other
            self._displaced |= before != self.account
            status = self.engine.status()
            if self.locked:
                self.engine.go_offline(locking.SHUT)
            elif other and (status.reason == "signed-out" or status.sentence == locking.SHUT):
                self.engine.go_online()  # that was somebody else's
            else:
                self.engine.tell()

    def _look_soon(self) -> None:
        """Something was about to be written for who was here."""
        with suppress(RuntimeError):  # no loop runs: whoever was about to is told, and that is all
            asyncio.get_running_loop().call_soon(self._as_stored)

    def displaced(self) -> bool:
        """Whether another program changed who is here: True once, so that what was shown is closed."""
        found, self._displaced = self._displaced, False
        return found

    def _shut_again(self) -> None:
        self._back = None
        self._restore()
        self.engine.go_offline(locking.SHUT)

    async def _revoke(self, token: str) -> None:
        with suppress(SignInRefused):  # it has ended already
            await self._client.sign_out(token=token)
        self._locking.revoked()
