"""A server with the sample community, and terminals that open the client on it: real processes, real ptys."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import ServerProcess, clean_environment
from tests.terminal import Start, Terminal
from tests.warm import WarmClient, WarmServer
from tuigroup.config import Settings
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.wire.sync import WantDirectory, WantLibrary, WantThread

Open = Callable[..., Terminal]

MEMBER = "sample-member"
PASSPHRASE = "sixteen-lanterns-by-the-quiet-water"


@dataclass(frozen=True)
class Sample:
    """A server's folder with the sample community, and the store of its member who read all there is once.

    Made once for all processes and copied for each test.
    """

    server: Path
    store: Path


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Made by whichever of the processes that run tests comes first."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    made = Sample(shared / "server", shared / "member.sqlite3")
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "whole").exists():
            _make(shared)
            (shared / "whole").touch()
    return made


def _make(folder: Path) -> None:
    process = WarmServer(folder / "server")
    process.init()
    process.run("load-sample", "--data", str(process.folder), TUIGROUP_SAMPLE_PASSPHRASE=PASSPHRASE)
    process.start()
    try:
        asyncio.run(_sign_in(process.url, folder / "member.sqlite3"))
    finally:
        process.stop()


async def _sign_in(url: str, path: Path) -> None:
    store = Store.open(path)
    session = Session.open(Settings(server=url), store, Client(url))
    try:
        await session.sign_in(MEMBER, PASSPHRASE)
        store.marks.set_phrase(written=True)
        for want in (WantDirectory(), WantLibrary()):
            session.engine.want(want)
        await _all(session)
        for joined in store.groups.joined():
            for thread in store.threads.list(joined.group.group):
                session.engine.want(WantThread(g=joined.group.group, n=int(thread.ref)))
        await _all(session)
    finally:
        await session.close()
        store.close()


async def _all(session: Session) -> None:
    while await session.engine.round():
        pass


@pytest.fixture
def server(sample: Sample, tmp_path: Path) -> Iterator[ServerProcess]:
    """The sample community, served. ``MEMBER`` signs in with ``PASSPHRASE``."""
    folder = tmp_path / "server"
    shutil.copytree(sample.server, folder)
    made = WarmServer(folder)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def signed_in(sample: Sample, server: ServerProcess, tmp_path: Path) -> Path:
    """The sample member is signed in at home and has everything here; the store's file."""
    path = store_path(tmp_path / "home", server)
    path.parent.mkdir(parents=True)
    shutil.copyfile(sample.store, path)
    path.chmod(0o600)
    (path.parent / "server").write_text(server.url + "\n")
    return path


def store_path(home: Path, server: ServerProcess) -> Path:
    """Where a client with that home keeps what it knows of that server."""
    return home / "kept" / f"127.0.0.1-{server.port}.sqlite3"


@pytest.fixture
def open_client(tmp_path: Path) -> Iterator[Open]:
    """``open_client(*words, columns=80, rows=24, home="home", env={})`` opens `tuigroup` in a home of the test's.

    With ``start=Started`` from nothing, as a shell does: what a test puts in while Python loads is there.
    """
    opened: list[Terminal] = []

    def at_a_terminal(
        *words: str,
        columns: int = 80,
        rows: int = 24,
        home: str = "home",
        env: Mapping[str, str] | None = None,
        term: str = "xterm-256color",
        start: Start = WarmClient,
    ) -> Terminal:
        place = tmp_path / home
        place.mkdir(exist_ok=True)
        argv = [sys.executable, "-m", "tuigroup", "--data", str(place / "kept"), *words]
        whole = {**clean_environment(place), **(env or {})}
        terminal = Terminal(argv, whole, columns=columns, rows=rows, cwd=place, term=term, start=start)
        opened.append(terminal)
        return terminal

    yield at_a_terminal
    for terminal in opened:
        terminal.close()
