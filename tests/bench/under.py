"""The program with a driver named on the command line: ``python -m tests.bench.under {low|textual} WORDS...``.

For measurements only: everything else is as it starts for a member.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from tuigroup.ui import first


@contextmanager
def nothing_early(*_: Any) -> Iterator[None]:
    """Textual's own driver takes nothing over, so nothing is drawn before it."""
    yield None


def main() -> int:
    if sys.argv[1] == "textual":
        before = App._build_driver

        def build(app: App[Any], *args: Any, **how: Any) -> Driver:
            app.driver_class = LinuxDriver
            return before(app, *args, **how)

        App._build_driver = build  # type: ignore[method-assign,assignment]
        first.shown = nothing_early  # type: ignore[assignment]
    from tuigroup.__main__ import main as run

    sys.argv[:2] = ["tuigroup"]
    os.environ.pop("PYTHONSTARTUP", None)
    return run()


if __name__ == "__main__":
    raise SystemExit(main())
