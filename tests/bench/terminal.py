"""How many bytes the terminal gets for what a member does: the real program on a real pty, beside Textual's own driver.

    .venv/bin/python -m tests.bench.terminal

80x24, TERM=xterm-256color, the line off; an evening in the sample community, and one in the measuring corpus (a
board of 40 threads, a thread of 60 posts). A figure is the mean over all of its kind in both; what the dearest cost
stands below it. A curses program that shows the same titles and the same text is measured too, and the layer's own
time a frame.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, median
from typing import Final

from rich.cells import cell_len

from tests.bench import line, start, walks
from tests.bench.community import BOARD, Community, load
from tests.bench.figures import Figures
from tests.bench.seat import Journey, Seat
from tests.bench.texts import Corpus, corpus
from tests.bench.walks import DOWN, ENTER
from tests.processes import ServerProcess
from tuigroup import actions
from tuigroup.config import Settings
from tuigroup.doors.visit import remember, store_path
from tuigroup.session import Session
from tuigroup.session.keys import Cost
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.terminal.capabilities import detect
from tuigroup.terminal.parser import Parser
from tuigroup.terminal.remote import Remote
from tuigroup.wire.sync import WantBoard, WantDirectory, WantLibrary, WantThread

MEMBER: Final = "quiet-harbour-41"
PASSPHRASE: Final = "seven small lamps along the water"
CHEAP: Final = Cost(1, 8192)
RATE: Final = 960  # bytes a second of the slow line
PIECE: Final = 24  # bytes that arrive together on it
PRESSED: Final = 30  # cursor-downs on it, ten a second
REPLAYS: Final = 7  # of which the median counts: what else the machine does falls on some of them
WHOLE: Final = 300  # bytes from which a frame is a page or a new screen
CPU: Final = 1.5  # ms
LIMITS: Final = {
    "start": 1800, "cursor down": 12, "scroll one line": 70, "page down": 1300, "open a thread": 1600,
    "open compose": 80, "type a character": 2, "back": 1450, "idle for 30 s": 0,
}  # fmt: skip
TOLD: Final = (
    "open compose, where what is answered has to move up",
    "type the first character, with what goes along with a post",
    "cursor down in today", "cursor down in directory", "cursor down in library", "cursor down in settings",
    "cursor down in a board", "to the next post of a thread", "open directory", "open library", "open settings",
)  # fmt: skip


# What there is to read


async def prepare(home: Path, settings: Settings, server: ServerProcess, told: Corpus) -> Community:
    """The member's store with everything in it; the numbers of what is read."""
    path = store_path(settings, server.url)
    assert path is not None
    path.parent.mkdir(parents=True, mode=0o700)
    store = Store.open(path)
    session = Session.open(settings, store, Client(server.url), cost=CHEAP)
    await session.create_account(MEMBER, PASSPHRASE)
    place = load(server.folder, told, MEMBER, 9)
    session.engine.want(WantDirectory())
    session.engine.want(WantLibrary())
    await _all(session)
    actions.join(store, place.group, "old_kestrel")
    await _all(session)
    session.engine.want(WantBoard(g=place.group, d=BOARD))
    await _all(session)
    for thread in store.threads.list(place.group):
        session.engine.want(WantThread(g=place.group, n=int(thread.ref)))
        await _all(session)
    await session.close()
    store.close()
    remember(replace(settings, server=server.url))
    return place


async def _all(session: Session) -> None:
    while await session.engine.round():
        pass


def with_server(folder: Path, work: Callable[[ServerProcess], object]) -> None:
    server = ServerProcess(folder)
    server.init()
    server.start()
    try:
        work(server)
    finally:
        server.stop()


# A slow line, and the processor


def down_and_down(argv: Sequence[str], home: Path) -> str:
    """The row that a fast line marks after the cursor-downs of ``settle_slowly``."""
    seat = Seat(argv, home)
    try:
        seat.wait("q leave")
        seat.settle(1.0)
        seat.step(ENTER, "40 threads")
        for _ in range(PRESSED):
            seat.step(DOWN, quiet=0.1)
        return _marked(seat.settle())
    finally:
        seat.close()


def settle_slowly(argv: Sequence[str], home: Path, then: str) -> float:
    """Seconds from the last of the cursor-downs, ten a second, until a line of RATE bytes a second is quiet.

    It has to mark the row ``then``: no key is lost, and nothing is left to be drawn.
    """
    seat = Seat(argv, home)
    try:
        seat.wait("q leave")
        seat.settle(1.0)
        seat.step(ENTER, "40 threads")
        began = last = time.monotonic()
        pressed, taken = 0, 0
        while (now := time.monotonic()) - last < 3 and now - began < 90:
            while pressed < PRESSED and now - began >= pressed / 10:
                seat.send(DOWN)
                pressed += 1
            allowed = int((now - began) * RATE) - taken
            if allowed >= PIECE and seat.take(PIECE):
                last, taken = time.monotonic(), taken + PIECE
            else:
                taken = max(taken, int((now - began) * RATE) - PIECE)  # an idle line saves nothing up
                time.sleep(0.005)
        assert _marked(seat.text()) == then, f"not {then!r} is marked:\n{seat.text()}"
        return last - began - (PRESSED - 1) / 10
    finally:
        seat.close()


