"""What stays on this machine: everything, everything but locked, nothing after leaving, or nothing at any time.

A member chooses it at home; a door remembers it for the next start. A locked store is encrypted under a key that
comes from the key of the private record, so that whatever opens the record opens the store: the passphrase, also a new
one, and the recovery phrase. A part of the session. Knows no screen.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Final

from tuigroup.errors import BadInput, MalformedWire, StoreDamaged, StoreError
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.session import keys, locking
from tuigroup.session.homecoming import Homecoming
from tuigroup.session.locking import WRAPPED
from tuigroup.store import Store
from tuigroup.store.settings import KEY, NAME
from tuigroup.wire.binary import unb64

if TYPE_CHECKING:
    from tuigroup.session.account import Entered
    from tuigroup.store import cipher, forgetting
else:
    cipher = Late("tuigroup.store.cipher")
    forgetting = Late("tuigroup.store.forgetting")

MARK: Final = "stays"  # in a store that goes when the program is left


class Stays(Enum):
    KEEP = "keep"
    LOCKED = "locked"
    FORGET = "forget"
    MEMORY = "memory"


class Staying(Homecoming):
    """``wish`` is what was chosen for this machine, None where nothing was; ``remember`` keeps it for the next start.

    ``choosable``: a door says so where the store is the member's own.
    """

    wish: Stays | None
    remember: Callable[[Stays], None]
    choosable: bool

    @property
    def stays(self) -> Stays:
        """What is so now; for a guest what will be so for who signs in."""
        store = self.store
        if store.path is None and not store.file.shut:
            return Stays.MEMORY
        if store.settings.get(MARK):
            return Stays.FORGET
        if store.file.locked or (self.account is None and self.wish is Stays.LOCKED):
            return Stays.LOCKED
        return Stays.KEEP

    def let_stay(self, stays: Stays) -> None:
        """From now on, and from the next start on where nothing is on the disk now.

        Raises BadInput, StoreError, DiskFull; then all is as it was.
        """
        if self.locked:
            raise StoreError(N_("What is kept here can't be changed just now."), todo=locking.SHUT)
        if stays is Stays.LOCKED:
            cipher.needed()
        if self.stays is not Stays.MEMORY:
            self._let_stay(stays)
        self.wish = stays
        self.remember(stays)

    def begin_as_wished(self) -> None:
        """What the door was told for this start. Raises as ``let_stay``."""
        if self.wish is not None and self.stays not in (Stays.MEMORY, self.wish) and not self.store.file.shut:
            self._let_stay(self.wish)
        self.passing = self.passing or self.stays in (Stays.FORGET, Stays.MEMORY)

    def lock(self) -> None:
        """As at home; what goes with the visit is off the disk at once."""
        if self.choosable and self.stays is Stays.FORGET:
            with suppress(StoreError):  # another one has it open, and takes it away
                self.store.file.to_memory()
        super().lock()

    # Inside

    def _let_stay(self, stays: Stays) -> None:
        store = self.store
        match stays:
            case Stays.LOCKED:
                if self.account is not None and not store.file.locked:
                    store.file.lock(self._store_key())
            case Stays.KEEP:
                if store.file.locked:
                    store.file.unlock()
            case Stays.MEMORY:
                store.file.to_memory()
        if stays is Stays.FORGET:
            store.settings.set(MARK, stays.value)
        else:
            store.settings.remove(MARK)
        self.passing = stays in (Stays.FORGET, Stays.MEMORY)

    def _open_file(self, record_key: bytes) -> None:
        super()._open_file(record_key)
        if self.choosable:
            with suppress(StoreError, BadInput):  # then as it was
                self.begin_as_wished()

    def _store_key(self) -> bytes:
        key = b""
        with suppress(MalformedWire):
            key = unb64(self.store.settings.get(KEY))
        if len(key) != keys.KEY_BYTES or not self.store.settings.get(WRAPPED):
            raise BadInput(
                N_("Your passphrase is needed once before what is kept here can be locked."),
                kept=N_("What is kept here stays as it was."),
                todo=N_("Please choose again when there is a line; if that does not help, sign out and in again."),
            )
        return keys.store_key(key)

    def _make_ready(self, entered: Entered) -> None:
        """The file as it is to be, before anything of who signs in is written to it. Raises StoreError, DiskFull."""
        store = self.store
        before, key = store.settings.get(NAME), keys.store_key(entered.record_key)
        lock = store.file.locked or (self.choosable and self.wish is Stays.LOCKED)
        if store.file.shut:
            _opened(store, key, whose=before == entered.name)
        if before and before != entered.name:
            forgetting.forget_account(store)
        if store.file.key not in (None, key):  # an account that was made anew
            store.file.unlock()
        if lock and entered.record_key and store.path is not None and not store.file.locked:
            store.file.lock(key)
        if self.choosable:
            self.begin_as_wished()

    def _forgotten(self) -> None:
        """Everything of the account goes; what is left is nobody's, and needs no lock."""
        store = self.store
        if store.file.shut:
            store.file.discard()
        forgetting.forget_account(store)
        if store.file.locked:
            with suppress(StoreError):  # while another one has it open it stays, and is nobody's at the next start
                store.file.unlock()


def _opened(store: Store, key: bytes, *, whose: bool) -> None:
    """What is shut, by who has just signed in: theirs is opened, another's goes."""
    if not whose:
        store.file.discard()
        return
    try:
        store.unshut(key)
    except StoreDamaged:  # or of an account of the same name that is no more
        store.file.set_aside()
