"""What is switched on when a program begins, and that all of it is switched off."""

from __future__ import annotations

import re

from tests.terminal_layer.emulator import Screen, Stream
from tests.terminal_layer.frames import SETS, XTERM
from tuigroup.terminal.modes import Wishes, clearing, entering, leaving


def modes(data: bytes, final: bytes) -> set[bytes]:
    return set(re.findall(rb"\x1b\[\?(\d+)" + final, data))


def test_only_what_is_wished_for() -> None:
    assert entering(XTERM, Wishes(paste=False)) == b"\x1b[?1049h\x1b[?7l"
    assert modes(entering(XTERM, Wishes()), b"h") == {b"1049", b"2004"}
    assert entering(SETS["bare"], Wishes(paste=False)) == b""


def test_everything_is_taken_back() -> None:
    every = Wishes(paste=True, mouse=True, focus=True, keyboard=True)
    on, off = entering(XTERM, every), leaving(XTERM, every)
    assert modes(on, b"h") == modes(off, b"l")
    assert modes(on, b"l") <= modes(off, b"h")
    assert b"\x1b[>25u" in on
    assert b"\x1b[<u" in off
    assert off.endswith(b"\x1b[?25h")


def test_the_first_screen_is_as_it_was() -> None:
    screen = Screen(20, 3)
    stream = Stream(screen)
    stream.feed(b"a shell's words\r\n$ ")
    stream.feed(entering(XTERM, Wishes()) + b"\x1b[2;3r\x1b[1;31msomething private" + leaving(XTERM, Wishes()))
    assert screen.display[0].strip() == "a shell's words"
    assert screen.display[1].strip() == "$"
    assert screen.margins is None


def test_without_a_second_screen_nothing_private_is_left() -> None:
    screen = Screen(20, 3)
    Stream(screen).feed(b"something private" + leaving(SETS["linux"], Wishes()))
    assert "".join(screen.display).strip() == ""


def test_cleared_means_the_lines_above_too_where_they_may_be_ours() -> None:
    assert clearing(XTERM) == b"\x1b[H\x1b[2J"
    assert b"\x1b[3J" in clearing(SETS["linux"])
