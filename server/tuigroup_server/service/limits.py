"""How often something may be asked: token buckets in one object that the app holds. Nothing is written anywhere.

Keys are account numbers, sign-in names, doors or networks (http.limits); they live in memory only, hashed under a key
that this process made for itself, and a full bucket is forgotten.

Who is signed in is counted by account alone, so that nobody who shares a network or a door with many is ever locked
out by them. Who is not is counted by network, at each door apart; a sign-in that succeeds is given back, so that only
guesses use a network up. Doors have limits of their own, far above what their people do, for a stolen credential.
"""

from __future__ import annotations

import hashlib
import math
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tuigroup_server.service.refusals import Refusal

KEPT: Final = 50_000


@dataclass(frozen=True, slots=True)
class Policy:
    """``burst`` askings at once, and one more every ``seconds``."""

    name: str
    burst: int
    seconds: float


# By account, or by the sign-in name where nobody is signed in yet.
ACCOUNT: Final = Policy("account", 300, 0.2)
SIGN_IN_NAME: Final = Policy("sign-in-name", 10, 30)
SIGNED_IN: Final = Policy("signed-in", 60, 10)  # those that succeed: each is a session that is kept
SECRET: Final = Policy("secret", 10, 60)
SLIP: Final = Policy("slip", 6, 1800)
BUNDLE: Final = Policy("bundle", 4, 300)  # each packs all there is to read
EXPORT: Final = Policy("export", 10, 60)  # each reads all that somebody wrote

# By network: of whoever is not signed in.
ANY_ADDRESS: Final = Policy("any-address", 1200, 0.05)
GUEST: Final = Policy("guest", 300, 0.5)
NEW_ACCOUNT: Final = Policy("new-account", 20, 180)
SIGN_IN_ADDRESS: Final = Policy("sign-in-address", 60, 5)
KEY_ADDRESS: Final = Policy("key-address", 300, 1)  # ssh offers key after key, and there is nothing to guess

# By door: all that its people ask before they are signed in, and what of it was refused.
DOOR: Final = Policy("door", 6000, 0.01)
DOOR_SIGN_IN: Final = Policy("door-sign-in", 1200, 0.5)


class Limiter:
    """Counts askings by policy and key. ``clock`` answers seconds; safe to share between threads."""

    def __init__(
        self, clock: Callable[[], float], *, enabled: bool = True, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._clock = clock
        self._key = random(32)
        self._enabled = enabled
        self._lock = threading.Lock()
        # Policy and key, hashed, to (askings left, when that was so), the least recently asked first.
        self._buckets: dict[bytes, tuple[float, float]] = {}

    def take(self, policy: Policy, key: str) -> None:
        """One asking. Raises Refusal ``too-many`` with the seconds to wait."""
        if not self._enabled:
            return
        now, bucket = self._clock(), self._bucket(policy, key)
        with self._lock:
            left, then = self._buckets.pop(bucket, (float(policy.burst), now))
            left = min(float(policy.burst), left + max(0.0, now - then) / policy.seconds)
            taken = left >= 1
            self._buckets[bucket] = (left - 1 if taken else left, now)
            if len(self._buckets) > KEPT:
                self._buckets.pop(next(iter(self._buckets)))
        if not taken:
            wait = max(1, math.ceil((1 - left) * policy.seconds))
            raise Refusal("too-many", f"That was often. Please try again in {_spoken(wait)}.", retry_after=wait)

    def give_back(self, policy: Policy, key: str) -> None:
        """An asking that was right counts for nothing."""
        bucket = self._bucket(policy, key)
        with self._lock:
            if bucket in self._buckets:
                left, then = self._buckets[bucket]
                self._buckets[bucket] = (min(float(policy.burst), left + 1), then)

    def _bucket(self, policy: Policy, key: str) -> bytes:
        return hashlib.blake2b(f"{policy.name} {key}".encode(), digest_size=16, key=self._key).digest()


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return "a second" if seconds == 1 else f"{seconds} seconds"
    return f"{math.ceil(seconds / 60)} minutes"
