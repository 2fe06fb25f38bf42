"""The door behind a real sshd, with the real ssh client: a way in for members, and no way to anything else."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import ServerProcess
from tests.server.ssh import sshd
from tests.server.ssh.people import NAME, PASSPHRASE, register
from tests.server.ssh.sshd import MEMBER, Sshd

pytestmark = [
    pytest.mark.machine,
    pytest.mark.skipif(not sshd.ready(), reason="needs root and /usr/sbin/sshd"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path_factory.mktemp("community") / "server")
    process.init()
    process.run("load-sample", "--data", str(process.folder), TUIGROUP_SAMPLE_PASSPHRASE=PASSPHRASE)
    process.start()
    yield process
    process.kill()


@pytest.fixture(scope="module")
def door(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    made = Sshd(tmp_path_factory.mktemp("sshd"), server)
    yield made
    made.close()


@pytest.fixture(scope="module")
def key(door: Sshd, server: ServerProcess) -> Path:
    """A key that the sample member has registered."""
    path, line = door.make_key()
    register(server.url, line)
    return path


def test_a_guest_looks_around_on_screens_and_leaves(door: Sshd) -> None:
    terminal = door.terminal()
    try:
        terminal.wait("look around", 60)
        terminal.press("\x1bOP", "not verified by us")
        terminal.send("\x1b")
        terminal.wait("look around")
        terminal.send("q")
        assert terminal.wait_exit(30) == 0
    finally:
        terminal.close()


def test_a_member_with_a_key_is_asked_for_the_name_only(door: Sshd, key: Path) -> None:
    terminal = door.terminal(user=MEMBER, options=["-i", str(key)])
    try:
        terminal.wait("has seen your key", 60)
        terminal.press(NAME + "\r", "Esc go on without", 60)
        terminal.press("\x1b", "Good|Today|What happened", 60)
    finally:
        terminal.close()


def test_somebody_elses_name_and_this_key_are_nobody(door: Sshd, server: ServerProcess, key: Path) -> None:
    done = door.ssh("as operator groups", user=MEMBER, options=["-i", str(key)])
    assert done.returncode == 5
    assert "nobody is signed in" in done.stderr


def test_one_shots_work_with_a_key(door: Sshd, key: Path) -> None:
    done = door.ssh(f"as {NAME} groups", user=MEMBER, options=["-i", str(key)])
    assert done.returncode == 0, done.stderr
    assert "Long Gravel Road" in done.stdout


def test_without_a_terminal_lines_are_spoken(door: Sshd) -> None:
    done = door.ssh(options=["-T"], text="help\nquit\n")
    assert done.returncode == 0, done.stderr
    assert "crisis" in done.stdout.lower()
    assert "\x1b" not in done.stdout


def test_help_now_needs_nobody(door: Sshd) -> None:
    assert "116 123" in door.ssh("help-now IE").stdout


@pytest.mark.parametrize(
    "words",
    [
        "sh", "id", "cat /etc/passwd", "sync; id", "$(id)", "`id`", "groups && id", "read | id", "tuigroup; sh",
        "mosh-server new -- sh", "wire decode /etc/passwd", "demo", "--data /tmp groups", "read --text $(id)",
        "scp -t /tmp", "sftp-server", "/usr/lib/openssh/sftp-server", "rsync --server . /", "git-upload-pack /",
    ],
)  # fmt: skip
def test_no_command_but_the_few(door: Sshd, words: str) -> None:
    for options in (["-T"], ["-tt"]):
        done = door.ssh(words, options=options)
        assert done.returncode != 0
        assert "uid=" not in done.stdout + done.stderr
        assert "root:" not in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr


def test_no_shell_whatever_stands_at_the_end(door: Sshd) -> None:
    done = door.ssh(options=["-T"], text="id\n!id\n:!sh\nblank\n")
    assert "uid=" not in done.stdout + done.stderr


def test_no_copying_of_files(door: Sshd, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("mine")
    for program in ("scp", "sftp"):
        target = f"guest@127.0.0.1:{'/tmp/tuigroup-copied' if program == 'scp' else ''}"
        words = [str(own), target] if program == "scp" else [target]
        assert door.ssh(*words, program=program, text="put x\n").returncode != 0
        words = ["guest@127.0.0.1:/etc/passwd", str(tmp_path / "theirs")]
        assert door.ssh(*words, program=program).returncode != 0
    assert not Path("/tmp/tuigroup-copied").exists()
    assert not (tmp_path / "theirs").exists()


@pytest.mark.parametrize(
    "options",
    [
        ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "127.0.0.1:0:127.0.0.1:9"],
        ["-N", "-w", "0:0", "-o", "ExitOnForwardFailure=yes"],
        ["-W", "127.0.0.1:9"],
    ],
    ids=["-R", "-w", "-W"],
)
def test_nothing_is_forwarded(door: Sshd, options: list[str]) -> None:
    done = door.ssh(options=options)
    assert done.returncode != 0


@pytest.mark.parametrize("kind", ["-L", "-D"])
def test_a_forwarded_port_leads_nowhere(door: Sshd, server: ServerProcess, kind: str) -> None:
    import socket
    import subprocess

    from tests.processes import clean_environment, free_port

    port = free_port()
    target = [kind, f"127.0.0.1:{port}:127.0.0.1:{server.port}"] if kind == "-L" else [kind, f"127.0.0.1:{port}"]
    words = [*door.words("-N", *target), "127.0.0.1"]
    client = subprocess.Popen(words, env=clean_environment(door.client), stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 30
        while True:
            try:
                line = socket.create_connection(("127.0.0.1", port), 5)
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)
        with line:
            asked = b"GET /v1/groups HTTP/1.0\r\n\r\n"
            if kind == "-D":
                asked = b"\x04\x01" + server.port.to_bytes(2) + bytes([127, 0, 0, 1]) + b"\0"
            line.sendall(asked)
            line.settimeout(20)
            try:
                answer = line.recv(400)
            except ConnectionResetError:
                answer = b""
        assert b"HTTP/1" not in answer
        assert answer[:2] != b"\0\x5a"  # SOCKS: granted
    finally:
        client.kill()
        client.wait()


def test_neither_agent_nor_x11_comes_along(door: Sshd, server: ServerProcess) -> None:
    terminal = door.terminal(options=["-A", "-X"], environ={"DISPLAY": ":9"})
    try:
        terminal.wait("look around", 60)
        for pid in door.sessions():
            given = (Path("/proc") / str(pid) / "environ").read_bytes()
            assert b"SSH_AUTH_SOCK" not in given
            assert b"DISPLAY" not in given
    finally:
        terminal.close()


@pytest.mark.parametrize("term", ["xterm-256color", "../../etc/passwd", "$(id)", "x" * 300, "xterm-\x1b[2J", "dumb"])
def test_a_hostile_terminal_name_is_the_plainest(door: Sshd, term: str) -> None:
    hostile = "SetEnv=TEXTUAL_DRIVER=os:system TEXTUAL_LOG=/tmp/tuigroup-keys"
    terminal = door.terminal(term=term, options=["-o", hostile])
    try:
        terminal.wait("look around", 60)
    finally:
        terminal.close()
    assert not Path("/tmp/tuigroup-keys").exists()


def test_what_the_client_sets_reaches_nobody(door: Sshd) -> None:
    hostile = "LD_PRELOAD=/tmp/x PYTHONPATH=/tmp TUIGROUP_SERVER=http://127.0.0.1:9 PYTHONSTARTUP=/tmp/y"
    terminal = door.terminal(options=["-o", f"SetEnv={hostile}"])
    try:
        terminal.wait("look around", 60)
        for pid in door.sessions():
            given = (Path("/proc") / str(pid) / "environ").read_bytes()
            for word in (b"LD_PRELOAD", b"PYTHON", b"TUIGROUP"):
                assert word not in given
    finally:
        terminal.close()


@pytest.mark.parametrize("keys", ["\x03", "\x1a", "\x1c", "\x04"])
@pytest.mark.parametrize("early", [True, False], ids=["before the screen", "on the screen"])
def test_keys_that_signal_open_nothing(door: Sshd, keys: str, early: bool) -> None:
    terminal = door.terminal()
    try:
        if early:
            terminal.send(keys * 3)
        else:
            terminal.wait("look around", 60)
            terminal.send(keys * 3)
        text = terminal.settle(0.5)
        assert "$ " not in text
        assert "Traceback" not in text
    finally:
        terminal.close()


def test_a_killed_client_leaves_no_process(door: Sshd) -> None:
    terminal = door.terminal()
    terminal.wait("look around", 60)
    assert door.sessions()
    terminal.kill(signal.SIGKILL)
    terminal.close()
    end = time.monotonic() + 30
    while door.sessions():
        assert time.monotonic() < end, "a session goes on"
        time.sleep(0.05)


def test_a_session_keeps_itself_to_itself(door: Sshd) -> None:
    terminal = door.terminal()
    try:
        terminal.wait("look around", 60)
        # The last to begin is this one: a session before it may still be ending.
        pid = max(pid for pid in door.sessions() if Path(f"/proc/{pid}/exe").resolve().name.startswith("python"))
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core")] == [["0", "0"]]
        # Not dumpable: what /proc says of it is root's, so that no other session reads it.
        assert os.stat(f"/proc/{pid}/environ").st_uid == 0
    finally:
        terminal.close()


@pytest.mark.skipif(shutil.which("mosh-server") is None, reason="mosh is not installed")
def test_mosh_is_let_in_where_the_operator_says_so(server: ServerProcess, tmp_path: Path) -> None:
    from tests.processes import clean_environment
    from tests.terminal import Terminal

    made = Sshd(tmp_path, server, settings="mosh = true")
    ssh = " ".join(made.words())
    terminal = Terminal(["mosh", f"--ssh={ssh}", "127.0.0.1"], clean_environment(made.client))
    try:
        terminal.wait("look around", 60)
        terminal.send("q")
        assert terminal.wait_exit(30) == 0
    finally:
        terminal.close()
        made.close()
