"""Times in documents that people and other programs read."""

from __future__ import annotations

from datetime import UTC, datetime


def rfc3339(minute: int) -> str:
    """A minute since 1970 as RFC 3339 in UTC; '' for 0, which is never."""
    return datetime.fromtimestamp(minute * 60, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if minute else ""
