"""What the SSH door costs: memory a session, the first paint, a key under load, what sessions leave behind, packets.

    .venv/bin/python -m tests.bench.ssh [paints] [many] [passing] [packets]

What passes through OpenSSH, and what slrn takes there, is measured by tests.bench.slrn.

Real `ssh` clients on ptys, a real door, a real server, the measuring corpus; the accounts come in by key. Times
depend on what else the machine does.
"""

from __future__ import annotations

import asyncio
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.community import load
from tests.bench.figures import Figures
from tests.bench.sshline import READY, Line
from tests.bench.texts import Corpus, corpus
from tests.processes import ServerProcess
from tests.relay import Relay
from tuigroup import actions
from tuigroup.config import Settings
from tuigroup.session import Session
from tuigroup.session.keys import Cost
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.wire.sync import WantDirectory

SESSIONS: Final = 60
PRESSING: Final = 40
EVERY: Final = 2.0  # seconds between two keys of one person
ROUNDS: Final = 8
PASSING: Final = 300  # sessions opened and closed
AT_ONCE: Final = 10
PAINTS: Final = 15
PATIENCE: Final = 5.0  # seconds for the first byte of what a key brings
CHEAP: Final = Cost(1, 8192)  # nobody signs in by passphrase here
PASSPHRASE: Final = "seven small lamps along the water"
MIB: Final = 1024 * 1024


