"""The quick exit at the end of a slow line: straight after a page-down, little of the page still comes."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.journeys.steps import ENTER
from tests.processes import ServerProcess, clean_environment
from tests.quick import RATE, SlowTerminal, exit_quickly


def test_the_screen_is_blank_within_a_second_of_960_bytes(
    server: ServerProcess, signed_in: Path, tmp_path: Path
) -> None:
    """Counted in bytes, which no busy machine changes: what comes before it is blank, the kernel's share included."""
    home = tmp_path / "home"
    argv = [sys.executable, "-m", "tuigroup", "--data", str(home / "kept"), "--server", server.url, "--offline"]
    screen = SlowTerminal(argv, clean_environment(home), cwd=home)
    try:
        screen.wait("q leave", 60)
        screen.settle(0.7, 60)
        screen.press(ENTER, "r reply", 60)
        for _ in range(2):
            screen.settle(0.7, 60)
            screen.send(" ")
        screen.settle(0.7, 60)
        found = exit_quickly(screen, " ")
        assert found.taken < RATE * 0.7
        assert screen.text().strip() == ""
    finally:
        screen.close()
