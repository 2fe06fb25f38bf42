"""`tuigroup` some days later than it is: its clock is moved before anything of it is loaded. Run as a program.

python later_runner.py DAYS [WORDS...]
"""

from __future__ import annotations

import sys
import time

DAY = 24 * 60 * 60


def main(days: str, *words: str) -> int:
    now, ahead = time.time, float(days) * DAY
    time.time = lambda: now() + ahead
    from tuigroup.__main__ import main as program

    return program(list(words))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
