"""How long from exec to the first screen that can be used, drawn from the store, with no server to be reached.

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
from collections.abc import Callable, Sequence
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


def start(argv: Sequence[str], home: Path, seen: str) -> tuple[float, Terminal]:
    """Seconds from exec until ``seen`` stands on the screen."""
    began = time.perf_counter()
    terminal = Terminal(argv, clean_environment(home), cwd=home)
    while seen not in terminal.text():
        if not terminal.pump(1) and time.perf_counter() - began > 30:
            raise AssertionError(f"{seen!r} was not seen:\n{terminal.text()}")
    return time.perf_counter() - began, terminal


def several(argv: Sequence[str], home: Path, seen: str, then: Callable[[Terminal], None] | None = None) -> float:
    """The median over some starts, the first one not counted."""
    taken = []
    for _ in range(TIMES + 1):
        seconds, terminal = start(argv, home, seen)
        if then is not None:
            then(terminal)
        terminal.close()
        taken.append(seconds)
    return median(taken[1:])


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
        answered: list[float] = []

        def press(terminal: Terminal) -> None:
            began = time.perf_counter()
            terminal.press("d", "find")
            answered.append(time.perf_counter() - began)

        ours = [sys.executable, "-m", "tuigroup", "--data", settings.data]
        usable = several(ours, home, group[:20], press)
        bare = several([sys.executable, "-c", BARE], home, "usable")
        python = several([sys.executable, "-c", "print('usable')"], home, "usable")
    figures.add("start to the first screen from the store", round(usable, 3), "s", LIMIT)
    figures.add("first key answered after that", round(median(answered[1:]), 3), "s")
    figures.add("start of a bare Textual application", round(bare, 3), "s")
    figures.add("start to the first screen, against a bare Textual application", round(usable / bare, 2), "times")
    figures.add("start of the bare interpreter", round(python, 3), "s")
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
