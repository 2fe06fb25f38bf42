"""The quick exit at the end of a slow line: straight after a page-down, little of the page still comes."""

from __future__ import annotations

import re
import sqlite3
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from tests.journeys.conftest import MEMBER, PASSPHRASE, Open
from tests.journeys.steps import ENTER
from tests.processes import ServerProcess, clean_environment
from tests.quick import QUICK, RATE, SlowTerminal, exit_quickly


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


def opened(url: str, token: str) -> int:
    """What the server answers to who has this token."""
    asked = urllib.request.Request(f"{url}/v1/accounts/me/keys", headers={"authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def secrets(path: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(path)) as store:
        found = dict(store.execute("SELECT name, value FROM settings"))
    return found["account.token"], found["account.record_key"]


def test_nothing_is_shown_afterwards_before_the_passphrase(
    server: ServerProcess, signed_in: Path, open_client: Open
) -> None:
    token, key = secrets(signed_in)
    assert opened(server.url, token) != 401
    screen = open_client("--server", server.url)
    screen.wait("q leave")
    screen.send(QUICK)
    assert screen.wait_exit() == 0
    held = b"".join(found.read_bytes() for found in signed_in.parent.iterdir())
    assert token.encode() not in held
    assert key.encode() not in held
    assert opened(server.url, token) == 401

    server.stop()
    status = open_client("status")
    status.wait_exit()
    assert status.text().strip() == ""
    once = open_client("groups")
    once.wait("This is locked")
    once.wait_exit()
    screen = open_client()
    shown = screen.wait("Type the passphrase")
    assert not re.search(MEMBER + "|One Hand Free|to send", shown)
    screen.press(ENTER, "open it")
    screen.send("not the passphrase at all" + ENTER)
    screen.wait("does not open it", 60)
    screen.send(PASSPHRASE)
    screen.press(ENTER, "q leave")
    assert "One Hand Free" in screen.text()
    screen.send(QUICK)
    screen.wait_exit()

    lines = open_client("--line")
    heard = lines.wait("1. Type the passphrase")
    assert "One Hand Free" not in heard
    lines.send("1\r")
    lines.wait("not shown")
    lines.send(PASSPHRASE + "\r")
    lines.wait("One Hand Free")
    lines.send("blank\r")
    lines.wait_exit()
