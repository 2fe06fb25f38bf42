"""What goes wrong outside: each time a sentence that says what happened, what was kept and what to do; no traceback."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys import escapes
from tests.journeys.conftest import PASSPHRASE, Open
from tests.journeys.stand_in import answering, of_another_age
from tests.journeys.steps import ENTER, ESCAPE, F1, go_home, sign_in
from tests.processes import ServerProcess, clean_environment
from tests.terminal import Started, Terminal
from tuigroup.store import Store

DRAFT = "words that would not fit on the disk"


def said(screen: Terminal) -> str:
    """The screen without its line breaks."""
    return " ".join(screen.settle().split())


def printed(screen: Terminal) -> str:
    """What a program that showed no screen printed, on one line."""
    written = escapes.read(bytes(screen.seen))
    assert "Traceback" not in written.text
    return " ".join(written.text.split())


# The server


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("not a url", "has a space"),
        ("ftp://groups.example.org", "has to begin with https:// or http://"),
        ("https://name:secret@groups.example.org", "has a name or passphrase in it"),
        ("http://127.0.0.1:99999", "can't be read"),
    ],
)
def test_an_address_that_is_none(typed: str, why: str, open_client: Open, tmp_path: Path) -> None:
    screen = open_client("--server", typed)
    assert screen.wait_exit() == 1
    assert why in printed(screen)
    assert "secret" not in printed(screen)
    assert not (tmp_path / "home" / "kept").exists(), "nothing is made for an address that is none"


def test_an_address_typed_on_the_first_screen(open_client: Open, server: ServerProcess) -> None:
    screen = open_client()
    screen.wait("> Type a server's address")
    screen.press(ENTER, "The server's address")
    screen.send("groups example" + ENTER)
    screen.wait("that no address has")
    screen.send("\x15" + server.url.removeprefix("http://") + ENTER)
    screen.wait("There is a tuigroup server at this address")
    screen.wait("I am new here")


def test_one_address_has_one_store_however_it_is_written(
    open_client: Open, server: ServerProcess, signed_in: Path
) -> None:
    screen = open_client("--server", f"127.0.0.1:{server.port}/")
    screen.wait("Good|quiet hour")
    assert sorted(path.name for path in signed_in.parent.glob("*.sqlite3")) == [signed_in.name]


def test_nobody_answers_at_the_address(open_client: Open) -> None:
    screen = open_client("--server", "http://127.0.0.1:9")
    screen.wait("not answering yet")
    screen.wait(r"The server can't\s+be reached")


def test_something_else_answers_at_the_address(open_client: Open) -> None:
    with answering({"/v1/server": "<html>Sign in to the library's network</html>"}) as url:
        screen = open_client("--server", url)
        screen.wait("No tuigroup server answers at this address")
        assert "Please look at the address again" in said(screen)


@pytest.mark.parametrize(
    ("versions", "what", "todo"),
    [
        ((2, 3), "speaks a newer language than this program", "Please update tuigroup on this machine"),
        ((0, 0), "speaks an older language than this program", "Its operator can update it"),
    ],
    ids=["too new", "too old"],
)
def test_a_server_of_another_age(
    versions: tuple[int, int], what: str, todo: str, open_client: Open, server: ServerProcess, signed_in: Path
) -> None:
    server.kill()
    with answering(of_another_age(*versions), port=server.port) as url:
        stranger = open_client("--server", url, home="elsewhere")
        stranger.wait("This server speaks")
        text = said(stranger)
        assert what in text
        assert todo in text
        member = open_client()
        member.wait("This server speaks")
        text = said(member)
        assert what in text
        assert "What you wrote is kept here" in text
        assert todo in text
        member.press("n", "r reply")  # what is here can be read all the same


def test_a_wrong_passphrase(open_client: Open, server: ServerProcess) -> None:
    screen = open_client("--server", server.url)
    screen.wait("I have an account")
    screen.press("j", "> I have an account")
    screen.press(ENTER, "Sign-in name")
    screen.send("sample-member" + ENTER + "not-the-passphrase-at-all")
    screen.send(ENTER)
    screen.wait("name and passphrase|passphrase do not|not belong|do not go together|does not fit")
    assert "not-the-passphrase-at-all" not in screen.text()
    screen.send(PASSPHRASE)
    screen.press(ENTER, "q leave")


# The store


def test_a_store_that_is_damaged(open_client: Open, server: ServerProcess, signed_in: Path) -> None:
    whole = signed_in.read_bytes()
    signed_in.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    screen = open_client()
    assert screen.wait_exit() == 1
    told = printed(screen).replace(" ", "")
    (aside,) = signed_in.parent.glob("*.damaged-*")
    assert "Yourlocalcopycan'tberead." in told
    assert f"Thefileiskeptas{aside}".replace(" ", "") in told
    assert "Pleasestartagain" in told
    assert aside.stat().st_size == len(whole)
    again = open_client()
    sign_in(again)
    again.wait("Long Gravel Road")


def test_a_store_of_a_later_version(open_client: Open, server: ServerProcess, signed_in: Path) -> None:
    with sqlite3.connect(signed_in) as store:
        store.execute("PRAGMA user_version = 9000")
    store.close()
    before = signed_in.read_bytes()
    screen = open_client()
    assert screen.wait_exit() == 1
    assert "was written by a later tuigroup" in printed(screen)
    assert "It was not changed" in printed(screen)
    assert signed_in.read_bytes() == before


def test_a_place_where_nothing_can_be_written(tmp_path: Path, open_client: Open, server: ServerProcess) -> None:
    (tmp_path / "a-file").write_text("no folder")
    screen = open_client("--data", str(tmp_path / "a-file" / "kept"), "--server", server.url)
    assert screen.wait_exit() == 1
    assert "Your local copy can't be opened" in printed(screen)
    assert "--data" in printed(screen)


# A disk as SQLite meets it when it is full: nothing can be committed, everything can be read.
FULL = """
import os, signal, sqlite3
real = sqlite3.connect
full = os.environ["FULL"] == "at once"
class Disk(sqlite3.Connection):
    def execute(self, sql, *values):
        writes = sql.split()[0] in ("INSERT", "UPDATE", "REPLACE", "DELETE") and not self.in_transaction
        if full and (sql == "COMMIT" or writes):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return super().execute(sql, *values)
