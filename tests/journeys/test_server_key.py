"""A small server with a certificate of its own: compared once, known from then on, and refused when its key changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.steps import ENTER
from tests.processes import ServerProcess
from tests.warm import WarmServer
from tuigroup import fingerprint
from tuigroup_server import certificates
from tuigroup_server.tls import own_files


@pytest.fixture
def small(tmp_path: Path) -> Iterator[ServerProcess]:
    made = WarmServer(tmp_path / "small", tls=True)
    made.init()
    made.start()
    yield made
    made.kill()


def test_from_the_first_contact_to_another_key(small: ServerProcess, open_client: Open) -> None:
    first, second = fingerprint.groups(small.pin)
    terminal = open_client("--server", small.url)
    shown = terminal.wait("I compared: it is the same")
    assert first in shown
    assert second in shown
    terminal.press(ENTER, "Blanks don't matter")
    terminal.send(f"{first} {second}")
    terminal.press(ENTER, "Server: tuigroup")
    terminal.wait("online")
    terminal.send("q")
    assert terminal.wait_exit() == 0

    small.kill()
    for file in own_files(small.folder):
        file.unlink()
    certificates.make(small.folder, [], datetime.now(UTC))
    small.start()
    terminal = open_client()
    told = " ".join(terminal.wait(r"start again\s+with --pin").split())
    assert "The server's key is not the one that this machine knows" in told
    assert "what you wrote is kept here" in told
    assert "I compared" not in told
    terminal.send("q")
    assert terminal.wait_exit() == 0
