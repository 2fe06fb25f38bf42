"""Attendance slips: a code that says a member of a group was at its meeting on a date, and nothing of who.

What is signed (Ed25519): a version, the day since 1970 by the group's clock, six random bytes, the group's name. The
code is that with its signature in base32 without letters that look like digits, in groups of five, so that it can be
pasted, read out or typed. Whoever has the operator's public key can check it without asking anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.text import line
from tuigroup.wire import limits

SEED: Final = 32
NONCE: Final = 6
LONGEST: Final = 700  # characters of a code, the longest name included
_VERSION: Final = 1
_SIGNATURE: Final = 64
_HEAD: Final = 3 + NONCE
_CONTEXT: Final = b"tuigroup attendance slip\n"
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_ALIKE: Final = str.maketrans({"o": "0", "i": "1", "l": "1"})
_GROUP: Final = 5
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Slip:
    """``number`` tells two slips apart; it says nothing of anybody."""

    group: str
    day: date
    number: str


class WantSlip(BaseModel):
    """POST /v1/groups/{number}/slips: ``at`` is the minute at which the meeting's rule has it (its slot)."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    at: int = Field(ge=0, le=limits.LAST_MINUTE)


class SignedSlip(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    code: str = Field(max_length=LONGEST)


class SlipKey(BaseModel):
    """GET /v1/slips/key: the operator's public key, with which anybody can check a slip."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    key: str


def sign(seed: bytes, group: str, day: date, nonce: bytes) -> str:
    """The code. ``seed`` is the operator's, ``nonce`` six random bytes."""
    from nacl.signing import SigningKey

    name = line(group, limits.GROUP_NAME).encode()
    said = bytes([_VERSION]) + (day - _EPOCH).days.to_bytes(2) + nonce[:NONCE] + name
    signature = SigningKey(seed).sign(_CONTEXT + said).signature
    return grouped(said + signature)


def public_key(seed: bytes) -> str:
    """The public half, as people pass it on."""
    from nacl.signing import SigningKey

    return grouped(bytes(SigningKey(seed).verify_key))


def verify(key: str, code: str) -> Slip | None:
    """What a slip says, None where it was not signed with this key.

    Raises BadInput where the key or the code is none, such as one that was cut.
    """
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    raw_key = ungrouped(key)
    if raw_key is None or len(raw_key) != SEED:
        raise BadInput(N_("This is no public key for slips: one has 52 letters and digits."), field="key")
    raw = ungrouped(code)
    if raw is None or len(raw) <= _HEAD + _SIGNATURE or raw[0] != _VERSION or len(code) > LONGEST * 2:
        raise BadInput(N_("This is no slip, or only a part of one."), field="code")
    said, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    try:
        VerifyKey(raw_key).verify(_CONTEXT + said, signature)
        name = said[_HEAD:].decode()
    except (BadSignatureError, UnicodeDecodeError):
        return None
    day = _EPOCH + timedelta(days=int.from_bytes(said[1:3]))
    return Slip(line(name, limits.GROUP_NAME), day, said[3:_HEAD].hex())


# Base32


def grouped(raw: bytes) -> str:
    """``k7m2p 9x...``: five letters a group, a blank between."""
    bits, size = int.from_bytes(raw), len(raw) * 8
    count = -(-size // 5)
    bits <<= count * 5 - size
    letters = "".join(_LETTERS[bits >> 5 * place & 31] for place in reversed(range(count)))
    return " ".join(letters[start : start + _GROUP] for start in range(0, count, _GROUP))


def ungrouped(text: str) -> bytes | None:
    """Bytes again, whatever blanks, dashes and capitals it has; None where it is no such text."""
    plain = "".join(text.split()).replace("-", "").lower().translate(_ALIKE)
    if not plain or len(plain) > LONGEST or any(letter not in _LETTERS for letter in plain):
        return None
    bits = 0
    for letter in plain:
        bits = bits << 5 | _LETTERS.index(letter)
    size = len(plain) * 5 // 8
    spare = len(plain) * 5 - size * 8
    if spare >= 5 or bits & ((1 << spare) - 1):
        return None
    return (bits >> spare).to_bytes(size)