def fill(*_):
    global full
    full = True
sqlite3.connect = lambda *words, **how: real(*words, factory=Disk, **how)
signal.signal(signal.SIGUSR1, fill)
"""


@pytest.fixture
def filling(tmp_path: Path, server: ServerProcess, signed_in: Path, open_client: Open) -> Open:
    """The client over a disk that is full from a SIGUSR1 on, or at once."""
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FULL)

    def start(full: str = "later") -> Terminal:
        return open_client(env={"PYTHONPATH": str(folder), "FULL": full}, start=Started)

    return start


def test_the_disk_fills_while_writing(filling: Open, signed_in: Path) -> None:
    screen = filling()
    screen.wait("online")
    screen.press("n", "r reply")
    screen.press("r", "Reply to")
    screen.kill(signal.SIGUSR1)
    screen.send(DRAFT)
    screen.wait("no room left")
    assert "Please free some space, then try again" in said(screen)
    screen.press(F1, "emergency number")
    screen.press(ESCAPE, "Reply to")
    screen.press(ESCAPE, "no room left")
    assert DRAFT in said(screen)
    screen.send("\x11")
    assert screen.wait_exit() == 0
    escapes.assert_restored(bytes(screen.seen), screen.fd)
    assert escapes.read(bytes(screen.seen).rpartition(b"\x1b[?1049l")[2]).text.strip() == "", (
        "nothing says what was here"
    )
    Store.open(signed_in).close()


def test_a_full_disk_does_not_keep_one_from_reading(filling: Open) -> None:
    screen = filling("at once")
    screen.wait("Long Gravel Road|answered you")
    screen.press("n", "r reply")
    screen.press(" ", "no room left")
    before = screen.settle()
    assert screen.answer(" ") != before
    screen.press(F1, "emergency number")
    screen.press(ESCAPE, "r reply")
    go_home(screen)
    screen.press("l", "Library")
    go_home(screen)
    screen.send("q")
    assert screen.wait_exit() == 0


def test_with_a_full_disk_one_is_asked_before_anything_is_lost(filling: Open) -> None:
    screen = filling()
    screen.wait("online")
    screen.press("n", "r reply")
    screen.press("r", "Reply to")
    screen.kill(signal.SIGUSR1)
    screen.press(DRAFT, "no room left")
    screen.press(F1, "emergency number")
    screen.press("q", "leave all the same")
    assert "Please free some space, then try again. If you leave now, what is not saved yet is lost." in said(screen)
    screen.press(ESCAPE, "emergency number")
    screen.press(ESCAPE, DRAFT)
    screen.press(F1, "emergency number")
    screen.press("q", "leave all the same")
    screen.send("l")
    assert screen.wait_exit() == 0
    escapes.assert_restored(bytes(screen.seen), screen.fd)


# The terminal


def test_a_terminal_that_is_too_small_and_grows(open_client: Open, server: ServerProcess, signed_in: Path) -> None:
    screen = open_client(columns=39, rows=11)
    screen.wait("Please make the window larger")
    assert "40 by 12 at least" in said(screen)
    screen.resize(40, 12)
    screen.wait("answered you")
    screen.resize(20, 5)
    screen.wait("Please make the")
    screen.resize(80, 24)
    screen.wait("answered you")
    screen.press("n", "r reply")


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_can_not_place_text_gets_lines(term: str, open_client: Open) -> None:
    screen = open_client(term=term)
    screen.wait("I need help now")
    screen.send("quit\n")
    assert screen.wait_exit() == 0
    assert b"\x1b" not in screen.seen


def test_noise_on_the_line_ends_nothing(open_client: Open, server: ServerProcess, signed_in: Path) -> None:
    screen = open_client()
    screen.wait("online")
    screen.press("n", "r reply")
    screen.press("r", "Reply to")
    os.write(screen.fd, b"caf\xe9 \xff\xfe\xc3")
    screen.settle()
    for noise in (
        b"\x1b[:200~",
        b"\x1b[0:A",
        b"\x1b[999999999999u",
        b"\x1b]52;c;eA==\x07",
        b"\x1b[<0;1;",
        b"\x00\x80\x9b",
    ):
        os.write(screen.fd, noise)
        screen.settle()
    screen.send("still here")
    screen.wait("still here")


@pytest.mark.parametrize("words", [[], ["--leave-nothing"]])
def test_no_terminal_at_all(tmp_path: Path, words: list[str]) -> None:
    done = run(tmp_path, *words)
    assert done.returncode == 1
    assert "needs a terminal" in done.stderr
    assert "tuigroup help-now" in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


# The settings


def test_settings_that_can_not_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "config" / "tuigroup"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("theme = light")
    done = run(tmp_path)
    assert done.returncode == 2
    assert "settings.toml is not TOML" in done.stderr
    assert "Traceback" not in done.stderr
    now = run(tmp_path, "help-now", "GB")
    assert now.returncode == 0, "help now asks for no settings in order"
    assert "116 123" in now.stdout


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "tuigroup", *words],
        capture_output=True,
        text=True,
        timeout=30,
        env=clean_environment(home),
        stdin=subprocess.DEVNULL,
    )
