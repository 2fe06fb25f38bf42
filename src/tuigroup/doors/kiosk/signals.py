"""SIGTERM and SIGHUP end a visit as its clock does: the screen is blank first, and unsent writing has ten seconds.

A thread stands by that ends the process whatever the rest does; the supervisor then sees to the terminal.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Final

from tuigroup.doors import signals

ENDING: Final = (signal.SIGTERM, signal.SIGHUP)
GRACE: Final = 14.0  # seconds from the signal to the end of the process


def leave_on_signals(leave: Callable[[], None]) -> Callable[[], None]:
    """Call ``leave`` in the running loop on the first of them; returns the undoing."""
    return signals.leave_on_signals(lambda _code: leave(), grace=GRACE, caught=ENDING)
