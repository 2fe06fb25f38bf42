"""The desk of ``apps`` as a program on its own terminal: ``python -m tests.terminal_layer.desk [WORD]``.

``q`` leaves, ``e`` gives the terminal to another program until Enter, ``!`` comes to grief. SIGTERM leaves too.
``ignore`` as a word ignores SIGHUP.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys

from textual import events
from textual.widgets import Input

from tests.terminal_layer.apps import Desk
from tuigroup.terminal.drivers.pty import PtyDriver

OTHER = "import sys; print('another program'); sys.stdin.readline()"


class Program(Desk):
    AUTO_FOCUS = "OptionList"

    def on_mount(self) -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, "asked to")
        if "ignore" in sys.argv:
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.exit, "hung up")

    def on_key(self, event: events.Key) -> None:
        if isinstance(self.focused, Input):
            return
        if event.key == "q":
            self.exit("left")
        elif event.key == "e":
            with self.suspend():
                subprocess.run([sys.executable, "-c", OTHER], check=True)
        elif event.key == "exclamation_mark":
            raise RuntimeError("grief")


if __name__ == "__main__":
    program = Program(driver_class=PtyDriver)
    said = program.run(mouse=False)
    print(f"over: {said}")
    raise SystemExit(program.return_code)
