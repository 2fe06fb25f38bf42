"""An OpenSSH server of the bench's own: on loopback, as this user, one key, whatever command the client names.

It leaves the machine's own alone, and is gone with the bench.
"""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.processes import clean_environment, free_port

PROGRAM: Final = "/usr/sbin/sshd"
PATIENCE: Final = 20.0
_CONFIG: Final = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
UsePAM no
StrictModes no
AuthorizedKeysFile {folder}/keys
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
ExposeAuthInfo yes
DisableForwarding yes
PermitUserRC no
PrintMotd no
PrintLastLog no
LogLevel ERROR
Compression yes
"""


def missing() -> str:
    """Why there can be none here, '' where there can."""
    if not Path(PROGRAM).exists() or shutil.which("ssh") is None:
        return "OpenSSH is not installed"
    return ""


class Sshd:
    """``keys`` are the private halves of those that come in; ``argv`` is how, by the first one unless said."""

    def __init__(self, folder: Path, keys: Sequence[Path]) -> None:
        folder.mkdir(mode=0o700)
        self._folder = folder
        self._key = keys[0]
        (folder / "keys").write_text("".join(key.with_suffix(".pub").read_text() for key in keys))
        self.port = free_port()
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "host")], check=True)
        (folder / "config").write_text(_CONFIG.format(port=self.port, folder=folder))
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where its unit would make it
        with (folder / "log").open("w") as log:
            self._process = subprocess.Popen(
                [PROGRAM, "-D", "-e", "-f", str(folder / "config")],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=clean_environment(folder),
            )  # fmt: skip

    def ready(self) -> bool:
        """Whether somebody comes in, within a while: an account may be locked, a kernel may not let it be."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            asked = subprocess.run(
                self.argv("exit 0"), env=clean_environment(self._folder), capture_output=True, timeout=PATIENCE
            )
            if asked.returncode == 0:
                return True
            time.sleep(0.1)
        return False

    def argv(self, command: str, *options: str, port: int = 0, key: Path | None = None) -> list[str]:
        usual = ["StrictHostKeyChecking=no", f"UserKnownHostsFile={self._folder / 'known'}", "LogLevel=ERROR",
                 "IdentityAgent=none", "IdentitiesOnly=yes", f"IdentityFile={key or self._key}", "BatchMode=yes",
                 "IgnoreUnknown=ObscureKeystrokeTiming", "ObscureKeystrokeTiming=no", *options]  # fmt: skip
        words = [f"-o{one}" for one in usual]
        return [
            "ssh",
            "-tt",
            "-F",
            "none",
            *words,
            "-p",
            str(port or self.port),
            f"{getpass.getuser()}@127.0.0.1",
            command,
        ]

    def said(self) -> str:
        """The last that it wrote down."""
        return (self._folder / "log").read_text().strip().rpartition("\n")[2]

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
