"""How long from exec to the first screen, drawn from the store, with no server to be reached; and to the first key
that is answered.

The first screen stands before the app is loaded, and keys typed from then on are kept: one that opens another screen
is typed as soon as the first screen is seen, and both are told, in seconds and in seconds of processor, which other
work on the machine does not lengthen.

    .venv/bin/python -m tests.bench.start

Through a real pty, beside a bare Textual application and the bare interpreter. Files are warm, as on the second
start of a day; the store holds the whole sample community.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.figures import Figures
from tests.processes import ServerProcess, clean_environment
from tests.terminal import Terminal
from tuigroup.config import Settings
from tuigroup.doors.visit import remember, store_path
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.wire.sync import WantDirectory, WantLibrary, WantThread
from tuigroup_server.service import sample
from tuigroup_server.service.context import open_context
from tuigroup_server.settings import Settings as ServerSettings

MEMBER: Final = "quiet-harbour-41"
PASSPHRASE: Final = "seven small lamps along the water"
TIMES: Final = 9
LIMIT: Final = 0.45
BARE: Final = """
from textual.app import App, ComposeResult
from textual.widgets import Static
class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("usable")
Bare().run(mouse=False)
"""


async def prepare(folder: Path, settings: Settings, server: ServerProcess) -> str:
    """The member's store with everything in it; the name of one of their groups."""
    path = store_path(settings, server.url)
    assert path is not None
    path.parent.mkdir(parents=True, mode=0o700)
    store = Store.open(path)
    session = Session.open(settings, store, Client(server.url))
    await session.create_account(MEMBER, PASSPHRASE)
    context = open_context(server.folder, ServerSettings())
    try:
        sample.load(context, MEMBER)
    finally:
        context.database.close()
    for want in (WantDirectory(), WantLibrary()):
        session.engine.want(want)
    while await session.engine.round():
        pass
    for joined in store.groups.joined():
        for thread in store.threads.list(joined.group.group):
            session.engine.want(WantThread(g=joined.group.group, n=int(thread.ref)))
    while await session.engine.round():
        pass
    names = [joined.group.name for joined in store.groups.joined()]
    await session.close()
    store.close()
    remember(replace(settings, server=server.url))
    return names[0]


class Start:
    """Some starts of one program: seconds, and seconds of processor, until ``seen`` stands on the screen."""

    def __init__(self, argv: Sequence[str], home: Path, seen: str, *, key: str = "", then: str = "") -> None:
        self.argv, self.home, self.seen = argv, home, seen
        self.key, self.then = key, then
        self.taken: list[tuple[float, float]] = []
        self.answered: list[tuple[float, float]] = []  # from exec too, to what the key brings

    def once(self) -> None:
        began = time.perf_counter()
        terminal = Terminal(self.argv, clean_environment(self.home), cwd=self.home)
        self.taken.append(self._until(terminal, self.seen, began))
        if self.key:
            terminal.send(self.key)
            self.answered.append(self._until(terminal, self.then, began))
        terminal.close()

    def _until(self, terminal: Terminal, seen: str, began: float) -> tuple[float, float]:
        while seen not in terminal.text():
            if not terminal.pump(1) and time.perf_counter() - began > 30:
                raise AssertionError(f"{seen!r} was not seen:\n{terminal.text()}")
        return time.perf_counter() - began, ran(terminal.pid)


def ran(pid: int) -> float:
    """Seconds of processor that a process took, over its threads."""
    paths = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(path.read_text().split()[0]) for path in paths) / 1e9


def middle(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The median of the seconds, the least of the processor's; the first start is not counted."""
    return median(seconds for seconds, _ in times[1:]), min(processor for _, processor in times[1:])


def main() -> int:
    figures = Figures("start")
    figures.note(f"load of the machine at the beginning: {os.getloadavg()[0]:.1f}, on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        settings = Settings(data=str(home / "kept"), sync_minutes=0)
        server = ServerProcess(home / "server")
        server.init()
        server.start()
        try:
            group = asyncio.run(prepare(home, settings, server))
        finally:
            server.stop()
        argv = [sys.executable, "-m", "tuigroup", "--data", settings.data]
        ours = Start(argv, home, group[:20], key="d", then="find")
        bare = Start([sys.executable, "-c", BARE], home, "usable")
        python = Start([sys.executable, "-c", "print('usable')"], home, "usable")
        for _ in range(TIMES + 1):  # in turns, so that what else the machine does is the same for all
            for one in (ours, bare, python):
                one.once()
    (first, first_ran), (answered, answered_ran) = middle(ours.taken), middle(ours.answered)
    (plain, plain_ran), (least, least_ran) = middle(bare.taken), middle(python.taken)
    figures.add("start to the first screen from the store", round(first, 3), "s", LIMIT)
    figures.add("start to the first key answered, typed when that is seen", round(answered, 3), "s")
    figures.add("start of a bare Textual application", round(plain, 3), "s")
    figures.add("start of the bare interpreter", round(least, 3), "s")
    figures.add("start to the first screen, against a bare Textual application", round(first / plain, 2), "times")
    figures.add("start to the first key answered, against that", round(answered / plain, 2), "times")
    for name, processor in (
        ("start to the first screen", first_ran),
        ("start to the first key answered", answered_ran),
        ("start of a bare Textual application", plain_ran),
        ("start of the bare interpreter", least_ran),
    ):
        figures.add(f"{name}, processor", round(processor, 3), "s")
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
