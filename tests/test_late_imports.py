"""What is loaded only when it is needed: a first screen waits for no calendar, no rules of dates, no signatures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.processes import clean_environment

LATE = ("icalendar", "dateutil", "nacl.signing", "sqlcipher3")


def test_the_first_screen_loads_nothing_that_only_meetings_need(tmp_path: Path) -> None:
    code = (
        "import sys, tuigroup.ui.app, tuigroup.ui.screens.today, tuigroup.line.shell, tuigroup.line.today\n"
        f"print([name for name in {LATE!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=clean_environment(tmp_path), capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
