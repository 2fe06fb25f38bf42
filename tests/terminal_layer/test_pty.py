"""The driver on a real tty: real processes, real signals, terminals that go away or that nobody reads."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.journeys import escapes
from tests.terminal import Terminal
from tests.terminal_layer.emulator import Screen, Stream
from tuigroup.terminal.drivers.tty import Line, Output, open_output, size

ROOT = Path(__file__).parents[2]
SOON = 5.0
Start = Callable[..., "Seat"]


class Seat(Terminal):
    """A terminal that knows what ours is told."""

    def __init__(self, *words: str, term: str = "xterm-256color", argv: tuple[str, ...] = ()) -> None:
        desk = argv or (sys.executable, "-m", "tests.terminal_layer.desk", *words)
        super().__init__(desk, {"PYTHONPATH": str(ROOT), "HOME": "/nonexistent"}, term=term, cwd=ROOT)
        self.screen = Screen(self.columns, self.rows)
        self._stream = Stream(self.screen)

    def cooked(self) -> bool:
        """Whether the line discipline is a shell's."""
        return bool(termios.tcgetattr(self.fd)[3] & termios.ICANON)

    def until(self, told: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not told():
            assert time.monotonic() < end, self.text()
            self.pump(0.05)


@pytest.fixture
def start() -> Iterator[Start]:
    seats: list[Seat] = []

    def open_(*words: str, term: str = "xterm-256color") -> Seat:
        seats.append(Seat(*words, term=term))
        seats[-1].wait("choice 9")
        return seats[-1]

    yield open_
    for seat in seats:
        seat.close()


@pytest.mark.parametrize("term", ["xterm-256color", "screen", "linux", "vt100", "something-else"])
def test_a_terminal_is_left_as_it_was_found(start: Start, term: str) -> None:
    seat = start(term=term)
    assert not seat.cooked()
    seat.send("\x1b[B\x1b[B")
    seat.settle()
    seat.send("q")
    assert seat.wait_exit() == 0
    assert seat.cooked()
    escapes.assert_restored(bytes(seat.seen), seat.fd)
    assert seat.screen.margins is None
    assert "over: left" in seat.text()
    assert "choice" not in seat.text()


def test_little_is_written_and_nothing_while_nothing_happens(start: Start) -> None:
    seat = start()
    seat.settle()
    assert len(seat.seen) < 900
    modes = escapes.read(bytes(seat.seen)).modes
    assert {mode for mode, on in modes.items() if on} == {"1049", "2004"}
    before = len(seat.seen)
    seat.settle(quiet=1.0)
    assert len(seat.seen) == before
    seat.send("\t")
    seat.until(lambda: seat.screen.cursor.y == 11)  # in the field
    seat.settle()
    for letter in "abc":  # the first takes the place of what stood there
        before = len(seat.seen)
        seat.press(letter, f"{letter} *\n")
        assert len(seat.seen) - before <= (2 if letter > "a" else 20)


def test_another_window_size(start: Start) -> None:
    seat = start()
    seat.resize(40, 8)
    seat.wait(r"choice 6.*\Z")
    assert len(seat.text().splitlines()) == 8
    seat.resize(100, 30)
    seat.wait("name")


def test_ctrl_l_puts_right_what_others_wrote(start: Start) -> None:
    seat = start()
    seat.settle()
    seat._stream.feed(b"\x1b[3;1HBroadcast message from somebody\x1b[3;4r")
    assert "Broadcast" in seat.text()
    seat.send("\x0c")
    seat.wait_gone("Broadcast")
    assert "choice 1 " in seat.text()


def test_stopped_and_going_on(start: Start) -> None:
    seat = start()
    for number in (signal.SIGTSTP, signal.SIGSTOP):
        seat.settle()
        seat.kill(number)
        _, status = os.waitpid(seat.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        seat.settle()
        if number is signal.SIGTSTP:
            escapes.assert_restored(bytes(seat.seen), seat.fd)
        seat._stream.feed(b"\x1b[H\x1b[Jthe shell again")
        seat.kill(signal.SIGCONT)
        seat.wait("choice 9")
        assert "the shell" not in seat.text()
        assert not seat.cooked()
        seat.send("\x1b[B")
    seat.settle()
    seat.send("q")
    assert seat.wait_exit() == 0
    escapes.assert_restored(bytes(seat.seen), seat.fd)


def test_another_program_has_the_terminal_for_a_while(start: Start) -> None:
    seat = start()
    for times in (1, 2):  # what the first one wrote is seen again before the second has the terminal
        seat.send("e")
        seat.until(lambda times=times: seat.text().count("another program") == times)  # type: ignore[misc]
        assert seat.cooked()
        seat.press("\r", "choice 9")
        assert not seat.cooked()
        seat.send("\x1b[B")
        seat.settle()
    seat.send("q")
    assert seat.wait_exit() == 0


def test_a_fault_leaves_the_terminal_too(start: Start) -> None:
    seat = start()
    seat.send("!")
    assert seat.wait_exit() == 1
    escapes.assert_restored(bytes(seat.seen), seat.fd)
    assert "grief" in seat.text()


def test_a_terminal_that_is_gone_ends_it(start: Start) -> None:
    seat = start()
    seat.hang_up()
    assert seat.wait_exit(SOON) == 128 + signal.SIGHUP


def test_a_hang_up_that_is_heard_ends_it_in_good_order(start: Start) -> None:
    seat = start("ignore")
    seat.hang_up()
    assert seat.wait_exit(SOON) in (0, 120), "Python itself may find standard output gone"


def test_a_terminal_that_nobody_reads_holds_nothing(start: Start) -> None:
    seat = start()
    for _ in range(300):
        seat.send("\x0c")
    began = time.monotonic()
    time.sleep(0.3)
    seat.kill(signal.SIGTERM)
    kept, seat._open = seat._open, False
    try:
        assert seat.wait_exit(SOON) == 0
    finally:
        seat._open = kept
    assert time.monotonic() - began < SOON
    assert seat.cooked()


def test_keys_that_come_from_no_terminal(start: Start) -> None:
    shell = f"exec {sys.executable} -m tests.terminal_layer.desk < /dev/null"
    seat = Seat(argv=("/bin/sh", "-c", shell))
    try:
        seat.wait("choice 9")
        seat.kill(signal.SIGTERM)
        assert seat.wait_exit() == 0
    finally:
        seat.close()


def test_output_that_is_no_terminal_leaves_it_to_standard_error(start: Start, tmp_path: Path) -> None:
    shell = f"exec {sys.executable} -m tests.terminal_layer.desk > {tmp_path / 'out'}"
    seat = Seat(argv=("/bin/sh", "-c", shell))
    try:
        seat.wait("choice 9")
        seat.send("q")
        assert seat.wait_exit() == 0
    finally:
        seat.close()
    assert (tmp_path / "out").read_text() == "over: left\n"


# The parts, in this process


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    master, slave = pty.openpty()
    yield master, slave
    for end in (master, slave):
        with suppress(OSError):
            os.close(end)


async def test_bytes_wait_for_a_terminal_that_is_busy(ends: tuple[int, int]) -> None:
    master, slave = ends
    drained: list[bool] = []
    Line(slave).raw()
    output = Output(slave, asyncio.get_running_loop(), lambda: drained.append(True))
    payload = bytes(range(32, 127)) * 3000
    output.write(payload)
    assert output.queued() > 0
    output.write(b"the end")
    found = b""
    while not found.endswith(b"the end"):
        found += await asyncio.to_thread(os.read, master, 65536)
        await asyncio.sleep(0)
    assert found == payload + b"the end"
    assert drained == [True]
    output.close(b"last")
    assert os.read(master, 100) == b"last"
    output.write(b"too late")


async def test_what_waits_can_be_dropped(ends: tuple[int, int]) -> None:
    master, slave = ends
    Line(slave).raw()
    output = Output(slave, asyncio.get_running_loop(), lambda: None)
    output.write(b"x" * 500_000)
    output.drop()
    output.write(b"\x1b[H\x1b[J")
    found = b""
    while not found.endswith(b"\x1b[H\x1b[J"):
        found += await asyncio.to_thread(os.read, master, 65536)
    assert len(found) < 100_000, "only what had left already"
    output.close(b"")


async def test_a_terminal_nobody_reads_is_left_in_a_moment(ends: tuple[int, int]) -> None:
    _, slave = ends
    Line(slave).raw()
    output = Output(slave, asyncio.get_running_loop(), lambda: None)
    output.write(b"x" * 500_000)
    began = time.monotonic()
    output.close(b"\x1b[?1049l")
    assert time.monotonic() - began < 2


async def test_a_terminal_that_is_gone_swallows_everything(ends: tuple[int, int]) -> None:
    master, slave = ends
    line = Line(slave)
    output = Output(slave, asyncio.get_running_loop(), lambda: None)
    os.close(master)
    line.raw()
    output.write(b"anything")
    assert output.gone
    assert output.queued() == 0
    output.close(b"last")
    line.restore()
    assert size(slave, -1) == (80, 24)


async def test_a_description_that_is_shared_gets_small_pieces() -> None:
    """Where the terminal can't be opened again: a pipe stands for it here."""
    reading, writing = os.pipe()
    with pytest.raises(OSError, match="ioctl"):
        open_output(writing)
    output = Output(writing, asyncio.get_running_loop(), lambda: None)
    output.write(b"some words that are longer than a piece of them")
    assert os.read(reading, 100) == b"some words that are longer than a piece of them"
    assert os.get_blocking(writing), "whoever shares it is not disturbed"
    output.close(b"over, in a few words more")
    assert os.read(reading, 100) == b"over, in a few words more"
    os.close(reading)
    os.close(writing)


def test_a_line_that_is_none_is_left_alone() -> None:
    reading, writing = os.pipe()
    line = Line(reading, writing)
    line.raw()
    line.restore()
    assert not line.known(reading)
    os.close(reading)
    os.close(writing)
