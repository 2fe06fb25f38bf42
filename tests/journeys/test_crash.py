"""A crash: one sentence with a number, the terminal as it was, the draft on disk, and nothing of anybody's words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.journeys import escapes
from tests.journeys.conftest import Open
from tests.journeys.steps import go_home
from tests.processes import ServerProcess
from tests.terminal import Started, Terminal
from tuigroup.store import Store

SECRET = "marked-passphrase-7731"
DRAFT = "marked draft of mine 5519"
# What comes to grief, and how: each with the secret in a local variable and in the error's own words.
FAULTS = {
    "drawing": """
import tuigroup.ui.screens.library as place
def load(self):
    secret = "SECRET"
    raise RuntimeError("no luck with " + secret)
place.LibraryScreen.load = load
""",
    "a key": """
import tuigroup.ui.screens.today as place
def action_library(self):
    secret = "SECRET"
    {}[secret]
place.TodayScreen.action_library = action_library
""",
    "work beside the screen": """
import tuigroup.ui.screens.today as place
async def work(secret):
    raise OSError("no luck with " + secret)
def action_library(self):
    self.do(work("SECRET"))
place.TodayScreen.action_library = action_library
""",
    "the engine": """
import tuigroup.sync.engine as place
import tuigroup.ui.screens.today as today
def action_library(self):
    def request(secret="SECRET"):
        raise ValueError("no luck with " + secret)
    self.engine._exchanges.request = request
    self.engine.wake()
today.TodayScreen.action_library = action_library
""",
}
# What ends nothing, but would write across the screen.
GRUMBLES = {
    "a task nobody asked after": """
import tuigroup.ui.screens.today as place
import asyncio, gc
async def work(secret):
    raise OSError("no luck with " + secret)
async def settle():
    await asyncio.sleep(0)
    gc.collect()
def action_library(self):
    asyncio.get_running_loop().create_task(work("SECRET"))
    self.do(settle(), lambda _: self.open("library"))
place.TodayScreen.action_library = action_library
""",
    "a thread, a library and the tidying up": """
import tuigroup.ui.screens.today as place
import logging, threading
class Untidy:
    def __del__(self):
        raise OSError("no luck with SECRET")
def work():
    raise OSError("no luck with SECRET")
def action_library(self):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    logging.getLogger("some.library").error("no luck with SECRET")
    Untidy()
    self.open("library")
place.TodayScreen.action_library = action_library
""",
}


@pytest.fixture
def faulty(tmp_path: Path, server: ServerProcess, signed_in: Path, open_client: Open) -> Open:
    """``faulty(code)``: the client with a fault put into it; it stands on the first screen."""

    def start(code: str, *words: str) -> Terminal:
        folder = tmp_path / "faults"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(code.replace("SECRET", SECRET))
        screen = open_client("--server", server.url, *words, env={"PYTHONPATH": str(folder)}, start=Started)
        screen.wait("online")
        return screen

    return start


def reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "home" / "state" / "tuigroup" / "crashes").glob("*.txt"))


@pytest.mark.parametrize("code", FAULTS.values(), ids=FAULTS.keys())
def test_one_sentence_a_number_and_the_terminal_as_it_was(code: str, faulty: Open, tmp_path: Path) -> None:
    screen = faulty(code)
    screen.send("l")
    assert screen.wait_exit() == 70
    said = after_the_screens(screen)
    assert said.startswith("tuigroup stopped unexpectedly (report ")
    assert "Your drafts and what waits to be sent are kept." in said
    assert said.count("\n") <= 1
    escapes.assert_restored(bytes(screen.seen), screen.fd)
    written = reports(tmp_path)
    assert [path.stem.removeprefix("crash-") in said for path in written] == [True]
    assert "sitecustomize.py" in written[0].read_text()
    assert written[0].stat().st_mode & 0o077 == 0
    nothing_secret(screen, tmp_path)


@pytest.mark.parametrize("code", GRUMBLES.values(), ids=GRUMBLES.keys())
def test_what_ends_nothing_says_nothing(code: str, faulty: Open, tmp_path: Path) -> None:
    screen = faulty(code)
    screen.press("l", "Library")
    go_home(screen)
    screen.send("q")
    assert screen.wait_exit() == 0
    assert after_the_screens(screen) == ""
    assert reports(tmp_path)
    nothing_secret(screen, tmp_path)


def test_what_was_being_written_is_kept(faulty: Open, tmp_path: Path, signed_in: Path) -> None:
    screen = faulty("""
import tuigroup.ui.screens.compose as place
def action_preview(self):
    secret = "SECRET"
    raise RuntimeError("no luck with " + secret)
place.ComposeScreen.action_preview = action_preview
""")
    screen.press("n", "answers|Esc back")
    screen.press("r", "Reply to")
    screen.send(DRAFT)
    screen.send("\x10")
    assert screen.wait_exit() == 70
    said = after_the_screens(screen)
    assert "tuigroup stopped unexpectedly" in said
    assert DRAFT not in said
    assert all(DRAFT not in path.read_text() for path in reports(tmp_path))
    nothing_secret(screen, tmp_path)
    store = Store.open(signed_in)
    assert [draft.body for draft in store.drafts.all()] == [DRAFT]
    store.close()


def test_no_report_is_left_where_nothing_may_be(tmp_path: Path, server: ServerProcess, open_client: Open) -> None:
    folder = tmp_path / "faults"
    folder.mkdir()
    code = FAULTS["drawing"].replace("library as", "help_now as").replace("LibraryScreen", "HelpNowScreen")
    (folder / "sitecustomize.py").write_text(code.replace("SECRET", SECRET))
    screen = open_client("--server", server.url, "--leave-nothing", env={"PYTHONPATH": str(folder)}, start=Started)
    screen.press("H" if "H help" in screen.wait("I am new here") else "", ".")
    assert screen.wait_exit() == 70
    assert "tuigroup stopped unexpectedly" in after_the_screens(screen)
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == []


def test_a_store_that_breaks_under_the_screens(server: ServerProcess, signed_in: Path, open_client: Open) -> None:
    screen = open_client("--server", server.url)
    screen.wait("online")
    other = sqlite3.connect(signed_in)
    other.execute("DROP TABLE resources")
    other.commit()
    other.close()
    screen.send("l")
    assert screen.wait_exit() == 1
    said = " ".join(after_the_screens(screen).split())
    assert said.startswith("Your local copy (")
    assert "What was saved before is untouched." in said
    escapes.assert_restored(bytes(screen.seen), screen.fd)


def after_the_screens(screen: Terminal) -> str:
    """What stands on the shell's own screen."""
    _, _, last = bytes(screen.seen).decode().rpartition("\x1b[?1049l")
    return escapes.read(last.encode()).text.strip()


def nothing_secret(screen: Terminal, tmp_path: Path) -> None:
    assert SECRET.encode() not in screen.seen
    assert b"no luck" not in screen.seen
    assert b"Traceback" not in screen.seen
    for path in reports(tmp_path):
        assert SECRET not in path.read_text()
        assert "no luck" not in path.read_text()
