"""Text from others can't touch the terminal: every screen that shows it, and every byte that reaches the pty.

A walk through all screens is made over hostile text. Nothing may be written but what the terminal layer makes
itself, and no screen may show what a sequence carried.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.journeys import escapes, hostile
from tests.journeys.conftest import MEMBER, Open, Sample, store_path
from tests.journeys.escapes import Written
from tests.journeys.hostile import GROUP, LISTED, STRANGE, WORD
from tests.journeys.steps import ENTER, ESCAPE, F1, PAGE_DOWN, SEND, go_home, leave, mark, sign_in
from tests.terminal import Terminal
from tests.warm import WarmServer

CLEAR = "\x15"


def walk(screen: Terminal) -> None:
    """From today through every screen, and out. What is waited for are tuigroup's own words."""
    read(screen)
    write(screen)
    directory(screen)
    facilitate(screen)
    strangers(screen)
    choose(screen)
    library(screen)
    search(screen)
    unsent(screen)
    rest(screen)


def read(screen: Terminal) -> None:
    screen.press("n", "r reply")
    for key in (" ", " ", "i", "p", "z", "z", "w", "m", "m", " "):
        screen.send(key)
        screen.settle(0.1)
    screen.press("+", "What would you like to tell")
    back(screen, "What would you like to tell")


def write(screen: Terminal) -> None:
    screen.press("r", "Ctrl\\+S send")
    screen.send("ok")
    screen.settle(0.1)
    screen.send("\x10")
    screen.wait_gone("Ctrl\\+S send")
    screen.settle(0.1)
    screen.press(ESCAPE, "Ctrl\\+S send")
    screen.press("\x0e", "A topic that some")
    back(screen, "A topic that some")
    screen.press(ESCAPE, "Kept as a draft")
    screen.press("R", "Ctrl\\+S send")
    screen.settle(0.1)
    back(screen, "Ctrl\\+S send")
    go_home(screen)
    screen.send("G")
    screen.settle(0.1)


def back(screen: Terminal, gone: str) -> None:
    """Esc, and what stood there is gone."""
    screen.wait(gone)
    screen.send(ESCAPE)
    screen.wait_gone(gone)


def find(screen: Terminal, group: str) -> None:
    """In the directory: the page of a group."""
    screen.press("/", "F1 help")
    screen.send(CLEAR + group)
    screen.wait(", 1 fit")
    screen.send(ENTER)
    screen.settle(0.1)
    screen.press(ENTER, rf"\A (Directory > )?{group}")
    screen.settle(0.1)


def directory(screen: Terminal) -> None:
    go_home(screen)
    screen.press("d", "Directory  ")
    for key in ("j", "j", "j", "s", "s", PAGE_DOWN):
        screen.send(key)
        screen.settle(0.1)
    screen.press("f", "What should fit")
    screen.send("G")
    screen.settle(0.1)
    screen.press(ENTER, r"\[x\] listings")
    back(screen, "What should fit")
    find(screen, LISTED)
    screen.press("C", "You run this group")
    back(screen, "You run this group")
    back(screen, "C claim")


def facilitate(screen: Terminal) -> None:
    find(screen, GROUP)
    screen.send(PAGE_DOWN)
    screen.settle(0.1)
    screen.press("A", "Who asks to join")
    screen.press("a", "A word of welcome")
    back(screen, "A word of welcome")
    screen.press("d", "Decline")
    back(screen, "Decline")
    back(screen, "Who asks to join")
    screen.press("O", "Choose who runs")
    screen.press(ENTER, "do here")
    back(screen, "do here")
    back(screen, "Choose who runs")
    screen.press("S", "Change what you like")
    for key in (PAGE_DOWN, "G", "g"):
        screen.send(key)
        screen.settle(0.1)
    mark(screen, "Add a meeting")
    screen.send("k")
    screen.settle(0.1)
    screen.press(ENTER, "Ctrl\\+S done")  # a meeting
    back(screen, "Ctrl\\+S done")
    screen.press(ESCAPE, "its boards")
    screen.press("L", "What you wrote stays")
    back(screen, "What you wrote stays")
    screen.press("X", "for good")
    back(screen, "for good")
    screen.press(ENTER, "t new thread")
    screen.press("t", "On which board")
    back(screen, "On which board")
    screen.send("g")
    screen.settle(0.1)
    all_boards = r"\A" + re.escape(screen.text()[:30])  # the title says where one is
    screen.send(ENTER)
    screen.wait_gone(all_boards)
    screen.press(ESCAPE, all_boards)
    screen.press(ESCAPE, "its boards")
    back(screen, "its boards")


