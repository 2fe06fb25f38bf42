"""The program with a driver named on the command line: ``python -m tests.bench.under {low|textual} WORDS...``.

For measurements only: everything else is as it starts for a member.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from textual.app import App
from textual.driver import Driver


def driver(name: str) -> type[Driver]:
    if name == "low":
        from tuigroup.terminal.drivers.pty import PtyDriver

        return PtyDriver
    from textual.drivers.linux_driver import LinuxDriver

    return LinuxDriver


def main() -> int:
    chosen = driver(sys.argv[1])
    before = App._build_driver

    def build(app: App[Any], *args: Any, **how: Any) -> Driver:
        app.driver_class = chosen
        return before(app, *args, **how)

    App._build_driver = build  # type: ignore[method-assign,assignment]
    from tuigroup.__main__ import main as run

    sys.argv[:2] = ["tuigroup"]
    os.environ.pop("PYTHONSTARTUP", None)
    return run()


if __name__ == "__main__":
    raise SystemExit(main())
