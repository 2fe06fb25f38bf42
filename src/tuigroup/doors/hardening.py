"""What keeps a session's process to itself: no core dump, no reading of its memory, and no life after its parent."""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import resource
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

_PDEATHSIG: Final = 1
_DUMPABLE: Final = 4
_AMBIENT, _CLEAR_ALL = 47, 4
_LOCK, _UNLOCK = 0x560B, 0x560C  # VT_LOCKSWITCH and VT_UNLOCKSWITCH of linux/vt.h
_KEYS: Final = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)


def harden() -> None:
    """No core dumps, not even by a handler that the kernel calls, and nobody but root reads this process."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_DUMPABLE, 0)


def end_with_parent(number: signal.Signals, parent: int = 0) -> None:
    """Get this signal when the process that started this one is gone, however that came about.

    ``parent`` is that process where this one knows it; without, one that was gone before this is taken for the first.
    """
    _prctl(_PDEATHSIG, number)
    now = os.getppid()
    if (now != parent) if parent else (now == 1):
        os.kill(os.getpid(), number)


def deaf_to_keys() -> None:
    """What Ctrl+C, Ctrl+Z and Ctrl+backslash send is ignored, here and in processes started from here."""
    for number in _KEYS:
        signal.signal(number, signal.SIG_IGN)


def lock_consoles(end: int, *, locked: bool) -> None:
    """Alt+F2 and the like change consoles no more, or again; where ``end`` is a Linux console and this may be done.

    The right to do it stays with this process: those that it starts don't get it.
    """
    with suppress(OSError):
        fcntl.ioctl(end, _LOCK if locked else _UNLOCK, 1)
    _prctl(_AMBIENT, _CLEAR_ALL)


def environment(before: Mapping[str, str]) -> dict[str, str]:
    """What a visit's process gets: where programs are, what the terminal is, a language, and nothing else.

    No home, so that nothing finds settings or leaves any; no TEXTUAL_..., which imports code and writes keys to files.
    """
    kept = {
        "PATH": before.get("PATH", os.defpath),
        "TERM": _plain(before.get("TERM", "")) or "dumb",
        "LANG": _plain(before.get("LANG", "")) or "C.UTF-8",
        "TZ": _plain(before.get("TZ", "")),
        "COLORTERM": _plain(before.get("COLORTERM", "")),
    }
    always = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONNOUSERSITE": "1", "PYTHONSAFEPATH": "1"}
    return {name: value for name, value in kept.items() if value} | always


def _plain(value: str) -> str:
    return value if re.fullmatch(r"[A-Za-z0-9_.+@/-]{1,64}", value) and ".." not in value else ""


def _prctl(option: int, value: int) -> None:
    """On Linux; elsewhere there is no such thing."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
