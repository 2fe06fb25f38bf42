"""What stays on the machine, over real processes: locked by the passphrase, and forgotten on leaving."""

from __future__ import annotations

import re
import signal
from pathlib import Path

from tests.cipher import needs_cipher
from tests.journeys.conftest import MEMBER, PASSPHRASE, Open
from tests.journeys.steps import ENTER, go_home, sign_in
from tests.processes import ServerProcess
from tests.quick import QUICK
from tests.terminal import Terminal
from tuigroup.line.oneshot.call import NOBODY

GROUP, DRAFT = "One Hand Free", "medlars and quinces by lamplight"


def beside(path: Path) -> bytes:
    """All that lies in the folder of the store, the log and whatever else is there included."""
    return b"".join(found.read_bytes() for found in sorted(path.parent.iterdir()) if found.is_file())


def choose(screen: Terminal, letter: str, then: str) -> None:
    """In the settings, from today."""
    screen.press("s", "Look ")
    while not re.search("> On this machine", screen.settle()):
        screen.send("j")
    screen.press(ENTER, "What stays on this machine")
    screen.press(letter, then)


def write_a_draft(screen: Terminal) -> None:
    """From today; what is typed is on disk within a second."""
    go_home(screen)
    screen.press(ENTER, "r reply")
    screen.press("r", "Ctrl\\+S send")
    screen.send(DRAFT)
    screen.wait("draft saved")


@needs_cipher
def test_locked_nothing_of_it_can_be_read_and_the_passphrase_brings_it_all_back(
    server: ServerProcess, signed_in: Path, open_client: Open
) -> None:
    assert GROUP.encode() in beside(signed_in)
    screen = open_client("--server", server.url)
    screen.wait("q leave")
    choose(screen, "l", "Locked. Each start asks")
    assert GROUP.encode() not in beside(signed_in)
    write_a_draft(screen)
    for words in (GROUP, DRAFT, "SQLite format 3"):
        assert words.encode() not in beside(signed_in)  # while it is open, with its log
    screen.kill(signal.SIGKILL)
    screen.wait_exit()
    for words in (GROUP, DRAFT):
        assert words.encode() not in beside(signed_in)

    server.stop()
    status = open_client("status")
    status.wait_exit()
    assert status.text().strip() == ""
    once = open_client("groups")
    once.wait("This is locked")
    assert once.wait_exit() == NOBODY
    screen = open_client()
    shown = screen.wait("Type the passphrase")
    assert "What is kept here is locked" in shown
    assert not re.search(MEMBER + "|" + GROUP + "|to send", shown)
    screen.press(ENTER, "open it")
    screen.send("not the passphrase at all" + ENTER)
    screen.wait("does not open it", 60)
    screen.send(PASSPHRASE)
    screen.press(ENTER, "q leave")
    assert GROUP in screen.wait("Draft")
    screen.send(QUICK)
    screen.wait_exit()
    for words in (GROUP, DRAFT):
        assert words.encode() not in beside(signed_in)

    lines = open_client("--line")
    heard = lines.wait("1. Type the passphrase")
    assert GROUP not in heard
    lines.send("1\r")
    lines.wait("not shown")
    lines.send(PASSPHRASE + "\r")
    lines.wait(GROUP)
    lines.send("settings\r")
    number = re.search(r"(\d+)\. On this machine: everything stays, locked", lines.wait("On this machine: .*"))
    assert number is not None
    lines.send("blank\r")
    lines.wait_exit()


def test_forgotten_on_leaving_and_after_a_crash(server: ServerProcess, signed_in: Path, open_client: Open) -> None:
    screen = open_client("--server", server.url)
    screen.wait("q leave")
    choose(screen, "f", "When you leave, you are asked")
    write_a_draft(screen)
    assert DRAFT.encode() in beside(signed_in)
    screen.kill(signal.SIGKILL)
    screen.wait_exit()

    screen = open_client()
    screen.wait("I have an account")
    for words in (GROUP, DRAFT, MEMBER):
        assert words.encode() not in beside(signed_in)
    sign_in(screen)
    assert signed_in.exists()
    write_a_draft(screen)
    go_home(screen)
    screen.press("q", "Nothing stays on this machine")
    screen.send("k")
    screen.wait_exit()
    assert sorted(found.name for found in signed_in.parent.iterdir()) == ["server", "stays"]

    screen = open_client("--server", server.url, home="elsewhere")
    sign_in(screen)
    screen.wait("Draft")  # it was sealed in the private record
    screen.send("q")
    screen.wait_exit()


def test_the_quick_exit_takes_it_off_the_disk(server: ServerProcess, signed_in: Path, open_client: Open) -> None:
    screen = open_client("--server", server.url, "--keep", "forget")
    screen.wait("q leave")
    write_a_draft(screen)
    screen.send(QUICK)
    screen.wait_exit()
    assert [found.name for found in signed_in.parent.iterdir()] == ["server"]
