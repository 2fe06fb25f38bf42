"""A first picture, and behind it the desk of ``apps``: ``python -m tests.terminal_layer.early_desk [gone]``.

SIGUSR1 lets it go on from the picture, to its end where it is ``gone``; SIGTERM ends it.
"""

from __future__ import annotations

import os
import signal
import sys

from tests.terminal_layer.desk import Program
from tuigroup.doors.signals import ended_in_order
from tuigroup.terminal.drivers.base import FrameDriver
from tuigroup.terminal.drivers.pty import PtyDriver
from tuigroup.terminal.early import Early


class Later(Program):
    def on_ready(self) -> None:
        if isinstance(self._driver, FrameDriver):
            self._driver.release()


if __name__ == "__main__":
    early = Early(os.environ)
    told, tell = os.pipe()
    signal.signal(signal.SIGUSR1, lambda _number, _frame: os.write(tell, b"."))
    with ended_in_order():
        try:
            early.show("\x1b[1;1Ha desk\x1b[24;60Hfirst words", (4, 2))
            os.read(told, 1)
            said = "" if "gone" in sys.argv else Later(driver_class=PtyDriver.after(early)).run(mouse=False)
        finally:
            early.give_back()
    print(f"over: {said}")
