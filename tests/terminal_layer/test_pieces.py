"""Frames in pieces: only where the line is slow, never torn inside anything, and the screen is the same."""

from __future__ import annotations

import random

import pytest

from tests.terminal_layer.emulator import Screen, Stream
from tuigroup.terminal.pacing import ASK
from tuigroup.terminal.pieces import LEAST, REACH, Speed, cut


def line(rate: float, way: float, sizes: list[int]) -> Speed:
    """Frames of these sizes over a line that carries ``rate`` bytes a second, ``way`` seconds there and back."""
    speed, now = Speed(), 100.0
    for size in sizes:
        speed.asked(now, size)
        now += way + size / rate
        speed.answered(now)
    return speed


def test_nothing_is_known_before_an_answer() -> None:
    speed = Speed()
    assert speed.window is None
    speed.asked(1.0, 800)
    assert speed.window is None


@pytest.mark.parametrize("way", [0.0, 0.2, 1.2])
def test_a_slow_line_has_at_most_a_moment_under_way(way: float) -> None:
    found = line(960, way, [1600, 400, 900, 60, 1200]).window
    assert found is not None
    assert found == pytest.approx(960 * REACH, rel=0.02)


def test_a_long_way_is_not_a_slow_line() -> None:
    """Satellites and 2G: a second there and back, and bytes that come quickly. Pieces would cost a second each."""
    assert line(20_000, 1.2, [1600, 400, 900, 60]).window is None
    slow = line(5000, 1.2, [1600, 480, 480, 240]).window
    assert slow is not None
    assert slow > 1300, "a page goes in one"


def test_frames_of_one_size_say_little_and_are_taken_for_the_worse() -> None:
    found = line(5000, 1.2, [1200, 1210]).window
    assert found is not None
    assert found < 1200


def test_a_quick_line_is_left_alone() -> None:
    assert line(200_000, 0.02, [1600, 300, 900]).window is None


def test_the_least_piece_is_no_crumb() -> None:
    assert line(60, 0.0, [1600, 300, 900]).window == LEAST


FRAME = (
    "\x1b[H\x1b[1mWillow\x1b[m ä \x1b[3;5Hnaïve 日本\x1b[4;1H-\x1b[60b\x1bM\x1b[5;2r\x1b[31;1mred\x1b[m done\r\n"
).encode()


def test_pieces_end_where_something_ends() -> None:
    for most in range(1, len(FRAME) + 5):
        first, rest = cut(FRAME, most)
        assert first + rest == FRAME
        assert first, "there is always something"
        first.decode("utf-8")
        rest.decode("utf-8")
        assert not rest.startswith(b"\x1b[60b"), "what is repeated stands with its repeating"
        opened = first.rpartition(b"\x1b")[2]
        assert not opened or opened[:1] != b"[" or any(64 <= byte <= 126 for byte in opened[1:])


def test_a_question_between_pieces_changes_nothing_on_the_screen() -> None:
    whole = Screen(80, 24)
    Stream(whole).feed(FRAME)
    drawn = random.Random(4)
    for _ in range(50):
        screen, rest, sent = Screen(80, 24), FRAME, b""
        while rest:
            piece, rest = cut(rest, drawn.randrange(1, 40))
            sent += piece + ASK
        Stream(screen).feed(sent)
        assert screen.display == whole.display
