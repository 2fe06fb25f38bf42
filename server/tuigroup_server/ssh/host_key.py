"""The door's own key: by it members know that it is the door they think. Made once, readable by nobody else.

Ed25519 only: one fingerprint to print on a slip. Needs no SSH library, so that ``init`` can make it anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from tuigroup.errors import ConfigError

NAME: Final = "ssh.key"


def ensure(folder: Path) -> Path:
    """The key's file in a data folder, made where there is none. Raises ConfigError."""
    path = folder / NAME
    if path.exists():
        return path
    private = Ed25519PrivateKey.generate()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    except FileExistsError:
        return path  # another one was quicker
    except OSError as error:
        raise ConfigError(f"The door's key can't be kept in {folder}: {error.strerror}.") from error
    return path


def public_line(path: Path) -> str:
    """The public half as known_hosts has it: the algorithm, a blank, base64. Raises ConfigError."""
    try:
        private = load_ssh_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(
            f"The door's key {path} can't be read.",
            todo="Please bring it back from a backup. Without it members are warned of another door, so make a new "
            "one (by removing the file) only if it is lost, and tell them its fingerprint.",
        ) from error
    return private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")


def fingerprint(line: str) -> str:
    """As ssh shows it: SHA256: and base64 without padding."""
    blob = base64.b64decode(line.split()[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")
