"""That a program has a store of this folder open, as other programs of the same member see it.

Whoever opens a store takes part in a lock on the folder; whoever replaces a store's file has to be alone there, so
that nobody goes on writing to a file that is gone. Where the file system knows no such locks, nobody is kept out.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tuigroup.errors import StoreError
from tuigroup.i18n import N_

_WAIT: Final = 5.0  # seconds for another one that is just replacing a file
_TRY: Final = 0.6  # seconds for those that are only looking, such as `tuigroup status`
_STEP: Final = 0.02
_TAKEN: Final = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})


class Presence:
    """``close`` it after the store; once more for each time that another store of the same program took part."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stores = 1
        self._end: int | None = None
        with suppress(OSError):
            self._end = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        if not self._share(_WAIT):
            self.close()
            raise StoreError(
                N_("Another tuigroup is just changing how your local copy is kept."),
                kept=N_("Nothing was changed."),
                todo=N_("Please try again in a moment."),
            )

    def joined(self) -> Presence:
        """For another store in the folder: those of one program are not in each other's way."""
        self._stores += 1
        return self

    def close(self) -> None:
        self._stores -= 1
        if self._end is not None and self._stores <= 0:
            os.close(self._end)
            self._end = None

    def alone(self) -> bool:
        """Whether nobody else has a store of this folder open now."""
        found = self._lock(alone=True, seconds=0.0)
        self._share(_WAIT)
        return found

    @contextmanager
    def by_oneself(self) -> Iterator[None]:
        """Nobody else opens one meanwhile. Raises StoreError where somebody has one open."""
        try:
            if not self._lock(alone=True, seconds=_TRY):
                raise StoreError(
                    N_("Another tuigroup of yours is open on this machine."),
                    kept=N_("What is kept here stays as it was."),
                    todo=N_("Please leave the other one first, then choose again."),
                )
            yield
        finally:
            self._share(_WAIT)

    def _share(self, seconds: float) -> bool:
        return self._lock(alone=False, seconds=seconds)

    def _lock(self, *, alone: bool, seconds: float) -> bool:
        """False where others were in the way for so long."""
        if self._end is None:
            return True
        try:
            import fcntl
        except ImportError:  # pragma: no cover - not on this system
            return True
        how = (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB
        last = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(self._end, how)
            except OSError as error:
                if error.errno not in _TAKEN:
                    return True
                if time.monotonic() >= last:
                    return False
                time.sleep(_STEP)
            else:
                return True
