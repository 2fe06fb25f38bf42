"""The private record's bytes: compressed, padded to one of few sizes, sealed. The server learns a size class only.

Form: one byte 1 or 2, then SecretBox (nonce first) over four bytes of length, a zstd frame and zeros. Both are written
alike; 2 says that there is something in it that programs which only know form 1 would leave out when they write it
again, so that they leave the whole alone. Pure but for the randomness; what a record holds is session.record's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from tuigroup.errors import BadInput, MalformedWire
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire import frames
else:
    frames = Late("tuigroup.wire.frames")

Random = Callable[[int], bytes]

FORM: Final = 1
FULLER: Final = 2
_ALWAYS_KEPT: Final = frozenset("gvdkst")  # parts of a record that every program has known
SMALLEST: Final = 512
UNPACKED: Final = 4 * 1024 * 1024
_OVERHEAD: Final = 1 + SecretBox.NONCE_SIZE + SecretBox.MACBYTES + 4


class RecordTooLarge(BadInput):
    """More than a private record holds; something has to be left out."""


def bucket(size: int) -> int:
    """The size class of ``size`` bytes: 512, 768, 1024, 1536, ... up to the limit. Raises RecordTooLarge."""
    step = SMALLEST
    while step <= limits.RECORD_BYTES:
        for candidate in (step, step + step // 2):
            if size <= candidate <= limits.RECORD_BYTES:
                return candidate
        step *= 2
    raise RecordTooLarge(N_("There is more to keep than a private record holds."))


def seal(value: Any, key: bytes, codec: frames.Codec, random: Random) -> bytes:
    """A JSON value sealed under a 32-byte key. Raises RecordTooLarge."""
    packed = codec.compress(frames.to_json(value), 0)
    size = bucket(len(packed) + _OVERHEAD)
    padded = len(packed).to_bytes(4, "big") + packed
    padded += bytes(size - _OVERHEAD + 4 - len(padded))
    form = FULLER if isinstance(value, dict) and not _ALWAYS_KEPT.issuperset(value) else FORM
    return bytes([form]) + bytes(SecretBox(key).encrypt(padded, random(SecretBox.NONCE_SIZE)))


def unseal(sealed: bytes, key: bytes, codec: frames.Codec) -> Any:
    """The JSON value again. Raises MalformedWire where the bytes are damaged, of a later form or another key's."""
    if not sealed or sealed[0] not in (FORM, FULLER):
        raise MalformedWire(
            N_("Your private record has a form that this version does not know."),
            todo=N_("Please update tuigroup on this machine."),
        )
    try:
        padded = SecretBox(key).decrypt(sealed[1:])
    except (CryptoError, ValueError, TypeError) as error:
        raise MalformedWire(N_("Your private record could not be opened.")) from error
    length = int.from_bytes(padded[:4], "big")
    if length > len(padded) - 4:
        raise MalformedWire(N_("Your private record could not be opened."))
    return frames.from_json(codec.decompress(padded[4 : 4 + length], 0, UNPACKED))
