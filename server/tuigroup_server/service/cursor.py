"""A member's cursor: how far they have read, as one short word that only this server understands.

A tag and then bits in base64: the account's sequence, the last notice, and for each joined group the step from the
group before and how far its posts and heads were read; then, for who sees anything there that the whole group does not,
how far that was read. It travels in every request, so every character counts. The
tag names the log and the account: a cursor of another server, of a rebuilt log or of another account can't be
continued.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tuigroup.errors import MalformedWire
from tuigroup.wire.binary import b64, unb64

_TAG_BYTES: Final = 3
_TAG: Final = 4  # characters of it
_LENGTH: Final = 6  # bits that say how long a number is
_LOW: Final = 6  # bits that say how many digits of a place in a log are written as they are


class Unreadable(ValueError):
    """The text is no cursor of this log and account."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a group's log has been read: posts, and heads with all the rest; and ``own``, how far the reader's own

    log of what they see there and the whole group does not.
    """

    posts: int
    heads: int
    own: int = 0


@dataclass(frozen=True, slots=True)
class Cursor:
    """``account`` is the account's sequence, ``notice`` the last notice to operators, ``groups`` by number."""

    account: int = 0
    notice: int = 0
    groups: dict[int, Place] = field(default_factory=dict)


def tag(log_id: str, account: int, pepper: bytes) -> str:
    """Four characters for a log and an account."""
    told = f"{log_id}.{account}".encode()
    return b64(hashlib.blake2b(told, digest_size=_TAG_BYTES, key=pepper, person=b"tuigroup-cursor").digest())


def write(tag: str, cursor: Cursor) -> str:
    places = sorted(cursor.groups.items())
    apart = any(place.heads != place.posts for _group, place in places)
    low = _low([number for _group, place in places for number in (place.posts, place.heads)])
    bits = [_number(cursor.account), _number(cursor.notice), _step(len(places) + 1), f"{low:0{_LOW}b}", f"{apart:b}"]
    before = 0
    for group, place in places:
        bits += [_step(group - before), _near(place.posts, low)]
        if apart:
            bits.append(_near(place.heads, low))
        before = group
    if any(place.own for _group, place in places):
        bits += ["1", *(_step(place.own + 1) for _group, place in places)]
    whole = "".join(bits)
    size = -(-len(whole) // 8)
    return tag + b64(int(whole.ljust(size * 8, "0"), 2).to_bytes(size, "big"))


def read(tag: str, text: str) -> Cursor:
    """Raises Unreadable."""
    if text[:_TAG] != tag:
        raise Unreadable
    try:
        bits = _Bits(unb64(text[_TAG:]))
    except MalformedWire:
        raise Unreadable from None
    account, notice, count = bits.number(), bits.number(), bits.step() - 1
    low, apart = bits.take(_LOW), bits.take(1)
    groups: dict[int, Place] = {}
    group = 0
    for _ in range(count):
        group += bits.step()
        posts = bits.near(low)
        groups[group] = Place(posts, bits.near(low) if apart else posts)
    if bits.more():
        groups = {group: replace(place, own=bits.step() - 1) for group, place in groups.items()}
    bits.end()
    return Cursor(account, notice, groups)


class _Bits:
    """Reads what ``_number``, ``_step`` and ``_near`` wrote. Raises Unreadable."""

    def __init__(self, raw: bytes) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in raw)
        self._at = 0

    def take(self, count: int) -> int:
        taken = self._bits[self._at : self._at + count]
        if len(taken) < count:
            raise Unreadable
        self._at += count
        return int(taken or "0", 2)

    def number(self) -> int:
        return self.take(self.take(_LENGTH))

    def step(self) -> int:
        zeros = self._zeros()
        return (1 << zeros) | self.take(zeros)

    def near(self, low: int) -> int:
        return (self._zeros() << low) | self.take(low)

    def more(self) -> bool:
        """Whether anything but filling is left; where it is, its mark is passed."""
        left = "1" in self._bits[self._at :]
        if left and not self.take(1):
            raise Unreadable
        return left

    def end(self) -> None:
        """Nothing may be left but what fills the last byte."""
        left = self._bits[self._at :]
        if len(left) > 7 or "1" in left:
            raise Unreadable

    def _zeros(self) -> int:
        """How many zeros there are before the next one, which is passed too."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return zeros


def _number(number: int) -> str:
    """Any number from 0: its length, then its digits."""
    digits = f"{number:b}" if number else ""
    return f"{len(digits):0{_LENGTH}b}{digits}"


def _step(number: int) -> str:
    """A number from 1 that is mostly 1: as many zeros as digits follow the first."""
    digits = f"{number:b}"
    return "0" * (len(digits) - 1) + digits


def _near(number: int, low: int) -> str:
    """A number among others of its size (a Rice code): what is above ``low`` digits as so many zeros, then those."""
    digits = f"{number & ((1 << low) - 1):0{low}b}" if low else ""
    return "0" * (number >> low) + "1" + digits


def _low(numbers: Sequence[int]) -> int:
    """How many low digits make these the shortest."""
    return min(range(1 << _LOW), key=lambda low: sum((number >> low) + low for number in numbers))
