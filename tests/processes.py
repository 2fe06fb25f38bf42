"""A real server process for journeys: started, killed and started again on the same port and folder."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(home: Path) -> dict[str, str]:
    """Nothing of the machine's own settings reaches a process under test."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "TMPDIR")}
    kept["LANG"] = "C.UTF-8"
    return {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"), "XDG_CACHE_HOME": str(home / "cache")}  # fmt: skip


class Running(Protocol):
    """What subprocess.Popen is, as far as it is needed here."""

    @property
    def pid(self) -> int: ...
    @property
    def stdout(self) -> IO[str] | None: ...
    def send_signal(self, sig: int, /) -> None: ...
    def terminate(self) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...


class ServerProcess:
    """`tuigroup-server` over a folder of its own. ``kill`` is SIGKILL, as a power cut would be.

    With ``tls`` it has a certificate of its own, and ``pin`` is its key's fingerprint once it was made. ``environ``
    are more variables of its environment.
    """

    def __init__(
        self, folder: Path, *, port: int | None = None, tls: bool = False, environ: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.environ = clean_environment(folder.parent) | dict(environ or {})
        self.port = free_port() if port is None else port
        self.tls = tls
        self.pin = ""
        self.process: Running | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @staticmethod
    def command(*words: str) -> list[str]:
        return [sys.executable, "-m", "tuigroup_server", *words]

    def run(self, *words: str, **variables: str) -> str:
        """One administrative command, with variables of its environment; returns what it printed."""
        code, said, wrong = self._run(words, {**self.environ, **variables})
        assert code == 0, wrong
        return said

    def _run(self, words: Sequence[str], environ: Mapping[str, str]) -> tuple[int, str, str]:
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=120, env=environ)
        return done.returncode, done.stdout, done.stderr

    def _begin(self, words: Sequence[str], within: Sequence[str]) -> Running:
        return subprocess.Popen(
            [*within, *self.command(*words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environ,
        )

    def init(self) -> str:
        said = self.run("init", str(self.folder), *(("--tls",) if self.tls else ()))
        if self.tls:
            self.pin = said.partition("for --pin")[2].split()[0]
        return said

    def start(self, *, host: str = "127.0.0.1", within: Sequence[str] = ()) -> None:
        """``within`` are words before the command, such as those that lead into a network namespace."""
        words = ("serve", "--data", str(self.folder), "--host", host, "--port", str(self.port))
        self.process = self._begin(words, within)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if re.search(r"listening on http", line):
                return
        raise AssertionError("the server ended before it listened")

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None
