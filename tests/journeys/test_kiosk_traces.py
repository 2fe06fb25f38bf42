"""A visit watched from outside: what its processes write to any file, and what a real terminal remembers of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import kiosk
from tests.journeys.kiosk import MARK, RUNNER, open_sessions
from tests.processes import ServerProcess, clean_environment

pytestmark = pytest.mark.machine

F10 = "\x1b[21~"
SENTENCE = f"I have not said this to anyone, {MARK}"
HARMLESS = re.compile(r"/dev/(tty|pts/\d+|null)$|/proc/self/|pipe:|socket:")
OPENED = re.compile(r'(?:openat|open|creat)\((?:[^,"]*, )?"([^"]*)", ([A-Z_|]+).*\) += \d+')
CHANGED = re.compile(r"(?:mkdir|mkdirat|rename|renameat2?|link|linkat|symlink|symlinkat|mknod|truncate)\(.*\) += 0")


@pytest.fixture
def credential(server: ServerProcess, tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.credential"
    kiosk.end_sessions(server)
    server.run("add-door", "desk", "--kind", "kiosk", "--data", str(server.folder), "--to", str(path))
    return path


def test_no_process_of_a_visit_writes_to_any_file(server: ServerProcess, credential: Path, tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not here")
    trace = tmp_path / "trace"
    calls = "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,truncate"
    watching = ["strace", "-f", "-qq", "-s", "400", "-e", f"trace={calls}", "-e", "signal=none", "-o", str(trace)]
    screen = kiosk.start(server, tmp_path / "home", credential, before=watching)
    try:
        screen.waiting(120)
        screen.member()
        screen.draft(SENTENCE)
        screen.press(F10, "One draft is not finished")
        screen.press("k", "sealed in your private record", 90)
    finally:
        for pid, parent, _ in kiosk.processes():
            if parent == screen.pid:  # the supervisor, below the one that watches
                os.kill(pid, signal.SIGTERM)
        screen.wait_exit(60)
        screen.close()
    assert open_sessions(server) == 0
    lines = trace.read_text(errors="replace").splitlines()
    written = {
        found[1]
        for line in lines
        if (found := OPENED.search(line)) and re.search("O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", found[2])
    }
    assert len(lines) > 1000, "something was watched"
    assert {path for path in written if not HARMLESS.search(path)} == set()
    assert [line for line in lines if CHANGED.search(line)] == []
    assert MARK not in "\n".join(lines)
    assert kiosk.words_in_files(tmp_path / "home") == []


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """A tmux server of its own, with a long memory."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not here")
    command = ["tmux", "-L", f"kiosk-{tmp_path.name}", "-f", "/dev/null"]
    yield command
    subprocess.run([*command, "kill-server"], check=False, capture_output=True)


def test_a_real_terminal_remembers_nothing(
    tmux: list[str], server: ServerProcess, credential: Path, tmp_path: Path
) -> None:
    """Killed outright in the middle of writing: the next screen is the waiting one, and above it is nothing."""
    told = {"server": server.url, "door": str(credential), "country": "GB"}
    home = tmp_path / "home"
    home.mkdir()
    program = [sys.executable, "-B", str(RUNNER), json.dumps(told)]
    subprocess.run(
        [*tmux, "new-session", "-d", "-x", "80", "-y", "24", *program],
        check=True,
        env=clean_environment(home),
        cwd=Path(__file__).parents[2],
    )
    subprocess.run([*tmux, "set-option", "-g", "history-limit", "50000"], check=True)

    def shown() -> str:
        return subprocess.run([*tmux, "capture-pane", "-p", "-S", "-"], capture_output=True, text=True).stdout

    def press(keys: str, then: str, seconds: float = 60) -> str:
        subprocess.run([*tmux, "send-keys", "-l", keys] if keys not in ("Enter",) else [*tmux, "send-keys", keys])
        return wait(then, seconds)

    def wait(pattern: str, seconds: float = 60) -> str:
        end = time.monotonic() + seconds
        while not re.search(pattern, text := shown()):
            assert time.monotonic() < end, text
            time.sleep(0.1)
        return text

    wait(kiosk.BEGIN)
    press("Enter", "> I am new here")
    press("j", "> I have an account")
    press("Enter", "Passphrase")
    subprocess.run([*tmux, "send-keys", "-l", kiosk.MEMBER])
    subprocess.run([*tmux, "send-keys", "Enter"])
    subprocess.run([*tmux, "send-keys", "-l", kiosk.PASSPHRASE])
    press("Enter", "> .* answered")
    press("Enter", "r reply")
    press("r", "Reply to")
    press(SENTENCE, MARK)
    (pane,) = subprocess.run([*tmux, "list-panes", "-F", "#{pane_pid}"], capture_output=True, text=True).stdout.split()
    (visit,) = [pid for pid, parent, line in kiosk.processes() if parent == int(pane) and "kiosk.visit" in line]
    kiosk.kill(visit)
    text = wait("was cut off")
    assert MARK not in text
    assert "Long Gravel Road" not in text
    buffers = subprocess.run([*tmux, "list-buffers"], capture_output=True, text=True).stdout
    assert MARK not in buffers
