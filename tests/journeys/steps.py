"""Steps that several journeys take: signing in, joining, going home, writing. Each waits for what it brings."""

from __future__ import annotations

import re

from tests.journeys.conftest import MEMBER, PASSPHRASE
from tests.terminal import Terminal

ENTER, ESCAPE, SEND, TAB = "\r", "\x1b", "\x13", "\t"
DOWN, PAGE_DOWN = "\x1b[B", "\x1b[6~"
F1 = "\x1bOP"


def sign_in(screen: Terminal, name: str = MEMBER, passphrase: str = PASSPHRASE) -> str:
    """From the welcome screen to today."""
    screen.wait("I have an account")
    screen.send("j")
    screen.press(ENTER, "Sign-in name")
    screen.send(name + ENTER)
    screen.send(passphrase)
    return screen.press(ENTER, "q leave")


def create_account(screen: Terminal) -> str:
    """From the welcome screen to today, as somebody new; the sign-in name that was proposed."""
    screen.press(ENTER if "> I am new here" in screen.wait("I am new here") else "\x1b[A" + ENTER, "Sign-in name")
    name = re.search(r"Sign-in name +(\S+)", screen.wait(r"Sign-in name +\S+"))
    assert name is not None
    screen.press(SEND, r"12 [a-z]+")
    screen.press(ESCAPE, "g  go on without")
    screen.press("g", "Find a group that feels right")
    return name[1]


def go_home(screen: Terminal) -> str:
    """Back to today, from wherever one is."""
    text = screen.settle()
    for _ in range(8):
        if text.splitlines()[0].startswith(" tuigroup ") and "q leave" in text:
            return text
        text = screen.answer(ESCAPE)  # each Esc only after the one before has done its part
    return screen.wait("q leave")


def leave(screen: Terminal) -> int:
    """Leave from today; what is unsent stays here. The exit code."""
    go_home(screen)
    screen.send("q")
    if screen.asks("not sent yet"):
        screen.send("l")
    return screen.wait_exit()


def mark(screen: Terminal, row: str) -> None:
    """Down to the row that begins like this: what stands above it depends on the hour, such as a near meeting."""
    text = screen.settle()
    for _ in range(30):
        if f"> {row}" in text:
            return
        text = screen.answer(DOWN)
    raise AssertionError(f"no row {row!r}; the screen shows:\n{text}")
