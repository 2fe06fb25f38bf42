"""The SSH door as a process, and the real `ssh` client on it, for journeys."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.conftest import MEMBER, PASSPHRASE
from tests.processes import ServerProcess, clean_environment
from tests.terminal import Terminal

Open = Callable[..., Terminal]


class DoorProcess:
    """`tuigroup-server ssh` over the server's folder."""

    def __init__(self, server: ServerProcess, *words: str) -> None:
        argv = [sys.executable, "-m", "tuigroup_server", "ssh", "--data", str(server.folder), "--server", server.url,
                "--port", "0", *words]  # fmt: skip
        self.process = subprocess.Popen(
            argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=server.environ
        )
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if found := re.search(r"listening on \S+ port (\d+)", line):
                self.port = int(found[1])
                return
        raise AssertionError(f"the door ended before it listened: {self.said}")

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


class Client:
    """How ``ssh`` is called from a home of its own that knows the door's key by asking nobody."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.port = port
        home.mkdir(exist_ok=True)
        self.environ = clean_environment(home)

    def at(self, door: DoorProcess) -> Client:
        """The same, at this door from now on."""
        self.port = door.port
        return self

    def argv(self, *words: str, options: Sequence[str] = ()) -> list[str]:
        usual = ["StrictHostKeyChecking=no", f"UserKnownHostsFile={self.home / 'known'}", "LogLevel=INFO",
                 "IdentityAgent=none", f"IdentityFile={self.home / 'id'}"]  # fmt: skip
        return ["ssh", "-F", "none", *(f"-o{one}" for one in (*usual, *options)), "-p", str(self.port), *words]

    def run(self, *words: str, options: Sequence[str] = (), text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.argv(*words, options=options), input=text, capture_output=True, text=True, timeout=60, env=self.environ
        )

    def screen(self, *words: str, term: str = "xterm-256color", columns: int = 80, rows: int = 24) -> Terminal:
        return Terminal(self.argv(*words), self.environ, columns=columns, rows=rows, term=term, cwd=self.home)

    @contextmanager
    def opening(self) -> Iterator[Open]:
        """``screen``s that are closed at the end."""
        opened: list[Terminal] = []

        def start(*words: str, **how: object) -> Terminal:
            opened.append(self.screen(*words, **how))  # type: ignore[arg-type]
            return opened[-1]

        try:
            yield start
        finally:
            for terminal in opened:
                terminal.close()


def signed_in_to(open_ssh: Open, seen: str, **how: object) -> Terminal:
    """The sample member has come in by passphrase, and sees this."""
    terminal = open_ssh(f"{MEMBER}@127.0.0.1", **how)
    terminal.wait("Passphrase:")
    terminal.send(PASSPHRASE + "\r")
    terminal.wait(seen)
    return terminal


def register(server: ServerProcess, line: str) -> None:
    import asyncio

    from tuigroup.config import Settings
    from tuigroup.session import Session
    from tuigroup.store import Store
    from tuigroup.sync.client import Client as Line

    async def add() -> None:
        store = Store.open(None)
        session = Session.open(Settings(server=server.url), store, Line(server.url))
        await session.sign_in(MEMBER, PASSPHRASE)
        await session.add_key(line.strip(), "laptop", PASSPHRASE)
        await session.close()
        store.close()

    asyncio.run(add())
