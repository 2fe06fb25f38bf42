"""A program at another time: ``python clock_runner.py AHEAD MODULE [WORDS]`` runs the module with its clock moved.

AHEAD is seconds, or a file that has them at every moment: so the clock moves while the program runs.
"""

from __future__ import annotations

import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path

_real = time.time


def clock(ahead: str) -> Callable[[], float]:
    if not Path(ahead).is_file():
        moved = float(ahead)
        return lambda: _real() + moved
    return lambda: _real() + float(Path(ahead).read_text("ascii"))


def main(ahead: str, module: str, *words: str) -> None:
    time.time = clock(ahead)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
