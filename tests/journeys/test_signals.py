"""Ended from outside while writing: soon, with the draft on disk, the terminal as it was, and nothing sent twice."""

from __future__ import annotations

import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.journeys import escapes
from tests.journeys.conftest import Open
from tests.journeys.steps import SEND, go_home, sign_in
from tests.processes import ServerProcess
from tests.terminal import Started, Terminal
from tuigroup.store import Store

SOON = 6.0  # seconds from the signal to the end
DRAFT = "a line that I have not sent yet"
POST = "A line that goes out while the server dies, and must arrive once."


@pytest.fixture
def composing(server: ServerProcess, signed_in: Path, open_client: Open) -> Terminal:
    """A reply is being written: its words stand on the screen."""
    screen = open_client("--server", server.url, start=Started)
    screen.wait("online")
    screen.press("n", "reply")
    screen.press("r", "Reply to")
    screen.send(DRAFT)
    screen.wait(DRAFT)
    return screen


def drafts(store: Path) -> list[str]:
    opened = Store.open(store)
    try:
        return [draft.body for draft in opened.drafts.all()]
    finally:
        opened.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_ends_it_soon_in_good_order(
    number: signal.Signals, composing: Terminal, signed_in: Path, tmp_path: Path
) -> None:
    began = time.monotonic()
    composing.kill(number)
    assert composing.wait_exit() == 128 + number
    assert time.monotonic() - began < SOON
    escapes.assert_restored(bytes(composing.seen), composing.fd)
    assert "Traceback" not in bytes(composing.seen).decode()
    assert drafts(signed_in) == [DRAFT]
    assert not (tmp_path / "home" / "state").exists(), "a signal is no crash"


def test_signals_again_and_again_change_nothing(composing: Terminal, signed_in: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
        composing.kill(number)
    assert composing.wait_exit() in (128 + signal.SIGTERM, 128 + signal.SIGHUP)
    escapes.assert_restored(bytes(composing.seen), composing.fd)
    assert drafts(signed_in) == [DRAFT]


def test_the_terminal_goes_away(composing: Terminal, signed_in: Path, tmp_path: Path) -> None:
    """A closed window, a cut line: the kernel sends SIGHUP, and nothing can be written any more."""
    began = time.monotonic()
    composing.hang_up()
    assert composing.wait_exit() == 128 + signal.SIGHUP
    assert time.monotonic() - began < SOON
    assert drafts(signed_in) == [DRAFT]
    assert not (tmp_path / "home" / "state").exists()


def test_a_terminal_that_nobody_reads_does_not_hold_it(composing: Terminal, signed_in: Path) -> None:
    """Flow control, a stopped emulator: writing blocks, and the program ends all the same."""
    composing.press("\x1b", "Kept as a draft")
    for _ in range(40):
        composing.send("nnn")  # screens that nobody takes off the line
    began = time.monotonic()
    composing.kill(signal.SIGTERM)
    code = wait_without_reading(composing)
    assert code == 128 + signal.SIGTERM
    assert time.monotonic() - began < SOON
    assert drafts(signed_in) == [DRAFT]


def test_where_nothing_stays_a_cut_line_seals_the_draft(server: ServerProcess, open_client: Open) -> None:
    """Memory goes with the process, so the draft goes to the private record first: it is there on the next machine."""
    for how in ("first", "second"):
        screen = open_client("--server", server.url, "--leave-nothing", home=how)
        sign_in(screen)
        if how == "second":
            screen.wait(r"Draft +a reply in .* saved")
            break
        screen.wait(r"\d new")
        screen.press("n", "reply")
        screen.press("r", "Reply to")
        screen.send(DRAFT)
        screen.wait(DRAFT)
        screen.hang_up()
        assert screen.wait_exit() == 128 + signal.SIGHUP


def wait_without_reading(screen: Terminal) -> int:
    kept, screen._open = screen._open, False
    try:
        return screen.wait_exit()
    finally:
        screen._open = kept


def test_killed_outright_loses_a_second_at_most(composing: Terminal, signed_in: Path) -> None:
    composing.wait("draft saved")
    while drafts(signed_in) != [DRAFT]:  # on a busy machine the first of it is on disk before the rest is typed
        assert composing.pump(1) or drafts(signed_in) == [DRAFT], "all of it is on disk within a second"
    composing.kill(signal.SIGKILL)
    assert composing.wait_exit() == 128 + signal.SIGKILL
    assert drafts(signed_in) == [DRAFT]


def test_killed_while_typing_loses_a_second_at_most(composing: Terminal, signed_in: Path) -> None:
    """What is on disk is never more than a second behind what was typed."""
    typed: list[tuple[float, str]] = []
    text = DRAFT
    began = time.monotonic()
    while time.monotonic() - began < 2.5:
        word = f"word{len(typed)}"
        text += f" {word}"
        composing.press(f" {word}", word)
        typed.append((time.monotonic(), text))
    composing.kill(signal.SIGKILL)
    killed = time.monotonic()
    assert composing.wait_exit() == 128 + signal.SIGKILL
    (kept,) = drafts(signed_in)
    due = max((text for at, text in typed if at <= killed - 1.0), key=len)
    assert len(kept) >= len(due)
    assert text.startswith(kept)


def test_what_is_on_its_way_when_the_server_dies_arrives_once(
    composing: Terminal, server: ServerProcess, signed_in: Path
) -> None:
    composing.press("\x1b", "Kept as a draft")
    for place in range(3):
        composing.press("r", "Reply to")
        composing.send("\x05\x15" * 4 + f"{POST} {place}")
        composing.wait(f"{place}")
        composing.send(SEND)
        composing.wait_gone("keep as draft")
        server.kill()
        composing.settle(place / 4)
        server.start()
        until_arrived(composing, server, place + 1)
    go_home(composing)
    composing.send("q")
    assert composing.wait_exit() == 0
    assert arrived(server) == [f"{POST} {place}" for place in range(3)]


def arrived(server: ServerProcess) -> list[str]:
    """What the server holds of it, in order."""
    store = sqlite3.connect(server.folder / "tuigroup.sqlite3")
    try:
        rows = store.execute("SELECT body FROM posts WHERE body LIKE ? ORDER BY number", (f"{POST}%",))
        return [body for (body,) in rows]
    finally:
        store.close()


def until_arrived(screen: Terminal, server: ServerProcess, count: int) -> None:
    end = time.monotonic() + 30
    while len(arrived(server)) < count:
        assert time.monotonic() < end, screen.text()
        screen.pump(0.1)
    screen.wait_gone(r"\d to send")
