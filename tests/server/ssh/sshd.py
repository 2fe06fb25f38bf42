"""A real sshd with the door behind it, in a mount namespace: the machine's own users and files stay as they are.

In there are two users more, the door's folder is /mnt, and what the users must read can be reached by them.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.processes import ServerProcess, clean_environment, free_port
from tests.terminal import Terminal

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
GUEST, MEMBER = "guest", "member"

_USERS = {
    "passwd": f"{GUEST}:x:64001:64000::/:/bin/sh\n{MEMBER}:x:64002:64000::/:/bin/sh\n",
    "group": "tuigroup-door:x:64000:\n",
    "shadow": f"{GUEST}::19000:0:99999:7:::\n{MEMBER}:*:19000:0:99999:7:::\n",
}


class Sshd:
    """Start it; ``ssh`` runs the real client to its end, ``terminal`` in a pty."""

    def __init__(self, folder: Path, server: ServerProcess, *, settings: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.client = folder / "client"
        self.client.mkdir()
        door = folder / "door"
        door.mkdir(mode=0o755)
        script = [f"mount --bind {door} /mnt", "mkdir -p /run/sshd"]
        for name, lines in _USERS.items():
            own = folder / name
            own.write_text((Path("/etc") / name).read_text() + lines)
            own.chmod(0o640 if name == "shadow" else 0o644)
            script.append(f"mount --bind {own} /etc/{name}")
        words = f"--data {server.folder} --to /mnt --server {server.url} --port {self.port} --name at-{self.port}"
        script.append(f"{sys.executable} -m tuigroup_server openssh {words}")
        if settings:
            script.append(f"printf '%s\\n' '{settings}' >> /mnt/door.toml")
        script += _ways(folder)
        script.append("exec /usr/sbin/sshd -D -e -f /mnt/sshd_config -o ListenAddress=127.0.0.1")
        whole = "set -e\n" + "\n".join(script)
        log = (folder / "sshd.log").open("w")
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", whole],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=clean_environment(folder),
        )
        log.close()
        self._until_it_listens()
        host_key = subprocess.run(
            ["ssh-keygen", "-y", "-f", str(door / "ssh.key")], capture_output=True, text=True, check=True
        ).stdout
        (self.client / "known").write_text(f"[127.0.0.1]:{self.port} {host_key}")

    def _until_it_listens(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / "sshd.log").read_text())

    def make_key(self) -> tuple[Path, str]:
        """A new key of the client's: its file, and its public line."""
        path = self.client / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
        return path, path.with_suffix(".pub").read_text().strip()

    def words(self, *options: str, user: str = GUEST, program: str = "ssh") -> list[str]:
        port = "-P" if program in ("scp", "sftp") else "-p"
        own = ["-F", "none", "-o", f"UserKnownHostsFile={self.client}/known", "-o", "StrictHostKeyChecking=yes",
               "-o", "IdentityAgent=none", "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=20"]  # fmt: skip
        if user and program == "ssh":
            own += ["-l", user]
        return [program, *own, port, str(self.port), *options]

    def ssh(
        self, *words: str, user: str = GUEST, options: Sequence[str] = (), text: str = "", program: str = "ssh"
    ) -> subprocess.CompletedProcess[str]:
        host = ["127.0.0.1"] if program == "ssh" else []
        return subprocess.run(
            [*self.words(*options, user=user, program=program), *host, *words],
            input=text,
            capture_output=True,
            text=True,
            timeout=60,
            env=clean_environment(self.client),
        )

    def terminal(self, *words: str, user: str = GUEST, options: Sequence[str] = (), term: str = "xterm-256color",
                 environ: dict[str, str] | None = None) -> Terminal:  # fmt: skip
        argv = [*self.words(*options, user=user), "127.0.0.1", *words]
        return Terminal(argv, clean_environment(self.client) | (environ or {}), term=term)

    def sessions(self) -> list[int]:
        """Processes of sessions that are there now."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and entry.exists():
                try:
                    words = (entry / "cmdline").read_bytes()
                    uid = entry.stat().st_uid
                except OSError:
                    continue
                if b"tuigroup_server.ssh.openssh" in words and uid in (64001, 64002, 0):
                    found.append(int(entry.name))
        return found

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def _ways(folder: Path) -> Iterator[str]:
    """Mounts that let anybody reach what runs the door, where a folder on the way to it is closed to others."""
    needed = {Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), ROOT.resolve()}
    closed: dict[Path, list[Path]] = {}
    for path in sorted(needed):
        for above in reversed(path.parents):
            if not above.stat().st_mode & stat.S_IXOTH:
                closed.setdefault(above, []).append(path)
                break
    for number, (above, paths) in enumerate(closed.items()):
        skeleton = folder / f"way-{number}"
        for path in paths:
            inside = skeleton / path.relative_to(above)
            yield f"mkdir -p {inside}"
            yield f"mount --bind {path} {inside}"
        yield f"chmod 755 {skeleton}"
        yield f"mount --rbind {skeleton} {above}"


def ready() -> bool:
    """Whether this machine has what it takes."""
    return os.geteuid() == 0 and Path("/usr/sbin/sshd").exists()
