"""Invitation codes: made to be read aloud and typed, kept as keyed hashes only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from tuigroup_server.service.context import Context

# Without letters and digits that look or sound like another; 32 of them, so a byte's low bits choose evenly.
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS: Final = 4
_EACH: Final = 4
_PURPOSE: Final = b"tuigroup-invite"


def new_code(random: Callable[[int], bytes]) -> str:
    """A code of 80 random bits, such as ``k7qd-9xmp-3htw-e2fz``."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in random(_GROUPS * _EACH))
    return "-".join(letters[start : start + _EACH] for start in range(0, len(letters), _EACH))


def hash_code(context: Context, code: str) -> bytes:
    """What the database knows of a code. Case, spaces and dashes do not count."""
    told = "".join(character for character in code.lower() if character.isalnum())
    return hashlib.blake2b(told.encode(), digest_size=32, key=context.pepper, person=_PURPOSE).digest()
