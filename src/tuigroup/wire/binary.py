"""Byte strings within JSON: URL-safe base64 without padding."""

from __future__ import annotations

import base64
import binascii

from tuigroup.errors import MalformedWire
from tuigroup.i18n import N_


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def unb64(text: str) -> bytes:
    """Raises MalformedWire."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedWire(N_("A key in the answer could not be read.")) from error
