"""The SSH door as a process, and real `ssh` clients on it: what gets in, and that nobody sees another."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import MEMBER, PASSPHRASE, Sample
from tests.journeys.ssh import Client, DoorProcess, Open, register, signed_in_to
from tests.processes import ServerProcess, free_port
from tuigroup_server.ssh import host_key

pytestmark = pytest.mark.machine


@pytest.fixture(scope="module")
def community(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """One server for all who change nothing on it but what is theirs."""
    folder = tmp_path_factory.mktemp("community") / "server"
    shutil.copytree(sample.server, folder)
    made = ServerProcess(folder)
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def door(community: ServerProcess) -> Iterator[DoorProcess]:
    made = DoorProcess(community)
    yield made
    made.process.kill()
    made.process.wait()


@pytest.fixture
def client(door: DoorProcess, tmp_path: Path) -> Client:
    return Client(tmp_path / "home", door.port)


@pytest.fixture
def open_ssh(client: Client) -> Iterator[Open]:
    with client.opening() as start:
        yield start


def test_a_passphrase_a_draft_a_cut_line_and_the_draft_again(open_ssh: Open, door: DoorProcess) -> None:
    first = open_ssh(f"{MEMBER}@127.0.0.1")
    first.wait("This door sees your passphrase")
    first.wait("Passphrase:")
    first.send(PASSPHRASE + "\r")
    first.wait("q leave")
    assert PASSPHRASE.encode() not in first.seen
    first.wait("[0-9] new")
    first.press("n", "r reply")
    first.press("r", r"Ctrl\+S send")
    first.send("half a sen")
    first.wait("half a sen")
    first.kill(signal.SIGKILL)  # the client is gone without a word
    again = signed_in_to(open_ssh, "half a sen", columns=100, rows=30)
    again.send("tence")
    again.wait("half a sentence")


def test_a_key_comes_in_until_the_door_is_revoked(server: ServerProcess, tmp_path: Path) -> None:
    door = DoorProcess(server)
    try:
        _by_key(Client(tmp_path / "home", door.port), server)
    finally:
        door.process.kill()
        door.process.wait()


def _by_key(client: Client, server: ServerProcess) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(client.home / "id")], check=True)
    refused = client.run(f"{MEMBER}@127.0.0.1", "sync", options=["PreferredAuthentications=publickey"])
    assert refused.returncode == 255
    register(server, (client.home / "id.pub").read_text())
    came = client.run(f"{MEMBER}@127.0.0.1", "groups", options=["PreferredAuthentications=publickey"])
    assert came.returncode == 0, came.stderr
    assert "new" in came.stdout
    server.run("revoke-door", "--data", str(server.folder), "ssh")
    refused = client.run(f"{MEMBER}@127.0.0.1", "groups", options=["PreferredAuthentications=publickey"])
    assert refused.returncode == 255


def test_no_other_command(client: Client) -> None:
    for words in ("id", "sh -c id", "/bin/sh", "scp -t /tmp", "sync; id", "$(id)", "read `id`"):
        for how in ("-tt", "-T"):
            done = client.run(how, "guest@127.0.0.1", words)
            assert done.returncode in (2, 4, 5), (words, how)
            assert "uid=" not in done.stdout + done.stderr


def test_no_copying_of_files(client: Client) -> None:
    (client.home / "file").write_text("words")
    usual = ["-F", "none", "-oStrictHostKeyChecking=no", f"-oUserKnownHostsFile={client.home / 'known'}",
             "-oIdentityAgent=none", "-oBatchMode=yes", "-P", str(client.port)]  # fmt: skip
    file = str(client.home / "file")
    for argv in (
        ["scp", *usual, file, "guest@127.0.0.1:/tmp/"],
        ["scp", "-O", *usual, file, "guest@127.0.0.1:/tmp/"],
        ["scp", "-O", *usual, "guest@127.0.0.1:/etc/passwd", file],
        ["sftp", *usual, "guest@127.0.0.1"],
    ):
        done = subprocess.run(argv, capture_output=True, text=True, timeout=60, env=client.environ, input="ls\n")
        assert done.returncode != 0, argv
        assert "root:" not in done.stdout
    assert (client.home / "file").read_text() == "words"


def test_no_forwarding(client: Client, door: DoorProcess) -> None:
    remote = client.run("-N", "-R", "0:127.0.0.1:9", "guest@127.0.0.1", options=["ExitOnForwardFailure=yes"])
    assert remote.returncode == 255
    assert "forwarding failed" in remote.stderr
    direct = client.run("-W", f"127.0.0.1:{door.port}", "guest@127.0.0.1")
    assert direct.returncode == 255
    assert "SSH-2.0" not in direct.stdout
    unix = client.run("-N", "-R", "/tmp/tuigroup-never:127.0.0.1:9", "guest@127.0.0.1",
                      options=["ExitOnForwardFailure=yes"])  # fmt: skip
    assert unix.returncode == 255
    assert not os.path.exists("/tmp/tuigroup-never")
    tunnel = client.run("-w", "any", "guest@127.0.0.1", options=["ExitOnForwardFailure=yes"])
    assert tunnel.returncode == 255
    told = client.run("-A", "-X", "-v", "guest@127.0.0.1", "help-now", options=["ForwardX11Timeout=0"])
    assert told.returncode == 0
    assert "emergency" in told.stdout


def test_what_a_client_listens_for_leads_nowhere(open_ssh: Open, door: DoorProcess) -> None:
    direct, proxy = free_port(), free_port()
    where = ("-L", f"{direct}:127.0.0.1:{door.port}", "-D", f"127.0.0.1:{proxy}")
    terminal = open_ssh(*where, "guest@127.0.0.1")
    terminal.wait("I am new here")
    with socket.create_connection(("127.0.0.1", direct), 10) as line:
        line.settimeout(20)
        assert line.recv(100) == b""  # closed, and no greeting of the door's came through
    with socket.create_connection(("127.0.0.1", proxy), 10) as line:
        line.settimeout(20)
        line.sendall(b"\x05\x01\x00")
        assert line.recv(2) == b"\x05\x00"  # so far the client answers by itself
        line.sendall(b"\x05\x01\x00\x01\x7f\x00\x00\x01" + door.port.to_bytes(2, "big"))
        assert b"SSH-2.0" not in _all(line)


def _all(line: socket.socket) -> bytes:
    got = b""
    while data := line.recv(1000):
        got += data
    return got


def test_a_hostile_terminal_gets_the_plainest_screens(open_ssh: Open) -> None:
    hostile = "SetEnv=LANG=$(id) TEXTUAL_DRIVER=os:system LD_PRELOAD=/tmp/x"
    for term in ("../../../etc/passwd", "xterm;id", "a" * 200, "no-such-thing"):
        terminal = open_ssh("-o", hostile, "guest@127.0.0.1", term=term)
        terminal.wait("I am new here")
        assert b"?1049h" not in terminal.seen


def test_without_a_terminal_lines_are_read_from_the_pipe(client: Client) -> None:
    done = client.run("-T", "guest@127.0.0.1", text="now\nquit\n")
    assert done.returncode == 0
    assert "Welcome to tuigroup" in done.stdout
    assert "\x1b" not in done.stdout


def test_nothing_is_asked_of_a_client_that_wants_no_channel(client: Client, door: DoorProcess) -> None:
    process = subprocess.Popen(client.argv("-N", "guest@127.0.0.1"), env=client.environ, stderr=subprocess.PIPE)
    assert process.wait(60) == 255  # the door closes an unused connection


def test_sessions_interleaved_resized_and_killed_never_show_each_other(open_ssh: Open, door: DoorProcess) -> None:
    guests = [open_ssh("guest@127.0.0.1", columns=80 + 3 * number) for number in range(6)]
    for guest in guests:
        guest.wait("I am new here")
    for guest in guests:
        guest.press("jjj\r", "d directory")
        guest.press("/", "Search|search|find")
    for number, guest in enumerate(guests):
        for letter in f"mark{number}x{number}":
            guest.send(letter)
            guests[(number + 1) % 6].pump(0.01)
    for number, guest in enumerate(guests):
        guest.wait(f"mark{number}x{number}")
        guest.resize(90, 20 + number)
    guests[2].kill(signal.SIGKILL)
    late = open_ssh("guest@127.0.0.1")
    late.wait("I am new here")
    for number, guest in enumerate(guests):
        guest.settle()
        for other in set(range(6)) - {number}:
            assert f"mark{other}x{other}".encode() not in guest.seen
    assert b"mark" not in late.seen


def test_the_door_ends_in_order_and_says_so(community: ServerProcess, tmp_path: Path) -> None:
    door = DoorProcess(community)
    guest = Client(tmp_path / "home", door.port).screen("guest@127.0.0.1")
    try:
        guest.wait("I am new here")
        assert host_key.fingerprint(host_key.public_line(community.folder / "ssh.key")) in door.said
        assert door.stop() == 0
        guest.wait_exit()
        assert b"This door is closing" in guest.seen
        assert door.process.stdout is not None
        assert "127.0.0.1" not in door.process.stdout.read()
    finally:
        guest.close()
        door.process.kill()
