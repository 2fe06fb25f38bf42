"""A kiosk under a pty, its visits' processes, and what is left of marked words anywhere after a visit."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyte

from tests.journeys.conftest import MEMBER, PASSPHRASE
from tests.journeys.steps import ENTER, sign_in
from tests.processes import ServerProcess, clean_environment
from tests.terminal import Terminal

RUNNER = Path(__file__).with_name("kiosk_runner.py")
BEGIN = "to begin"
MARK = "marked-4417"  # in everything that a visitor of these tests writes
CLOCK_AND_LINE = re.compile(r"\d+ min left")


class KioskTerminal(Terminal):
    """``visit`` is the process of the visit that is on now."""

    log: Path

    def children(self) -> list[int]:
        return [pid for pid, parent, line in processes() if parent == self.pid and "kiosk.visit" in line]

    def visit(self, timeout: float = 60) -> int:
        end = time.monotonic() + timeout
        while not (found := self.children()):
            assert time.monotonic() < end, "no visit's process"
            self.pump(0.05)
        return found[0]

    def kill_visit(self, number: signal.Signals) -> None:
        os.kill(self.visit(), number)

    def waiting(self, timeout: float = 60) -> str:
        """The waiting screen stands."""
        return self.wait(BEGIN, timeout)

    def begin(self) -> str:
        self.waiting()
        return self.press(ENTER, "I have an account")

    def member(self) -> str:
        """Begin, and sign in as the sample member."""
        self.begin()
        sign_in(self)
        return self.wait("> .* answered")

    def draft(self, words: str) -> str:
        """A reply is being written, with these words."""
        self.press(ENTER, "r reply")
        self.press("r", "Reply to")
        self.send(words)
        return self.wait("draft saved")

    def history(self) -> str:
        """All that this terminal shows, and could be scrolled back to, by everything it was ever sent."""
        screen = pyte.HistoryScreen(self.columns, self.rows, history=100_000)
        pyte.ByteStream(screen).feed(bytes(self.seen))
        lines = [*screen.history.top, *(screen.buffer[y] for y in range(self.rows)), *screen.history.bottom]
        return "\n".join("".join(line[x].data for x in range(self.columns)) for line in lines)


def processes() -> Iterator[tuple[int, int, str]]:
    """Process, its parent, and its command line."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            yield int(folder.name), parent, (folder / "cmdline").read_bytes().decode("utf-8", "replace")


def start(
    server: ServerProcess,
    home: Path,
    credential: Path,
    *,
    fault: str = "",
    term: str = "xterm-256color",
    env: Mapping[str, str] | None = None,
    before: Iterable[str] = (),
    columns: int = 80,
    rows: int = 24,
    fresh: bool = True,
    **settings: Any,
) -> KioskTerminal:
    home.mkdir(exist_ok=True)
    told = {"server": server.url, "door": str(credential), "country": "GB", **settings}
    log = home.parent / "kiosk.log"
    argv = [*before, sys.executable, "-B", str(RUNNER), json.dumps(told), fault, str(log), "yes" if fresh else ""]
    environment = {**clean_environment(home), "TMPDIR": str(home / "tmp"), **(env or {})}
    (home / "tmp").mkdir(exist_ok=True)
    made = KioskTerminal(argv, environment, columns=columns, rows=rows, term=term, cwd=home)
    made.log = log
    return made


def open_sessions(server: ServerProcess) -> int:
    """Sign-ins that the server still takes."""
    with sqlite3.connect(server.folder / "tuigroup.sqlite3") as store:
        (count,) = store.execute("SELECT count(*) FROM sessions WHERE expires > ?", (int(time.time()),)).fetchone()
    return int(count)


def end_sessions(server: ServerProcess) -> None:
    """Those of whoever made the sample."""
    with sqlite3.connect(server.folder / "tuigroup.sqlite3") as store:
        store.execute("DELETE FROM sessions")


def until(true: Callable[[], bool], screen: Terminal, timeout: float = 90) -> None:
    end = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < end, screen.text()
        screen.pump(0.1)


def words_in_files(folder: Path, words: str = MARK) -> list[Path]:
    """Files below that hold the words, in their names too."""
    found = []
    for path in folder.rglob("*"):
        if words in path.name or (path.is_file() and words.encode() in path.read_bytes()):
            found.append(path)
    return found


def words_in_process(pid: int, words: str = MARK) -> list[str]:
    """Where in a process's memory, environment, arguments or open files the words stand."""
    found = []
    folder = Path("/proc") / str(pid)
    for name in ("environ", "cmdline", "maps"):
        with suppress(PermissionError):
            if words.encode() in (folder / name).read_bytes():
                found.append(name)
    found += [f"fd {number}" for number, opened in open_files(pid) if words in opened]
    with suppress(PermissionError), (folder / "mem").open("rb", buffering=0) as memory:
        for line in (folder / "maps").read_text().splitlines():
            span, modes = line.split()[:2]
            if not modes.startswith("rw"):
                continue
            first, last = (int(end, 16) for end in span.split("-"))
            with suppress(OSError, ValueError):
                memory.seek(first)
                if words.encode() in memory.read(last - first):
                    found.append(f"memory {line.split()[-1]}")
    return found


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def memory_files(pid: int) -> list[str]:
    """Memory without a name that a process holds open."""
    return [opened for _, opened in open_files(pid) if "tuigroup-public" in opened]


def open_files(pid: int) -> Iterator[tuple[str, str]]:
    """Each number and what it leads to, of what stays open while one looks."""
    with suppress(PermissionError, FileNotFoundError):
        for end in (Path("/proc") / str(pid) / "fd").iterdir():
            with suppress(FileNotFoundError):
                yield end.name, os.readlink(end)


__all__ = ["BEGIN", "MARK", "MEMBER", "PASSPHRASE"]
