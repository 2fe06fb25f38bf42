"""SIGTERM, SIGHUP and SIGINT end a session as leaving does: drafts on disk, the terminal as it was, soon.

A gone terminal can block every write to it, so a thread stands by that ends the process after a few seconds
whatever the rest does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

GRACE = 4.0  # seconds from the signal to the end of the process
SENDING = 16.0  # and where nothing stays on this machine, so that what is unsent has to leave it first
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

# Mouse modes, bracketed paste, focus reports and keyboard protocol off; wrap on; alternate screen left;
# cursor shown; attributes reset.
RESTORE = (
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[<u\x1b[?7h"
    b"\x1b[?1049l\x1b[?25h\x1b[m"
)


def restore_terminal(fd: int = 1) -> None:
    """Write the leaving sequences without ever blocking."""
    try:
        os.set_blocking(fd, False)
        os.write(fd, RESTORE)
        os.set_blocking(fd, True)
    except OSError:
        pass


def leave_on_signals(
    leave: Callable[[int], None],
    *,
    grace: float | Callable[[], float] = GRACE,
    restore: Callable[[], None] = lambda: restore_terminal(),
    caught: Sequence[signal.Signals] = ENDING,
) -> Callable[[], None]:
    """Call ``leave(exit code)`` in the running loop on the first of these signals; returns the undoing.

    ``grace`` is in seconds, known now or only then; ``restore`` leaves the terminal as it was where the process has to
    be ended.
    """
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in caught}
    told = False

    def on_signal(number: signal.Signals) -> None:
        nonlocal told
        told = True
        for other in caught:
            loop.remove_signal_handler(other)
            signal.signal(other, signal.SIG_IGN)
        _stand_by(128 + number, grace() if callable(grace) else grace, restore if number != signal.SIGHUP else None)
        leave(128 + number)

    for number in caught:
        loop.add_signal_handler(number, on_signal, number)

    def undo() -> None:
        for number in caught:
            if loop.remove_signal_handler(number) and not told:
                signal.signal(number, before[number])

    return undo


@contextmanager
def ended_in_order() -> Iterator[Callable[[], None]]:
    """Where no loop runs yet: SIGTERM and SIGHUP end what is inside by way of its ``finally``.

    At its end at the latest, or when what it hands out is called: where one arrives while something is being thrown
    away (a weak reference's callback, ``__del__``), Python writes the exception off.
    """
    told = 0

    def heed() -> None:
        if told:
            raise SystemExit(told)

    def end(number: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = told or 128 + number
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield heed
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    heed()


def _stand_by(code: int, grace: float, restore: Callable[[], None] | None) -> None:
    def end() -> None:
        if restore is not None:
            restore()
        os._exit(code)

    timer = threading.Timer(grace, end)
    timer.daemon = True
    timer.start()