def strangers(screen: Terminal) -> None:
    find(screen, STRANGE)
    screen.press("J", "Join")
    for _ in range(3):
        screen.send(ENTER)
        screen.settle(0.1)
    go_home(screen)


def choose(screen: Terminal) -> None:
    screen.press("w", "question 1 of 4")
    for question in (2, 3, 4):
        screen.press(ENTER, f"question {question} of 4")
    screen.send(ENTER)
    screen.wait_gone("question")
    screen.settle(0.1)
    go_home(screen)


def library(screen: Terminal) -> None:
    screen.press("l", "Library")
    screen.press("f", "Enter choose")
    back(screen, "Enter choose")
    screen.send("j")
    screen.press(ENTER, "o outline")
    screen.send(" ")
    screen.settle(0.1)
    screen.press("o", "Enter choose")
    back(screen, "Enter choose")
    go_home(screen)


def search(screen: Terminal) -> None:
    screen.press("/", "Search")
    screen.send(WORD + ENTER)
    screen.wait(r"[1-9]\d* here")
    screen.send("G")
    screen.settle(0.1)
    screen.send(ENTER)
    screen.settle(0.1)
    go_home(screen)


def unsent(screen: Terminal) -> None:
    if "line off" not in screen.text():
        screen.press("v", "line off")
    screen.press("n", "r reply")
    screen.press("r", "Ctrl\\+S send")
    screen.send(" and so on")
    screen.settle(0.1)
    screen.press(SEND, "to send")
    go_home(screen)
    screen.press("o", "withdraw")
    for key in ("j", "k"):
        screen.send(key)
        screen.settle(0.1)
    screen.press("e", "Ctrl\\+S send")
    back(screen, "Ctrl\\+S send")
    screen.press("x", "Take it back")
    back(screen, "Take it back")
    go_home(screen)


def rest(screen: Terminal) -> None:
    for key, shows in (("s", "Settings"), ("a", "Signed in as"), ("?", "All keys"), (F1, "emergency number")):
        screen.press(key, shows)
        back(screen, shows)
    assert leave(screen) == 0


def harmless(screen: Terminal) -> Written:
    """Nothing reached the pty that plain words would not have brought there."""
    written = escapes.read(bytes(screen.seen))
    assert written.kinds <= escapes.DRAWING
    assert max(written.numbers) <= max(screen.columns, 107), "places on the screen, and colours"
    assert escapes.odd_characters(written.text) == set()
    escapes.assert_restored(bytes(screen.seen), screen.fd)
    shown = "\n".join(screen.texts)
    for markup in ("[@click=app.quit]x[/]", "[/oops]", "[bold][red]"):
        assert markup in shown, "what looks like markup is shown as it was written"
    return written


def test_hostile_text_from_a_server(sample: Sample, tmp_path: Path, open_client: Open) -> None:
    """Somebody signs in, over a server's file that holds these texts."""
    shutil.copytree(sample.server, tmp_path / "server")
    server = WarmServer(tmp_path / "server")
    hostile.into_server(server.folder, MEMBER, hostile.attacks())
    server.start()
    try:
        screen = open_client("--server", server.url)
        sign_in(screen)
        screen.wait(GROUP)
        screen.wait("new")
        walk(screen)
    finally:
        server.kill()
    written = harmless(screen)
    assert hostile.MARK not in written.text, "what a sequence carried is gone with it"


def test_hostile_text_in_ones_own_store(sample: Sample, tmp_path: Path, open_client: Open) -> None:
    """A store that holds these texts, without the line."""
    nowhere = WarmServer(tmp_path / "nowhere")
    path = store_path(tmp_path / "home", nowhere)
    path.parent.mkdir(parents=True)
    shutil.copyfile(sample.store, path)
    hostile.into_store(path, hostile.attacks())
    screen = open_client("--server", nowhere.url, "--offline", columns=120, rows=40)
    screen.wait(GROUP)
    walk(screen)
    harmless(screen)
