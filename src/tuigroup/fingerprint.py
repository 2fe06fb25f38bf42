"""The fingerprint of a server's key: SHA-256 over the SubjectPublicKeyInfo of its certificate (RFC 7469, 2.4).

It names the key and not the certificate, so that a server renews its certificate without becoming a stranger.
Everywhere but on screens it is written ``sha256:`` and 64 hexadecimal digits.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_

PREFIX: Final = "sha256:"
AUTHORITIES: Final = "authorities"  # where a fingerprint may stand: trust what certificate authorities vouch for
_CURL: Final = "sha256//"
_DIGITS: Final = re.compile(r"[0-9a-f]{64}")
_SEQUENCE, _INTEGER, _VERSION = 0x30, 0x02, 0xA0
# Before the key in a certificate: serial number, signature algorithm, issuer, validity, subject (RFC 5280, 4.1).
_BEFORE: Final = (_INTEGER, _SEQUENCE, _SEQUENCE, _SEQUENCE, _SEQUENCE)


def of_certificate(der: bytes) -> str:
    """The fingerprint of the key that an X.509 certificate in DER is for. Raises ValueError for other bytes.

    Only the one strict encoding is read: what another reader might take apart in another way is refused.
    """
    certificate, rest = _element(der, _SEQUENCE)
    if rest:
        raise ValueError("bytes after the certificate")
    told, _signature = _element(certificate[1], _SEQUENCE)
    fields = told[1]
    if fields[:1] == bytes([_VERSION]):
        _version, fields = _element(fields, _VERSION)
    for tag in _BEFORE:
        _skipped, fields = _element(fields, tag)
    (whole, _content), _extensions = _element(fields, _SEQUENCE)
    return of_key(whole)


def of_key(der: bytes) -> str:
    """The fingerprint of a SubjectPublicKeyInfo in DER."""
    return PREFIX + hashlib.sha256(der).hexdigest()


def parse(typed: str) -> str:
    """A fingerprint as people type it, in groups or not, or as curl takes it (``sha256//``...). Raises BadInput."""
    text = typed.strip()
    if text.startswith(_CURL):
        try:
            digits = base64.b64decode(text.removeprefix(_CURL), validate=True).hex()
        except (binascii.Error, ValueError):
            digits = ""
    else:
        digits = re.sub(r"[\s:.-]", "", text.lower().removeprefix(PREFIX))
    if not _DIGITS.fullmatch(digits):
        raise BadInput(
            N_("This is no fingerprint of a server's key."),
            todo=N_("It looks like sha256: and 64 digits and letters from a to f; whoever runs the server has it."),
        )
    return PREFIX + digits


def groups(fingerprint: str) -> tuple[str, ...]:
    """The digits in two lines of eight groups of four, for a screen, for paper and for reading aloud."""
    digits = fingerprint.removeprefix(PREFIX)
    fours = [digits[place : place + 4] for place in range(0, len(digits), 4)]
    return tuple(" ".join(fours[place : place + 8]) for place in range(0, len(fours), 8))


def for_curl(fingerprint: str) -> str:
    """What ``curl --pinnedpubkey`` takes."""
    return _CURL + base64.b64encode(bytes.fromhex(fingerprint.removeprefix(PREFIX))).decode()


def _element(data: bytes, tag: int) -> tuple[tuple[bytes, bytes], bytes]:
    """The first DER element, which must have this tag: the whole of it, its content; and what follows it."""
    if len(data) < 2 or data[0] != tag:
        raise ValueError("another element than expected")
    size, head = data[1], 2
    if size >= 0x80:
        count = size - 0x80
        length = data[2 : 2 + count]
        size, head = int.from_bytes(length, "big"), 2 + count
        # Indefinite, too long, or longer written than need be: not DER.
        if not 1 <= count <= 4 or len(length) != count or length[0] == 0 or size < 0x80:
            raise ValueError("a length that is not DER")
    end = head + size
    if end > len(data):
        raise ValueError("cut off")
    return (data[:end], data[head:end]), data[end:]