def _marked(text: str) -> str:
    """The title in the row with the marker."""
    return next((row[3:40] for row in text.splitlines() if row.startswith(" > ")), "")


def cost(written: Sequence[bytes]) -> list[tuple[float, int]]:
    """For each step of what Textual's own driver wrote, as one frame: milliseconds the layer takes, bytes it makes."""
    replays = [_replay(written) for _ in range(REPLAYS)]
    return [(median(taken for taken, _ in found), found[0][1]) for found in zip(*replays, strict=True)]


def _replay(written: Sequence[bytes]) -> list[tuple[float, int]]:
    remote = Remote(80, 24, detect({"TERM": "xterm-256color"}))
    parser = Parser(remote.want, remote.caps, measure=cell_len)
    found = []
    for piece in written:
        text = piece.decode("utf-8", "replace").replace("\r\n", "\n")
        began = time.thread_time()
        parser.feed(text)
        remote.cursor = parser.x, parser.y
        frame = remote.frame()
        if frame:
            found.append(((time.thread_time() - began) * 1000, len(frame)))
    return found


# Figures


def tell(figures: Figures, ours: Sequence[Journey], textual: Sequence[Journey], curses: Journey, text: int) -> None:
    told = [("", _both(ours)), (", Textual's own driver", _both(textual)), (", curses", curses)]
    for name in (*LIMITS, *TOLD):
        for whose, journey in told:
            if name in journey.steps:
                limit = None if whose else LIMITS.get(name)
                figures.add(f"{name}{whose}", journey.mean(name), "B", limit)
            if not whose and name != "type a character" and len(set(journey.steps[name])) > 1:
                figures.add(f"{name}, at most", journey.most(name), "B")
    for whose, journey in told:
        total = sum(journey.steps["read the thread"])
        figures.add(f"read the thread to its end{whose}", total, "B")
        figures.add(f"read the thread against its text{whose}", round(total / text, 3), "times", None if whose else 1.5)


def _both(journeys: Sequence[Journey]) -> Journey:
    whole = Journey()
    for journey in journeys:
        for name, found in journey.steps.items():
            whole.add(name, *found)
    return whole


def tell_cost(figures: Figures, found: Sequence[tuple[float, int]]) -> None:
    taken = sorted(ms for ms, _ in found)
    large = [ms for ms, size in found if size >= WHOLE]
    figures.add("the layer's time a frame, mean", round(mean(taken), 2), "ms", CPU)
    figures.add("the layer's time a page or new screen, mean", round(mean(large), 2), "ms")
    figures.add("the layer's time a frame, 95 of 100", round(taken[len(taken) * 95 // 100], 2), "ms")


def main() -> int:
    told = corpus(os.environ)
    figures = Figures("terminal")
    text = sum(len(post.body.encode()) for post in told.thread)
    figures.note(f"texts: {told.source}; the thread has {text} B of text")
    figures.note(f"load of the machine at the beginning: {os.getloadavg()[0]:.1f}; bytes do not depend on it, times do")
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        corpus_, sample_ = (Settings(data=str(home / name), sync_minutes=0) for name in ("corpus", "sample"))
        with_server(home / "server", lambda server: asyncio.run(prepare(home, corpus_, server, told)))
        with_server(home / "other", lambda server: asyncio.run(start.prepare(home, sample_, server)))

        def program(driver: str, of: str) -> list[str]:
            """The program with a driver, on a copy of the member's store of its own."""
            kept = home / f"{of}-{driver}"
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(home / of, kept)
            return [sys.executable, "-m", "tests.bench.under", driver, "--data", str(kept), "--offline"]

        found: dict[str, list[Journey]] = {}
        written: list[bytes] = []
        for driver in ("low", "textual"):
            evening, first = walks.sample(program(driver, "sample"), home)
            reading, second = walks.long_thread(program(driver, "corpus"), home, told)
            found[driver], written = [evening, reading], [*first, *second]
        tell(figures, found["low"], found["textual"], walks.peer(home, told), text)
        shutil.copytree(home / "corpus", home / "corpus-line")
        line.add(figures, home / "corpus-line", told, text)
        tell_cost(figures, cost(written))
        then = down_and_down(program("low", "corpus"), home)
        name = f"{PRESSED} cursor-downs at {RATE} B/s settle"
        figures.add(name, round(settle_slowly(program("low", "corpus"), home, then), 2), "s", 1)
        slow = settle_slowly(program("textual", "corpus"), home, then)
        figures.add(f"{name}, Textual's own driver", round(slow, 2), "s")
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
