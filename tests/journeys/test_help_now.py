"""Help now: in one key from wherever one is, without a server, an account or a network; and in a plain shell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.steps import ESCAPE, F1, PAGE_DOWN
from tests.processes import ServerProcess, clean_environment
from tests.terminal import Terminal

NOBODY_THERE = "http://127.0.0.1:9"  # the discard port: nothing answers
LINES = r"emergency number"


def read_through(screen: Terminal) -> str:
    """All of help now, page by page."""
    pages = [screen.text()]
    for _ in range(40):
        page = screen.answer(PAGE_DOWN, 2)
        if page == pages[-1]:
            break
        pages.append(page)
    return "\n".join(pages)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_before_sign_in_with_the_server_down(open_client: Open, size: tuple[int, int]) -> None:
    columns, rows = size
    screen = open_client("--server", NOBODY_THERE, columns=columns, rows=rows)
    screen.wait("Welcome")
    screen.settle()
    screen.press(F1, "Help now")
    text = " ".join(read_through(screen).split())
    assert "emergency number 112" in text or "emergency number 999" in text
    assert "116 123" in text
    assert "988" in text
    assert "source" in text
    screen.press(ESCAPE, "Welcome")
    screen.send("q")
    assert screen.wait_exit() == 0


def test_without_any_server_address(open_client: Open) -> None:
    screen = open_client()
    screen.wait("No server is set yet")
    screen.press("H", LINES)


@pytest.fixture
def member(server: ServerProcess, signed_in: Path, open_client: Open) -> Terminal:
    """A member who is reading when the server goes away."""
    screen = open_client("--server", server.url)
    screen.wait("online")
    screen.press("n", "r reply")
    server.kill()
    return screen


def test_from_a_thread(member: Terminal) -> None:
    before = member.settle().splitlines()[1:12]
    member.press(F1, LINES)
    member.press(ESCAPE, "r reply")
    assert member.settle().splitlines()[1:12] == before


def test_while_writing_and_back_to_it(member: Terminal) -> None:
    member.press("r", "Reply to")
    member.send("half a sentence")
    member.wait("half a sentence")
    member.press(F1, LINES)
    member.press(ESCAPE, "half a sentence")
    member.send(" and the rest")
    member.wait("half a sentence and the rest")


def test_while_a_question_is_open(member: Terminal) -> None:
    member.press("r", "Reply to")
    member.press("\x0e", "A topic that some would rather not open")
    member.press(F1, LINES)
    member.press(ESCAPE, "A topic that some would rather not open")


def shell(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "tuigroup", *words],
        capture_output=True,
        text=True,
        timeout=30,
        env=clean_environment(home),
        stdin=subprocess.DEVNULL,
    )


def test_in_a_plain_shell(tmp_path: Path) -> None:
    done = shell(tmp_path / "home", "help-now", "IE")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.index("Ireland") < done.stdout.index("116 123")
    assert "112" in done.stdout
    assert done.stdout.isprintable() or all(line.isprintable() for line in done.stdout.splitlines())
    assert list((tmp_path / "home").iterdir()) == [], "asking for help leaves nothing behind"


def test_in_a_plain_shell_for_every_country_and_for_none_that_is_known(tmp_path: Path) -> None:
    everywhere = shell(tmp_path / "home", "help-now")
    assert everywhere.returncode == 0
    assert "988" in everywhere.stdout
    assert "116 123" in everywhere.stdout
    unknown = shell(tmp_path / "home", "help-now", "ZZ")
    assert unknown.returncode == 0
    assert "988" in unknown.stdout
