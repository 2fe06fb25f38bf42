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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuigroup.errors import TuigroupError
from tuigroup.i18n import N_
from tuigroup.layered import PREFIX

MEMBER: Final = "sample-member"
_LISTENING: Final = re.compile(r"listening on (http://\S+)")
_SAID: Final = "said"  # in the folder: what the server complains of
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
    try:
        # An operator's own settings are not for it, least of all their database.
        environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        environment |= {f"{PREFIX}SAMPLE_PASSPHRASE": passphrase, f"{PREFIX}BACKUPS_DAYS": "0"}
        process = _start(folder, environment, "serve", "--data", str(folder / "server"), "--sample", MEMBER)
        try:
            yield Sample(_address(process, folder), MEMBER, passphrase, folder)
        finally:
            _end(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, environment: Mapping[str, str], *words: str) -> subprocess.Popen[str]:
    """The server's keeper, which goes when this process does. What the server complains of is in the folder."""
    keeper = [sys.executable, "-m", "tuigroup.doors.keeper", str(folder)]
    server = [sys.executable, "-m", "tuigroup_server", *words, "--host", "127.0.0.1", "--port", "0"]
    with (folder / _SAID).open("w") as said:
        # A session of its own: a Ctrl+C meant for the client does not end the server under it.
        return subprocess.Popen(
            [*keeper, *server],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            start_new_session=True,
        )


def _address(process: subprocess.Popen[str], folder: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = _LISTENING.search(line)
        if found:
            return found[1]
    said = (folder / _SAID).read_text("utf-8", "replace").strip().splitlines()
    raise NoServer(
        N_("The sample community could not be set up."),
        todo=said[-1] if said else N_("Is the server installed? pip install 'tuigroup[server]'"),
    )


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
