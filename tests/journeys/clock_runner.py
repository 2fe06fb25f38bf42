"""A program at another time: ``python clock_runner.py SECONDS MODULE [WORDS]`` runs the module with its clock moved."""

from __future__ import annotations

import runpy
import sys
import time

_real = time.time


def main(seconds: str, module: str, *words: str) -> None:
    moved = float(seconds)
    time.time = lambda: _real() + moved
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