class Place:
    """The server, the door unless there is to be none, and how so many ``people`` get in."""

    def __init__(self, home: Path, told: Corpus, *, people: int = SESSIONS, door: bool = True) -> None:
        self.home = home
        self.told = told
        self.server = ServerProcess(home / "server")
        self.server.init()
        (home / "server" / "settings.toml").write_text("limits = false\n")
        self.server.start()
        self.names = [f"member-{number:03}" for number in range(people)]
        for name in self.names:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / name)], check=True)
        asyncio.run(self._people())
        self.port = 0
        if door:
            self.door, self.port = self._open()

    def argv(self, name: str, *words: str, port: int = 0) -> list[str]:
        usual = ["StrictHostKeyChecking=no", f"UserKnownHostsFile={self.home / 'known'}", "LogLevel=ERROR",
                 "IdentityAgent=none", f"IdentityFile={self.home / name}", "PreferredAuthentications=publickey",
                 *words]  # fmt: skip
        return ["ssh", "-F", "none", *(f"-o{one}" for one in usual), "-p", str(port or self.port), f"{name}@127.0.0.1"]

    def line(self, name: str, *words: str, port: int = 0) -> Line:
        return Line(self.argv(name, *words, port=port), self.home)

    async def _people(self) -> None:
        first = True
        for name in self.names:
            store = Store.open(None)
            session = Session.open(Settings(server=self.server.url), store, Client(self.server.url), cost=CHEAP)
            await session.create_account(name, PASSPHRASE)
            await session.add_key((self.home / f"{name}.pub").read_text().strip(), "bench", PASSPHRASE)
            if first:
                place = load(self.server.folder, self.told, name, 9)
                first = False
            session.engine.want(WantDirectory())
            await _all(session)
            actions.join(store, place.group, f"alias-{name[-3:]}")
            for other in place.joined[:4]:
                if store.groups.membership(other) is None:
                    actions.join(store, other, f"alias-{name[-3:]}")
            await _all(session)
            await session.close()
            store.close()

    def _open(self) -> tuple[subprocess.Popen[str], int]:
        argv = [sys.executable, "-m", "tuigroup_server", "ssh", "--data", str(self.server.folder), "--server",
                self.server.url, "--port", "0", "--connections", "500"]  # fmt: skip
        environ = {**self.server.environ, "TUIGROUP_SSH_STRANGERS": "500", "TUIGROUP_SSH_WAITING": "500"}
        process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=environ)
        assert process.stdout is not None
        for told in process.stdout:
            if found := re.search(r"port (\d+)", told):
                return process, int(found[1])
        raise AssertionError("the door ended before it listened")

    def memory(self) -> float:
        """MiB of the door that are its own. It lets only root look closer; else it is what is in no file."""
        folder = Path(f"/proc/{self.door.pid}")
        try:
            found = (folder / "smaps_rollup").read_text()
        except PermissionError:
            return int(re.findall(r"RssAnon:\s+(\d+)", (folder / "status").read_text())[0]) / 1024
        return sum(int(size) for size in re.findall(r"Private_(?:Dirty|Clean):\s+(\d+)", found)) / 1024

    def cpu(self) -> float:
        """Seconds of a processor that the door has had."""
        ticks = Path(f"/proc/{self.door.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        if self.port:
            self.door.send_signal(signal.SIGTERM)
            self.door.wait(60)
        self.server.stop()


async def _all(session: Session) -> None:
    while await session.engine.round():
        pass


def paints(place: Place, figures: Figures) -> None:
    taken: dict[str, list[float]] = {"guest": [], "by key": []}
    before = 0.0
    for number in range(PAINTS + 1):
        before = before or (place.cpu() if number else 0.0)
        for how, name in (("guest", "guest"), ("by key", place.names[number])):
            line = place.line(name)
            taken[how].append(line.enter())
            line.quiet(0.2)
            line.press(b"q")
            line.wait(rb"1049l")
            line.close()
    figures.add("processor time a session opened and closed", round((place.cpu() - before) / PAINTS / 2, 3), "s")
    for how, found in taken.items():
        figures.add(f"first paint, {how}, median", round(median(found[1:]), 3), "s", 0.35)


def many(place: Place, figures: Figures) -> None:
    before = place.memory()
    lines = [place.line(name) for name in place.names]
    for line in lines:
        line.enter()
    for line in lines:
        line.quiet(0.1)
    time.sleep(3)
    figures.add("door with nobody in it", round(before, 1), "MiB")
    figures.add(f"memory a session, {SESSIONS} idle", round((place.memory() - before) / SESSIONS, 2), "MiB", 4)
    before = place.cpu()
    keys = pressing(lines[:PRESSING], figures)
    figures.add("processor time a key", round((place.cpu() - before) / keys * 1000, 1), "ms")
    for line in lines:
        line.press(b"q")
    for line in lines:
        line.wait(rb"1049l")
        line.close()


def pressing(lines: Sequence[Line], figures: Figures) -> int:
    """Everybody moves the mark down and up again, each at their own moment; how many keys that were."""
    taken: list[float] = []
    began = time.perf_counter()
    due = sorted(
        (began + 1 + turn * EVERY + number * EVERY / len(lines), number, turn)
        for number in range(len(lines))
        for turn in range(ROUNDS)
    )
    waiting: dict[int, float] = {}
    by_fd = {line.fd: line for line in lines}
    while due or waiting:
        now = time.perf_counter()
        if not due and now > began + ROUNDS * EVERY + 12:
            break
        if due and now >= due[0][0]:
            _, number, turn = due.pop(0)
            line = lines[number]
            waiting.setdefault(line.fd, time.perf_counter())
            line.press(b"j" if turn % 2 == 0 else b"k")
            continue
        wait = min(0.05, max(0.0, due[0][0] - now)) if due else 0.05
        for fd in select.select(list(by_fd), [], [], wait)[0]:
            if by_fd[fd].read() and fd in waiting:
                taken.append(time.perf_counter() - waiting.pop(fd))
    taken += [99.0] * len(waiting)
    taken.sort()
    figures.add(f"key to paint, {len(lines)} sessions, median", round(median(taken) * 1000, 1), "ms")
    figures.add(
        f"key to paint, {len(lines)} sessions, 95 of 100", round(taken[len(taken) * 95 // 100] * 1000, 1), "ms", 150
    )
    return len(lines) * ROUNDS


def passing(place: Place, figures: Figures) -> None:
    def some(count: int) -> None:
        for _ in range(0, count, AT_ONCE):
            lines = [place.line("guest") for _ in range(AT_ONCE)]
            for line in lines:
                line.wait(READY)
            for line in lines:
                line.press(b"q")
            for line in lines:
                line.wait(rb"1049l")
                line.close()

    some(60)  # what is made once is made then
    time.sleep(3)
    before = place.memory()
    some(PASSING)
    time.sleep(3)
    figures.add(f"memory left behind by {PASSING} sessions", round(place.memory() - before, 2), "MiB", 5)


class Counting:
    """The relay between client and door, in a loop and a thread of its own."""

    def __init__(self, port: int) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.relay = Relay(port)
        asyncio.run_coroutine_threadsafe(self.relay.__aenter__(), self._loop).result(10)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.relay.__aexit__(None, None, None), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


def packets(place: Place, figures: Figures) -> None:
    for number, (how, words) in enumerate((("", "Compression=no"), (", compressed", "Compression=yes"))):
        counting = Counting(place.port)
        line = place.line(place.names[number], words, port=counting.relay.port)
        try:
            walk(figures, line, counting, how, len(place.told.thread))
        finally:
            line.close()
            counting.close()


def walk(figures: Figures, line: Line, counting: Counting, how: str, posts: int, *, asked: bool = False) -> None:
    """A member's way from coming in to the end of the thread of so many posts; ``how`` they came."""

    def step(keys: bytes) -> tuple[int, int]:
        before = counting.relay.traffic()
        line.press(keys)
        select.select([line.fd], [], [], PATIENCE)  # a busy machine takes its time before the first byte
        line.quiet(1.0)
        passed = counting.relay.traffic() - before
        return passed.up, passed.down

    line.enter(asked=asked)
    line.quiet(1.0)
    started = counting.relay.traffic()
    figures.add(f"TCP payload{how}: to the first page, down", started.down, "B")
    step(b"d")
    pages = [_answered(step, b"\x1b[6~"), step(b"\x1b[6~")]
    step(b"\x1b")
    tell(figures, f"page down{how}", pages)
    step(b"\r")  # the board
    downs = [step(b"j") for _ in range(8)]
    tell(figures, f"cursor down{how}", downs[4:])  # the first ones are past the boards
    _thread(figures, line, step, how, f"{posts} posts".encode())
    line.press(b"q")


def _answered(step: Callable[[bytes], tuple[int, int]], keys: bytes) -> tuple[int, int]:
    """What passed once the keys brought something: the list that they move in may still be on its way."""
    found = step(keys)
    for _ in range(ROUNDS):
        if found[1]:
            break
        found = step(keys)
    return found


def _thread(figures: Figures, line: Line, step: Callable[[bytes], tuple[int, int]], how: str, posts: bytes) -> None:
    """The long thread of the corpus, found from today by what is next unread, to its end."""
    up = down = 0
    step(b"\x1b")
    for _ in range(60):
        line.seen = b""
        moved = step(b"n") if not up else step(b" ")
        if posts in line.seen or up:
            up, down = up + moved[0], down + moved[1]
        elif not up:
            continue
        if up and (moved[1] == 0 or (b"posts" in line.seen and posts not in line.seen)):
            break
    if up:
        figures.add(f"TCP payload{how}: read the thread to its end, down", down, "B")
        figures.add(f"TCP payload{how}: read the thread to its end, up", up, "B")


def tell(figures: Figures, name: str, found: Sequence[tuple[int, int]]) -> None:
    """Means of what went each way."""
    figures.add(f"TCP payload: {name}, down", round(sum(down for _, down in found) / len(found), 1), "B")
    figures.add(f"TCP payload: {name}, up", round(sum(up for up, _ in found) / len(found), 1), "B")


def main() -> int:
    told = corpus(os.environ)
    figures = Figures("ssh")
    figures.note(f"texts: {told.source}; load of the machine before: {os.getloadavg()[0]:.1f}")
    if shutil.which("ssh") is None:
        figures.note("there is no ssh client on this machine")
        figures.write()
        return 0
    with tempfile.TemporaryDirectory() as made:
        place = Place(Path(made), told)
        try:
            for part in (paints, many, passing, packets):
                if part.__name__ in (sys.argv[1:] or part.__name__):
                    part(place, figures)
        finally:
            place.close()
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
