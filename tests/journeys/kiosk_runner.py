"""A kiosk with times shorter than any library may set, and with faults put into its visits: run as a program.

    python kiosk_runner.py SETTINGS [FAULT [LOG [FRESH]]]

SETTINGS is JSON, FAULT Python that runs in a visit's process before it begins, LOG a file for the supervisor's lines;
FRESH '' leaves out the day's public data, with which the process that waits begins once more.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from tuigroup.doors.kiosk.chores import Chores
from tuigroup.doors.kiosk.settings import KioskSettings
from tuigroup.doors.kiosk.supervisor import VISIT, Supervisor

BEGIN = "\nfrom tuigroup.doors.kiosk.visit import main\nraise SystemExit(main())\n"


class Unfetched(Chores):
    """Sees to what has to end, and fetches nothing."""

    async def _keep_fresh(self) -> None:
        await asyncio.Event().wait()


def main(settings: str, fault: str = "", log: str = "", fresh: str = "yes") -> int:
    def write(line: str) -> None:
        if log:
            with Path(log).open("a") as out:
                out.write(line + "\n")

    command = (sys.executable, "-c", fault + BEGIN) if fault else VISIT
    told = KioskSettings(**json.loads(settings))
    chores = None if fresh else Unfetched(told, lambda: None)
    return asyncio.run(Supervisor(told, command=command, chores=chores, log=write).run())


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
