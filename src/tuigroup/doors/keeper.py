"""Beside a demonstration: a process that runs its server for as long as whoever started it is there.

Its standard input is a pipe that the client holds. However the client ends, killed outright too, the pipe
closes, the server is ended and the folder is removed. So they are where it is told itself to end, as everything is when
somebody logs out. It must import nothing of the project, nor leave anything.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

GRACE: Final = 8.0  # seconds a server has to end by itself


def keep(folder: str, command: Sequence[str]) -> None:
    """Run ``command`` until standard input closes or SIGTERM comes, then end it and remove ``folder``."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit())
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    # Only the server holds the way back now, so that its end is seen at the other side.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        while os.read(0, 1024):
            pass
    finally:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(sys.argv[1], sys.argv[2:])
