"""A second emulator, with ideas of its own, agrees on the text: tmux."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.terminal_layer.frames import Story
from tuigroup.terminal.capabilities import detect, guess

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT = 60, 16
FRAMES = 120
pytestmark = [pytest.mark.machine, pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")]


class Tmux:
    """A tmux server of its own with one window, into which pieces are written."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "tmux"
        with closing(socket.create_server(("127.0.0.1", 0))) as server:
            relay = f"cd {ROOT} && exec {sys.executable} -m tests.terminal_layer.relay {server.getsockname()[1]}"
            self.run("-f", "/dev/null", "new-session", "-d", "-x", str(WIDTH), "-y", str(HEIGHT), relay)
            self.run("set-option", "-g", "status", "off")
            self.run("resize-window", "-x", str(WIDTH), "-y", str(HEIGHT))
            server.settimeout(20)
            self._line, _ = server.accept()
            self._line.settimeout(20)

    def run(self, *words: str) -> str:
        argv = ["tmux", "-S", str(self._socket), "-u", *words]
        return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=20).stdout

    def write(self, data: bytes) -> None:
        """Returns when it has been shown."""
        self._line.sendall(b"%d\n" % len(data) + data)
        assert self._line.recv(1) == b"."

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.run("capture-pane", "-p").splitlines())

    def close(self) -> None:
        self._line.close()
        with suppress(subprocess.CalledProcessError):
            self.run("kill-server")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    opened = Tmux(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ["tmux-256color", "screen", "vt100", "vt220"])
@pytest.mark.parametrize("seed", [1, 2])
def test_tmux_shows_the_same_text(tmux: Tmux, name: str, seed: int) -> None:
    caps = detect({"TERM": name}) if name.startswith("tmux") else guess(name)
    story = Story(seed, caps, WIDTH, HEIGHT)
    story.words = tuple(word for word in story.words if word != "🙂")  # which is as wide as tmux's tables say
    tmux.write(b"\x1b[?1049h\x1b[?7l")
    for number in range(FRAMES):
        story.step()
        data = story.remote.frame()
        tmux.write(data)
        assert tmux.text().rstrip("\n") == story.remote.shown.text().rstrip("\n"), f"frame {number}: {data!r}"
