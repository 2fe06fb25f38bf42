"""OpenSSH public keys as people paste them: one line, read strictly, known by its fingerprint from then on.

The form is RFC 4253 §6.6 (rsa), RFC 5656 §3.1 (ecdsa), RFC 8709 §4 (ed25519) and OpenSSH's PROTOCOL.u2f (sk-...).
Only what is strong enough is taken: ed25519, ecdsa, rsa of 3072 bits and more, and those held by a security key.
Nothing is verified here: whoever signs with a key proves to have it, and that is a door's work.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_

SMALLEST_RSA: Final = 3072  # bits, as NIST SP 800-57 asks for beyond 2030
LARGEST_RSA: Final = 16_384  # OpenSSH takes no larger one
LONGEST: Final = 8_000  # characters of a line
FINGERPRINT: Final = r"^SHA256:[A-Za-z0-9+/]{43}$"  # as OpenSSH prints it
_POINTS: Final[Mapping[str, int]] = MappingProxyType({"nistp256": 65, "nistp384": 97, "nistp521": 133})  # bytes

_ASKED: Final = N_("Please paste the one line of a file that ends in .pub, such as ~/.ssh/id_ed25519.pub.")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """``kind`` is the name of its algorithm; ``line`` says it all again, without the comment that may name somebody."""

    kind: str
    line: str
    fingerprint: str


def read(pasted: str) -> PublicKey:
    """The key of one pasted line. Raises BadInput (``public_key``) with one sentence for whatever is not taken."""
    if "PRIVATE KEY" in pasted:
        raise _refused(N_("This is a private key, which nobody else may ever see. It was not kept."))
    words = pasted.split()
    if len(pasted) > LONGEST or len(pasted.strip().splitlines()) != 1 or len(words) < 2:
        raise _refused(N_("This is not the line of a public key for SSH."))
    kind, packed = words[0], words[1]
    if kind not in _KINDS:
        raise _refused(_unknown(kind))
    try:
        blob = base64.b64decode(packed, validate=True)
        parts = _parts(blob)
    except (binascii.Error, ValueError) as error:
        raise _refused(N_("This line of a public key is not whole.")) from error
    if not parts or parts[0] != kind.encode() or not _KINDS[kind](kind, parts[1:]):
        raise _refused(N_("This line of a public key is not whole."))
    return PublicKey(kind, f"{kind} {packed}", fingerprint(blob))


def fingerprint(blob: bytes) -> str:
    """What OpenSSH prints for a key in its binary form: SHA256: and base64 without padding."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).rstrip(b"=").decode("ascii")


def _parts(blob: bytes) -> list[bytes]:
    """The strings that a key is made of (RFC 4251 §5). Raises ValueError."""
    found, at = [], 0
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 4], "big")
        at += 4
        if at + size > len(blob):
            raise ValueError("a string longer than the key")
        found.append(blob[at : at + size])
        at += size
    return found


def _ed25519(_kind: str, parts: list[bytes]) -> bool:
    return len(parts) == 1 and len(parts[0]) == 32


def _sk_ed25519(_kind: str, parts: list[bytes]) -> bool:
    return len(parts) == 2 and len(parts[0]) == 32 and bool(parts[1])


def _ecdsa(kind: str, parts: list[bytes]) -> bool:
    curve = kind.rpartition("-")[2]
    return len(parts) == 2 and parts[0] == curve.encode() and _point(curve, parts[1])


def _sk_ecdsa(_kind: str, parts: list[bytes]) -> bool:
    return len(parts) == 3 and parts[0] == b"nistp256" and _point("nistp256", parts[1]) and bool(parts[2])


def _point(curve: str, raw: bytes) -> bool:
    return len(raw) == _POINTS[curve] and raw[0] == 4


def _rsa(_kind: str, parts: list[bytes]) -> bool:
    """Raises BadInput for one that is too small or too large."""
    if len(parts) != 2 or not parts[0] or not parts[1] or parts[1][0] & 0x80:
        return False
    bits = int.from_bytes(parts[1], "big").bit_length()
    if not SMALLEST_RSA <= bits <= LARGEST_RSA:
        raise _refused(
            N_("This RSA key has {bits} bits; from {least} on it is strong enough.", bits=bits, least=SMALLEST_RSA)
            if bits < SMALLEST_RSA
            else N_("This RSA key is larger than SSH takes.")
        )
    return True


_KINDS: Final[Mapping[str, Callable[[str, list[bytes]], bool]]] = MappingProxyType(
    {
        "ssh-ed25519": _ed25519,
        "sk-ssh-ed25519@openssh.com": _sk_ed25519,
        "ecdsa-sha2-nistp256": _ecdsa,
        "ecdsa-sha2-nistp384": _ecdsa,
        "ecdsa-sha2-nistp521": _ecdsa,
        "sk-ecdsa-sha2-nistp256@openssh.com": _sk_ecdsa,
        "ssh-rsa": _rsa,
    }
)


def _unknown(kind: str) -> str:
    if "-cert-v" in kind:
        return N_("Certificates are not taken here, only the key itself.")
    if kind == "ssh-dss":
        return N_("DSA keys are too weak today; one of ssh-keygen -t ed25519 is fine.")
    return N_("This is not the line of a public key for SSH.")


def _refused(what: str) -> BadInput:
    return BadInput(what, field="public_key", kept=N_("Nothing was added."), todo=_ASKED)
