"""A server of one's own for as long as a demonstration lasts: a process beside this one, in a folder that goes with it.

The server is only ever run as a program; nothing of it is imported.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuigroup.errors import TuigroupError
from tuigroup.i18n import N_

MEMBER: Final = "sample-member"
_LISTENING: Final = re.compile(r"listening on (http://\S+)")
_GRACE: Final = 10.0  # seconds the keeper has to end the server: more than it gives it


class NoServer(TuigroupError):
    """The server could not be started here."""

    title = N_("The demonstration's server")


@dataclass(frozen=True, slots=True)
class Sample:
    """Where the sample community is served, and how to sign in as its sample member."""

    url: str
    name: str
    passphrase: str
    folder: Path


@contextmanager
def sample_server() -> Iterator[Sample]:
    """The sample community on a free loopback port; leaving ends the server and removes its folder.

    Raises NoServer.
    """
    passphrase = secrets.token_urlsafe(24)
    folder = Path(tempfile.mkdtemp(prefix="tuigroup-demo-"))
    data = folder / "server"
    try:
        environment = {**os.environ, "TUIGROUP_SAMPLE_PASSPHRASE": passphrase}
        _run(environment, "init", str(data))
        (data / "settings.toml").write_text("backups_days = 0\n", "utf-8")
        _run(environment, "load-sample", "--data", str(data), "--member", MEMBER)
        process = _start(folder, "serve", "--data", str(data), "--host", "127.0.0.1", "--port", "0")
        try:
            yield Sample(_address(process), MEMBER, passphrase, folder)
        finally:
            _end(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tuigroup_server", *words]


def _run(environment: dict[str, str], *words: str) -> None:
    done = subprocess.run(_command(*words), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NoServer(
            N_("The sample community could not be set up."),
            todo=said[-1] if said else N_("Is the server installed? pip install 'tuigroup[server]'"),
        )


def _start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The server's keeper, which goes when this process does."""
    keeper = [sys.executable, "-m", "tuigroup.doors.keeper", str(folder)]
    # A session of its own: a Ctrl+C meant for the client does not end the server under it.
    return subprocess.Popen(
        [*keeper, *_command(*words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = _LISTENING.search(line)
        if found:
            return found[1]
    raise NoServer(N_("The sample community's server ended before it was ready."), todo=N_("Please try once more."))


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
