"""The SSH door as several processes: who comes back is found, and one of them that dies takes no other along."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.conftest import MEMBER, PASSPHRASE
from tests.journeys.kiosk import processes
from tests.journeys.ssh import Client, DoorProcess, signed_in_to
from tests.processes import ServerProcess

pytestmark = pytest.mark.machine


@contextmanager
def opened(server: ServerProcess, *words: str) -> Iterator[DoorProcess]:
    """``--workers N`` and what else."""
    door = DoorProcess(server, *words)
    try:
        until(lambda: len(workers(door)) == int(words[1]))
        yield door
    finally:
        door.process.kill()  # its workers go with it
        door.process.wait()


def workers(door: DoorProcess) -> list[int]:
    return sorted(pid for pid, parent, _ in processes() if parent == door.process.pid)


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def only(worker: int, door: DoorProcess) -> Iterator[None]:
    """The next connection comes to this worker, since the others sleep."""
    others = [pid for pid in workers(door) if pid != worker]
    for pid in others:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in others:
            os.kill(pid, signal.SIGCONT)


def test_with_several_workers_a_session_is_found_again(server: ServerProcess, tmp_path: Path) -> None:
    client = Client(tmp_path / "home", 0)
    with opened(server, "--workers", "3") as door, client.at(door).opening() as start:
        first = signed_in_to(start, "q leave")
        first.press("d", "Directory")
        before = first
        for number, columns in enumerate((90, 100, 84, 96, 88)):
            with only(workers(door)[number % 3], door):
                again = start(f"{MEMBER}@127.0.0.1", columns=columns)
                again.wait("Passphrase:")
            again.press(PASSPHRASE + "\r", "Directory")
            before.wait_exit()
            again.press("?", "All keys")
            again.press("\x1b", "Directory")
            before = again
        assert door.stop() == 0


def test_a_worker_that_dies_takes_no_other_along(server: ServerProcess, tmp_path: Path) -> None:
    client = Client(tmp_path / "home", 0)
    with opened(server, "--workers", "2") as door, client.at(door).opening() as start:
        dies, lives = workers(door)
        with only(dies, door):
            guest_there = start("guest@127.0.0.1")
            guest_there.wait("I am new here")
            mine = signed_in_to(start, "q leave")
            mine.press("d", "Directory")
        with only(lives, door):
            guest = start("guest@127.0.0.1")
            guest.wait("I am new here")
            through = start(f"{MEMBER}@127.0.0.1")  # comes to the one, and is handed over to the other
            through.wait("Passphrase:")
        through.press(PASSPHRASE + "\r", "Directory")
        mine.wait_exit()

        os.kill(dies, signal.SIGKILL)
        assert guest_there.wait_exit() == 255
        assert through.wait_exit() == 1
        assert "Your session stopped unexpectedly." in through.text()
        guest.press("jjj\r", "d directory")

        again = signed_in_to(start, "q leave")
        assert "Directory" not in again.text(), "what was in memory is gone"
        until(lambda: len(workers(door)) == 2)
        (new,) = set(workers(door)) - {lives}
        with only(new, door):
            start("guest@127.0.0.1").wait("I am new here")
            last = start(f"{MEMBER}@127.0.0.1")
            last.wait("Passphrase:")
        again.press("d", "Directory")
        last.press(PASSPHRASE + "\r", "Directory")
        guest.press("d", "Directory")
        assert door.stop() == 0


def test_a_door_that_is_killed_leaves_no_worker_behind(server: ServerProcess) -> None:
    with opened(server, "--workers", "2") as door:
        here = workers(door)
        assert len(here) == 2
        for pid in here:  # what passes through them is in no core dump
            limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
            assert [line.split()[4:6] for line in limits if line.startswith("Max core")] == [["0", "0"]]
    until(lambda: not [pid for pid in here if Path(f"/proc/{pid}").exists()])
