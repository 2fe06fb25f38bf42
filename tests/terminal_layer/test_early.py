"""A picture that stands before the driver does: taken over without being sent again, or given back."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.journeys import escapes
from tests.terminal_layer.test_pty import Seat

Start = Callable[..., Seat]


@pytest.fixture
def start() -> Iterator[Start]:
    seats: list[Seat] = []

    def open_(*words: str, term: str = "xterm-256color") -> Seat:
        seats.append(Seat(term=term, argv=(sys.executable, "-m", "tests.terminal_layer.early_desk", *words)))
        seats[-1].wait("first words")
        return seats[-1]

    yield open_
    for seat in seats:
        seat.close()


def test_it_is_taken_over_and_only_the_rest_is_sent(start: Start) -> None:
    seat = start()
    assert not seat.cooked()
    before = bytes(seat.seen)
    seat.kill(signal.SIGUSR1)
    seat.wait("choice 9")
    seat.wait_gone("first words")
    rest = bytes(seat.seen)[len(before) :]
    assert b"a desk" in before
    assert b"a desk" not in rest
    assert b"\x1b[?1049h" not in rest
    seat.send("q")
    assert seat.wait_exit() == 0
    assert seat.cooked()
    escapes.assert_restored(bytes(seat.seen), seat.fd)
    assert "over: left" in seat.text()


def test_keys_typed_before_are_kept(start: Start) -> None:
    seat = start()
    seat.send("q")
    seat.kill(signal.SIGUSR1)
    assert seat.wait_exit() == 0
    assert "over: left" in seat.text()


def test_another_size_meanwhile_is_drawn_afresh(start: Start) -> None:
    seat = start()
    seat.resize(100, 30)
    seat.kill(signal.SIGUSR1)
    seat.wait("choice 9")
    seat.wait_gone("first words")
    assert seat.text().startswith("a desk")


@pytest.mark.parametrize("term", ["xterm-256color", "linux", "vt100"])
def test_what_nobody_takes_over_is_given_back(start: Start, term: str) -> None:
    seat = start("gone", term=term)
    seat.kill(signal.SIGUSR1)
    assert seat.wait_exit() == 0
    assert seat.cooked()
    escapes.assert_restored(bytes(seat.seen), seat.fd)
    assert "first words" not in seat.text()


def test_a_signal_meanwhile_leaves_the_terminal_as_it_was(start: Start) -> None:
    seat = start()
    seat.kill(signal.SIGTERM)
    assert seat.wait_exit() == 128 + signal.SIGTERM
    assert seat.cooked()
    escapes.assert_restored(bytes(seat.seen), seat.fd)
