"""A kiosk with times shorter than any library may set, and with faults put into its visits: run as a program.

    python kiosk_runner.py SETTINGS [FAULT [LOG]]

SETTINGS is JSON, FAULT Python that runs in a visit's process before it begins, LOG a file for the supervisor's lines.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from tuigroup.doors.kiosk.settings import KioskSettings
from tuigroup.doors.kiosk.supervisor import VISIT, Supervisor

BEGIN = "\nfrom tuigroup.doors.kiosk.visit import main\nraise SystemExit(main())\n"


def main(settings: str, fault: str = "", log: str = "") -> int:
    def write(line: str) -> None:
        if log:
            with Path(log).open("a") as out:
                out.write(line + "\n")

    command = (sys.executable, "-c", fault + BEGIN) if fault else VISIT
    return asyncio.run(Supervisor(KioskSettings(**json.loads(settings)), command=command, log=write).run())


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
