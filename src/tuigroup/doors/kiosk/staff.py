"""The code by which staff leave the kiosk: kept as a slow hash, and asked for ever more slowly when it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import nacl.pwhash
from nacl.exceptions import CryptoError

SHORTEST: Final = 8  # characters
LONGEST_WAIT: Final = 600.0  # seconds
_PREFIX: Final = "$argon2id$"
_FREE: Final = 2  # wrong tries without a wait: fingers slip


def hashed(code: str) -> str:
    """For the settings file: argon2id with 64 MiB and three passes, about a fifth of a second a guess."""
    made = nacl.pwhash.argon2id.str(code.encode(), opslimit=3, memlimit=64 * 1024 * 1024)
    return bytes(made).rstrip(b"\0").decode("ascii")


def is_hash(text: str) -> bool:
    return text.startswith(_PREFIX) and text.isascii() and 40 < len(text) < 200


class StaffCode:
    """Held by what outlives every visit, so that a new one is no new try. ``clock`` answers seconds that only go on."""

    def __init__(self, known: str, clock: Callable[[], float]) -> None:
        self._known = known
        self._clock = clock
        self._wrong = 0
        self._not_before = 0.0

    @property
    def wait(self) -> float:
        """Seconds until the next try counts."""
        return max(0.0, self._not_before - self._clock())

    def right(self, code: str) -> bool:
        """Whether it is the code. Before the wait is over no code is looked at, the right one neither."""
        if not self._known or self.wait:
            return False
        try:
            nacl.pwhash.argon2id.verify(self._known.encode(), code.encode())
        except (CryptoError, ValueError):
            self._wrong += 1
            if self._wrong > _FREE:
                self._not_before = self._clock() + min(LONGEST_WAIT, 15.0 * 2 ** (self._wrong - _FREE - 1))
            return False
        self._wrong, self._not_before = 0, 0.0
        return True
