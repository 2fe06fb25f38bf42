"""A goal over eight weeks: on screens one week, line by line the next, and all of it on another machine in the end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.journeys import clock_runner
from tests.journeys.conftest import MEMBER, PASSPHRASE
from tests.journeys.steps import ENTER, ESCAPE, leave
from tests.processes import ServerProcess, clean_environment
from tests.terminal import Terminal

GOAL = "walk before work"
WEEK = 7 * 24 * 60 * 60  # seconds


def argv(home: Path, week: int, *words: str) -> list[str]:
    return [sys.executable, clock_runner.__file__, str(week * WEEK), "tuigroup", "--data", str(home / "kept"), *words]


def on_screens(home: Path, week: int) -> None:
    """Check in, say what helped, tick the goal off; in the first week it is made up."""
    screen = Terminal(argv(home, week), clean_environment(home), cwd=home)
    try:
        screen.wait("q leave")
        screen.press("c", "How are you today")
        screen.press("c", "very low")
        screen.press("2" if week >= 4 else "4", "Helped")
        screen.send("jj")
        screen.press(ENTER, "What helped")
        screen.send("walking")
        screen.press(ENTER, "Helped +walking")
        screen.press(ESCAPE, "today +(all right|low); walking helped")
        if not week:
            screen.press("+", "in your own words")
            screen.send(GOAL)
            screen.press(ENTER, "How often")
            screen.press("1", "0 of 1 this week")
            screen.press(" ", "1 of 1 this week, done today")
            screen.press(ESCAPE, "A goal of your own")
        else:
            screen.wait(f"{GOAL} +0 of 1 this week")
            screen.answer("gj")
            screen.press(" ", "1 of 1 this week, done today")
        assert leave(screen) == 0
    finally:
        screen.close()


def in_lines(home: Path, week: int, *typed: str, words: tuple[str, ...] = ()) -> str:
    """What is heard when these lines are typed."""
    done = subprocess.run(
        argv(home, week, "--line", *words), env=clean_environment(home), input="\n".join((*typed, "")), text=True,
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return " ".join(done.stdout.split())


def test_a_goal_over_eight_weeks(server: ServerProcess, signed_in: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for week in range(8):
        if week % 2 == 0:
            on_screens(home, week)
        else:
            said = in_lines(home, week, "check", "check", "2" if week >= 4 else "4", "", "walking", "did 2")
            assert f"Done today: {GOAL}." in said
    # On screens: four weeks in a sentence, eight of them in the chart and in words.
    screen = Terminal(argv(home, 7), clean_environment(home), cwd=home)
    try:
        screen.wait("You +all right; walking helped; 1 of 1 goal today")
        screen.press("c", "How the weeks went")
        text = screen.press("w", "Week by week")
        assert "In the last four weeks all right; walking helped 4 times." in text
        assert f"{GOAL}: on 4 days in the last four weeks, in 4 of them as often" in text
        chart = {
            row.split()[0]: row.count(" o") for row in text.splitlines() if row[:10].strip() in ("low", "all right")
        }
        assert chart == {"all": 4, "low": 4}
        assert text.count("x") >= 8
        assert leave(screen) == 0
    finally:
        screen.close()
    # Line by line on another machine, where all that the server has is sealed.
    away = tmp_path / "away"
    away.mkdir()
    said = in_lines(away, 7, "2", MEMBER, PASSPHRASE, "weeks", words=("--server", server.url))
    assert "In the last four weeks all right; walking helped 4 times." in said
    assert f"{GOAL}: on 4 days in the last four weeks, in 4 of them as often as you meant to." in said
    assert said.count(f"{GOAL} 1 of 1") == 8
    kept = b"".join(path.read_bytes() for path in server.folder.rglob("*") if path.is_file())
    assert GOAL.encode() not in kept, "the server can't read it"
