"""A certificate for this machine, as an operator's command makes it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tuigroup_server import certificates, tls
from tuigroup_server.tls import Files

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


def write_certificate(folder: Path, *addresses: str) -> tuple[Files, str]:
    """Its files, for 127.0.0.1 and the like where nothing else is named; and the fingerprint of its key."""
    made = certificates.make(folder, addresses, NOW)
    return tls.own_files(folder), made.fingerprint
