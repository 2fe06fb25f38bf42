"""The quick exit on a line of 960 bytes a second, straight after a page; and what a kiosk needs between two visits.

    .venv/bin/python -m tests.bench.kiosk

The program is the real one on a real pty, read as slowly as the line: what it has not carried waits in the kernel.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.figures import Figures
from tests.bench.seat import QUIET
from tests.bench.terminal import prepare
from tests.bench.texts import corpus
from tests.bench.walks import ENTER, SPACE
from tests.journeys import kiosk
from tests.processes import ServerProcess, clean_environment
from tests.quick import SlowTerminal, exit_quickly
from tuigroup.config import Settings

TIMES: Final = 5
F10: Final = "\x1b[21~"


def quick_exits(figures: Figures, home: Path, posts: int) -> None:
    found = []
    for turn in range(TIMES):
        kept = home / f"kept-{turn}"
        shutil.copytree(home / "kept", kept)
        environment = clean_environment(home)
        screen = SlowTerminal([sys.executable, "-m", "tuigroup", "--data", str(kept), "--offline"], environment)
        try:
            screen.wait("q leave")
            screen.press(ENTER, "40 threads")
            screen.settle(QUIET)
            screen.press(ENTER, f"{posts} posts")
            for _ in range(turn + 1):
                screen.settle(QUIET)
                screen.send(SPACE)
            screen.settle(QUIET)
            found.append(exit_quickly(screen, SPACE))
        finally:
            screen.close()
    figures.add("quick exit after a page-down, until blank, slowest", round(max(f.seconds for f in found), 3), "s", 1)
    figures.add("the same, median", round(median(f.seconds for f in found), 3), "s")
    figures.add("bytes that still came, most", max(f.taken for f in found), "B")
    figures.add("bytes that waited in the kernel, most", max(f.waited for f in found), "B")


def visits(figures: Figures, home: Path, server: ServerProcess) -> None:
    credential = home / "kiosk.credential"
    server.run("add-door", "desk", "--kind", "kiosk", "--data", str(server.folder), "--to", str(credential))
    screen = kiosk.start(server, home / "kiosk", credential)
    try:
        screen.waiting()
        screen.settle(3)  # the day's public data is here
        rest = []
        for _ in range(TIMES):
            screen.begin()
            screen.press("jjj", "> I would like to look around")
            began = time.monotonic()
            screen.press(F10, "The visit has ended")
            rest.append(time.monotonic() - began)
            screen.send("\x1b")
        figures.add("from the end of a visit to the next waiting screen, median", round(median(rest), 2), "s")
        figures.add("memory of the supervisor", _resident(screen.pid), "KiB")
        figures.add("memory of a process that waits for a visit", _resident(screen.visit()), "KiB")
    finally:
        screen.close()


def _resident(pid: int) -> int:
    status = (Path("/proc") / str(pid) / "status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def main() -> int:
    told = corpus(os.environ)
    figures = Figures("kiosk")
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        server = ServerProcess(home / "server")
        server.init()
        server.start()
        try:
            asyncio.run(prepare(home, Settings(data=str(home / "kept"), sync_minutes=0), server, told))
            quick_exits(figures, home, len(told.thread))
            visits(figures, home, server)
        finally:
            server.stop()
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
