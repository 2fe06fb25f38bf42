"""The public data of the day: fetched once, kept in memory that has no name, and shared with visits to read only."""

from __future__ import annotations

import fcntl
import os
import tempfile
from contextlib import suppress
from typing import Final

_SEALS: Final = "F_SEAL_WRITE", "F_SEAL_GROW", "F_SEAL_SHRINK", "F_SEAL_SEAL"


class PublicBase:
    """A store's image behind a file descriptor, on no disk where the system has memory files (Linux)."""

    def __init__(self) -> None:
        make = getattr(os, "memfd_create", None)
        if make is not None:
            self.end: int = make("tuigroup-public", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        else:
            with tempfile.TemporaryFile() as file:  # no name even now
                self.end = os.dup(file.fileno())

    def seal(self) -> bool:
        """Nobody changes it from now on; whether there is anything in it."""
        with suppress(OSError, AttributeError):
            fcntl.fcntl(self.end, fcntl.F_ADD_SEALS, sum(getattr(fcntl, name) for name in _SEALS))
        return os.fstat(self.end).st_size > 0

    def close(self) -> None:
        os.close(self.end)


def read_image(end: int) -> bytes:
    """All of it, whoever else reads it at the time."""
    size = os.fstat(end).st_size
    found = b""
    while len(found) < size:
        piece = os.pread(end, size - len(found), len(found))
        if not piece:
            break
        found += piece
    return found


def write_image(end: int, image: bytes) -> None:
    view = memoryview(image)
    while view:
        view = view[os.write(end, view) :]
