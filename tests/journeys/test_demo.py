"""The demonstration: a tour where there is no terminal, the screens where there is one, and nothing left of either."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys import escapes
from tests.journeys.steps import ENTER, SEND, go_home
from tests.processes import clean_environment
from tests.terminal import Terminal

REPLY = "Written in a demonstration, and gone with it."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where temporary files go."""
    made = tmp_path / "temporary"
    made.mkdir()
    return made


@pytest.fixture
def environment(tmp_path: Path, folder: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    return {**clean_environment(home), "TMPDIR": str(folder)}


@pytest.fixture
def demo(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], Terminal]]:
    opened = []

    def start() -> Terminal:
        terminal = Terminal([sys.executable, "-m", "tuigroup", "demo"], environment, cwd=tmp_path)
        opened.append(terminal)
        return terminal

    yield start
    for terminal in opened:
        terminal.close()


def port(folder: Path) -> int:
    """Where the demonstration's server listens."""
    (store,) = folder.glob("tuigroup-demo-*/member/*.sqlite3")
    found = re.search(r"-([0-9]+)$", store.stem)
    assert found is not None
    return int(found[1])


def answers(where: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", where)) == 0


def nothing_is_left(screen: Terminal, folder: Path, where: int) -> None:
    """No server and no folder. What a killed client leaves behind is tidied up a moment later."""
    for _ in range(200):
        if not answers(where) and not list(folder.iterdir()):
            return
        if not screen.pump(0.05):
            time.sleep(0.05)
    assert not answers(where)
    assert not list(folder.iterdir())


def test_a_tour_without_a_terminal(environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tuigroup", "demo"],
        env={**environment, "TUIGROUP_DATABASE": "postgresql://192.0.2.1/ours", "TUIGROUP_GUESTS": "no"},
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stderr) == (0, "")
    headings = re.findall(r"^== ([^:]+):", done.stdout, re.MULTILINE)
    assert headings == ["The directory", "A group", "A thread", "A reply", "The library"]
    assert re.search(r"the server took it: it is post \d+ of the group, and 0 things wait", done.stdout)
    assert all(line.isprintable() for line in done.stdout.splitlines())
    assert list(folder.iterdir()) == []


def test_a_server_that_can_not_be_set_up_is_told_in_a_sentence(environment: dict[str, str], folder: Path) -> None:
    refused = "import runpy, sys; sys.modules['fastapi'] = sys.modules['sqlalchemy'] = None\n"
    (folder.parent / "sitecustomize.py").write_text(refused)
    done = subprocess.run(
        [sys.executable, "-m", "tuigroup", "demo"],
        env={**environment, "PYTHONPATH": str(folder.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1
    assert "could not be set up" in done.stderr
    assert "pip install 'tuigroup[server]'" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_killed_while_it_begins_it_leaves_nothing(demo: Callable[[], Terminal], folder: Path) -> None:
    screen = demo()
    screen.wait("Starting the sample community")
    while not list(folder.glob("tuigroup-demo-*/server/*")):
        screen.pump(0.01)
    screen.kill(signal.SIGKILL)
    assert screen.wait_exit() == 128 + signal.SIGKILL
    for _ in range(200):
        if not list(folder.iterdir()):
            break
        time.sleep(0.05)
    assert not list(folder.iterdir())


def test_the_screens_and_a_reply_that_goes_out(demo: Callable[[], Terminal], folder: Path) -> None:
    screen = demo()
    screen.wait("Good|quiet hour")
    screen.wait("online")
    where = port(folder)
    assert answers(where)
    screen.press("n", "r reply")
    screen.press("r", "Reply to")
    screen.send(REPLY)
    screen.wait(re.escape(REPLY))
    screen.press(SEND, r"\(you\)")
    screen.wait_gone("to send|sending|waits")
    go_home(screen)
    screen.press("d", "Directory")
    screen.press(ENTER, "Directory >")
    go_home(screen)
    assert "what stays" not in screen.press("s", "Settings"), "nothing does"
    go_home(screen)
    screen.send("q")
    assert screen.wait_exit() == 0
    escapes.assert_restored(bytes(screen.seen), screen.fd)
    assert not answers(where)
    assert list(folder.iterdir()) == []


SELDOM = tuple(pytest.param(number, marks=pytest.mark.soak) for number in (signal.SIGTERM, signal.SIGHUP))


@pytest.mark.parametrize("number", [*SELDOM, signal.SIGKILL], ids=lambda number: number.name)
def test_however_it_ends_nothing_is_left(number: signal.Signals, demo: Callable[[], Terminal], folder: Path) -> None:
    screen = demo()
    screen.wait("online")
    where = port(folder)
    screen.kill(number)
    assert screen.wait_exit() == 128 + number
    nothing_is_left(screen, folder, where)


def test_a_closed_window_leaves_nothing(demo: Callable[[], Terminal], folder: Path) -> None:
    screen = demo()
    screen.wait("online")
    where = port(folder)
    screen.hang_up()
    assert screen.wait_exit() == 128 + signal.SIGHUP
    nothing_is_left(screen, folder, where)


def test_ended_before_it_has_begun(demo: Callable[[], Terminal], folder: Path) -> None:
    screen = demo()
    screen.wait("Starting the sample community")
    screen.kill(signal.SIGTERM)
    assert screen.wait_exit() == 128 + signal.SIGTERM
    assert list(folder.iterdir()) == []
    assert b"Traceback" not in screen.seen
