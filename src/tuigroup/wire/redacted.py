"""What opens something, taken out of a decoded body before anybody is shown it or it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

SECRETS: Final = frozenset(
    {
        *("token", "secret", "new_secret", "recovery_secret", "new_recovery_secret"),
        *("wrapped", "new_wrapped", "recovery_wrapped", "new_recovery_wrapped", "sealed", "code", "authorization"),
        *("door", "fingerprint", "public_key"),
    }
)
HIDDEN: Final = "(redacted)"
DEEPEST: Final = 40  # nothing of ours is nested deeper than ten


def redacted(value: Any, depth: int = 0) -> Any:
    """The value with every secret's content replaced, at any depth, and bytes told by their number."""
    if depth > DEEPEST:
        return "(nested too deep to be shown)"
    if isinstance(value, Mapping):
        return {
            name: HIDDEN if str(name).lower() in SECRETS else redacted(inner, depth + 1)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [redacted(inner, depth + 1) for inner in value]
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return value
