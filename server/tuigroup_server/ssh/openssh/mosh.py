"""mosh starts its own server over ssh and comes back over UDP; what that starts is this door and nothing else."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Final

from tuigroup_server.ssh.openssh.who import Caller

SERVER: Final = "/usr/bin/mosh-server"


def asked_for(command: str) -> bool:
    try:
        return shlex.split(command)[:2] == ["mosh-server", "new"]
    except ValueError:
        return False


def become(folder: Path, who: Caller) -> int:
    """Never returns: this process becomes mosh's server, with none of the words that were sent.

    The address it listens on is the one that was reached (``-s``). The key that sshd verified goes along in words of
    our own, since sshd's note of it goes with the connection.
    """
    door = [sys.executable, "-I", "-m", "tuigroup_server.ssh.openssh", str(folder), "--key", who.key]
    environ = {
        "PATH": os.defpath, "HOME": "/nonexistent", "LANG": "C.UTF-8", "TERM": who.environ["TERM"],
        "SSH_CONNECTION": who.connection,
    }  # fmt: skip
    os.execve(SERVER, ["mosh-server", "new", "-s", "-c", "256", "-l", "LANG=C.UTF-8", "--", *door], environ)
