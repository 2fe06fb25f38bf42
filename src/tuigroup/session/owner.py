"""What somebody signed in does with their account: opens the record, keys for SSH, another passphrase, leaving.

A part of the session, which says who is there. Knows no screen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from tuigroup.errors import Offline, SignInRefused
from tuigroup.i18n import N_
from tuigroup.session.farewell import Farewell
from tuigroup.session.keeping import Keeping
from tuigroup.session.locking import WRAPPED, Back
from tuigroup.store import Store
from tuigroup.store.settings import KEY
from tuigroup.sync.client import Client
from tuigroup.sync.engine import Engine
from tuigroup.wire.binary import b64, unb64

if TYPE_CHECKING:
    from tuigroup.session.account import Accounts, Entered
    from tuigroup.wire.accounts import KeyRow
    from tuigroup.wire.leaving import Leaving, PostsFate
    from tuigroup.wire.sync import SyncRequest


class Owner(ABC):
    """``account`` is the sign-in name, None for a guest."""

    store: Store
    engine: Engine
    account: str | None
    _client: Client
    _keeping: Keeping
    _farewell: Farewell
    _asked: str | None
    _back: Back | None

    @property
    def record_closed(self) -> bool:
        """Whether somebody is signed in without the private record: what they read and draft is of this visit only."""
        return self.account is not None and self._keeping.record is None and self._back is None

    def asks_once(self) -> bool:
        """Whether to ask for the passphrase that opens the record: the first time after somebody came by a key."""
        if not self.record_closed or self._asked == self.account:
            return False
        self._asked = self.account
        return True

    @property
    def record_problem(self) -> str:
        """Why the private record is left as it is, as a sentence; '' where it is well."""
        return self._keeping.problem

    async def open_record(self, passphrase: str) -> None:
        """Opens the private record, and takes in what this visit left so far. Nobody is signed out by a wrong one.

        Raises SignInRefused, Refused (``too-many``), Offline.
        """
        name = self.account
        if name is None:
            raise SignInRefused(N_("Nobody is signed in here."))
        if not self.record_closed:
            return
        record_key, found = await (await self._known()).open_record(name, passphrase)
        if self.account != name:
            return  # who asked has left meanwhile
        self.store.settings.set(KEY, b64(record_key))
        self._keeping.open()
        await self._keeping.begin(found)
        self.engine.tell()

    async def add_key(self, line: str, label: str, passphrase: str) -> KeyRow:
        """A public key for SSH, as OpenSSH writes it in a line; what it is listed as.

        Raises BadInput, SignInRefused, Refused (``too-many-keys``), Offline.
        """
        if self.account is None:
            raise SignInRefused(N_("Nobody is signed in here."))
        return await (await self._known()).add_key(self.account, passphrase, line, label)

    async def list_keys(self) -> list[KeyRow]:
        """Raises SignInRefused, Offline."""
        return (await self._client.list_keys()).keys

    async def remove_key(self, id: int) -> None:
        """It opens nothing any more; what it opened ends. Raises SignInRefused, Refused (``not-found``), Offline."""
        await self._client.remove_key(id)

    async def recover(self, name: str, phrase: str, new_passphrase: str) -> str:
        """Signs in by the recovery phrase; the new phrase, to be shown once. Raises as ``sign_in``."""
        entered = await (await self._known()).recover(name, phrase, new_passphrase)
        await self._enter(entered)
        return entered.phrase

    async def change_passphrase(self, old: str, new: str) -> None:
        """Every other session of the account ends, and every key for SSH is removed. Raises as ``sign_in``."""
        if self.account is None:
            raise SignInRefused(N_("Nobody is signed in here."))
        record_key = await self._record_key(old)
        entered = await (await self._known()).change(self.account, old, new, record_key)
        if isinstance(entered, str):
            self.store.settings.set(WRAPPED, entered)
        else:
            await self._enter(entered)

    async def new_phrase(self, passphrase: str) -> str:
        """Another recovery phrase, to be shown once; the old one ends. Raises SignInRefused, Offline."""
        if self.account is None:
            raise SignInRefused(N_("Nobody is signed in here."))
        accounts, record_key = await self._known(), await self._record_key(passphrase)
        was_missing = self.store.marks.phrase_missing()
        self.store.marks.set_phrase(written=False)  # before: the answer may get lost, or the program end
        try:
            return await accounts.new_phrase(self.account, passphrase, record_key)
        except SignInRefused:
            self.store.marks.set_phrase(written=not was_missing)
            raise

    @property
    def leaving(self) -> Leaving | None:
        """Somebody signed in to an account that is to be erased, and has not said yet whether they stay."""
        return self._farewell.leaving

    async def leave_for_good(self, passphrase: str, posts: PostsFate) -> Leaving:
        """The account is to be erased, and until when that can be called off. Nobody is signed in here any more.

        Raises SignInRefused, Refused (``too-many``), Offline.
        """
        if self.account is None:
            raise SignInRefused(N_("Nobody is signed in here."))
        said = await self._farewell.ask(await self._known(), self.account, passphrase, posts)
        self._leave()
        return said

    async def stay(self) -> None:
        """Who was held comes in after all. Raises SignInRefused, Refused, Offline."""
        await self._enter(await self._farewell.stay())

    async def let_go(self) -> None:
        """Who was held goes again."""
        await self._farewell.let_go()

    async def take_along(self) -> dict[str, Any]:
        """All of one's own as one document (docs/leaving.md). Raises SignInRefused, Offline, MalformedWire."""
        if self.account is None:
            raise SignInRefused(N_("Nobody is signed in here."))
        return await self._farewell.take(whole=not self.record_closed)

    # Inside

    @abstractmethod
    async def _known(self) -> Accounts: ...

    @abstractmethod
    async def _enter(self, entered: Entered, asked: SyncRequest | None = None) -> None: ...

    @abstractmethod
    def _leave(self) -> None: ...

    async def _record_key(self, passphrase: str) -> bytes:
        """What is to be wrapped anew; a closed record is opened first. Raises as ``open_record``."""
        await self.open_record(passphrase)
        if not (key := unb64(self.store.settings.get(KEY))):
            raise Offline(N_("You are not signed in again yet."), kept="", todo=N_("Please wait for the line."))
        return key
