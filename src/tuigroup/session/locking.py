"""A store that is locked: without token and record key until the passphrase is typed again. At home, by the quick exit.

The record key stays here wrapped, as the server has it too, so that the passphrase opens it without the line. A token
that could not be revoked waits sealed under the record key. What is stored besides is hidden, and encrypted only where
that was chosen (session.staying). Knows no line; ``session`` says when.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tuigroup.errors import BadInput, MalformedWire
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.session import keys
from tuigroup.session.keys import Keys
from tuigroup.store import Store
from tuigroup.store.settings import KEY, LOCKED, TOKEN
from tuigroup.wire.binary import b64, unb64

if TYPE_CHECKING:
    from nacl import exceptions, secret
else:
    exceptions, secret = Late("nacl.exceptions"), Late("nacl.secret")

WRAPPED: Final = "account.wrapped"  # the record key under the wrapping key
_REVOKE: Final = "account.revoke"  # a token under the record key, to be revoked when there is a line
_TRIES: Final = "account.tries"
_NEXT: Final = "account.next_try"  # the second from which the passphrase may be tried again

FREE: Final = 3  # tries before they have to wait for each other
LONGEST_WAIT: Final = 300  # seconds

SHUT: Final = N_("This is locked. Your passphrase opens it.")
WRONG: Final = N_("This passphrase does not open it.")
KEPT: Final = N_("What you wrote is kept here.")
ELSEWHERE: Final = N_("If you changed it on another machine, the line is needed once.")


@dataclass(frozen=True, slots=True)
class Back:
    """Somebody opened the store and is not signed in again yet. In memory only: the store stays locked until then."""

    name: str
    passphrase: str = field(repr=False)


class Locking:
    """What the store says of it. ``clock`` answers seconds, ``random`` that many random bytes."""

    def __init__(self, store: Store, clock: Callable[[], float], random: Callable[[int], bytes]) -> None:
        self._store = store
        self._clock = clock
        self._random = random

    @property
    def locked(self) -> bool:
        return is_locked(self._store)

    @property
    def wrapped(self) -> bool:
        """Whether the passphrase opens it without the line. (Not where the sign-in is of an earlier tuigroup.)"""
        return bool(self._store.settings.get(WRAPPED))

    def shut(self) -> None:
        """Token and record key are gone from the file and its log after this. Raises StoreError."""
        settings = self._store.settings
        token, key = settings.get(TOKEN), _key(settings.get(KEY))
        # Before anything slow: sealing the token loads a library, and the key must be off the disk by then.
        with self._store.transaction():
            settings.set(LOCKED, "1")
            settings.remove(TOKEN)
            settings.remove(KEY)
        self._store.truncate_log()
        if token and key:
            sealed = secret.SecretBox(key).encrypt(token.encode(), self._random(secret.SecretBox.NONCE_SIZE))
            settings.set(_REVOKE, b64(bytes(sealed)))

    def waiting(self) -> str:
        """The token that is to be revoked, '' where none is, or its key is not here."""
        key, sealed = _key(self._store.settings.get(KEY)), self._store.settings.get(_REVOKE)
        if not key or not sealed:
            return ""
        try:
            return bytes(secret.SecretBox(key).decrypt(unb64(sealed))).decode()
        except (exceptions.CryptoError, MalformedWire, ValueError, TypeError):
            self.revoked()
            return ""

    def revoked(self) -> None:
        self._store.settings.remove(_REVOKE)

    def opened(self) -> None:
        """Somebody is signed in again."""
        for name in (LOCKED, _TRIES, _NEXT):
            self._store.settings.remove(name)

    # The passphrase

    def begin_try(self) -> None:
        """Counts a try before it is known how it ends. Raises BadInput where it is too early for another one."""
        settings, now = self._store.settings, int(self._clock())
        left = settings.number(_NEXT) - now
        if 0 < left <= LONGEST_WAIT:  # more than that says that the clock was set
            raise BadInput(
                N_("That was not it several times. Please wait {count} s before the next try.", count=left), kept=KEPT
            )
        tries = settings.number(_TRIES) + 1
        with self._store.transaction():
            settings.set(_TRIES, str(tries))
            if tries >= FREE:
                settings.set(_NEXT, str(now + min(2**tries, LONGEST_WAIT)))

    def end_tries(self) -> None:
        """It was the one."""
        for name in (_TRIES, _NEXT):
            self._store.settings.remove(name)

    def record_key(self, mine: Keys) -> bytes:
        """The record key, where it is wrapped under this passphrase's key; b'' where it is not."""
        try:
            return keys.unwrap(self._store.settings.get(WRAPPED), mine.wrapping)
        except MalformedWire:
            return b""

    def outdated(self) -> None:
        """The server takes this passphrase no more: only it can say which one is right."""
        self._store.settings.remove(WRAPPED)


def is_locked(store: Store) -> bool:
    return bool(store.settings.get(LOCKED))


def _key(said: str) -> bytes:
    try:
        key = unb64(said)
    except MalformedWire:
        return b""
    return key if len(key) == keys.KEY_BYTES else b""
