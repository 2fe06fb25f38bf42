"""An operator's own crisis lines: from the file to screens, lines and a shell, also when the server is gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.journeys.conftest import Open
from tests.journeys.steps import ESCAPE, F1, leave
from tests.processes import ServerProcess, clean_environment

COUNTRY = {"TUIGROUP_COUNTRY": "IE"}


def lines(home: Path, *words: str, text: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tuigroup", "--data", str(home / "kept"), *words],
        env=clean_environment(home) | COUNTRY, capture_output=True, text=True, input=text, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


def test_on_top_and_still_there_without_a_line(signed_in: Path, server: ServerProcess, open_client: Open) -> None:
    home, file = signed_in.parent.parent, server.folder / "helplines.toml"
    assert "Our listening line" not in lines(home, "help-now")
    file.write_text(server.run("check-helplines", "--example"), "utf-8")
    assert server.run("check-helplines", "--data", str(server.folder)) == "1 line, all in order.\n"
    screen = open_client(env=COUNTRY)
    screen.wait("q leave")
    screen.wait("online")
    for _ in range(20):  # it comes between two exchanges
        shown = screen.press(F1, "Ireland")
        if "Our listening line" in shown:
            break
        screen.press(ESCAPE, "q leave")
    assert "Our listening line" in shown
    assert "given by whoever runs this server, not verified by us" in shown
    screen.press(ESCAPE, "q leave")
    assert leave(screen) == 0
    server.kill()
    for said in (lines(home, "help-now"), lines(home, "--line", text="now\nquit\n")):
        own = said.index("Ireland: emergency number 112")
        assert own < said.index("Our listening line") < said.index("given by whoever runs this server")
        assert said.index("given by whoever") < said.index("Samaritans"), "and what is packaged is there as ever"
