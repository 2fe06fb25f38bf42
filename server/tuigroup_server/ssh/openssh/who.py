"""Who sshd let in, from what it says of the session: a network, a key that it verified, and what was asked for."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuigroup.sync.door import network_of
from tuigroup_server.ssh import terminals

_LARGEST: Final = 65_536
AS: Final = "as"  # ssh member@host as NAME ...: for whom, where nobody is there to be asked


@dataclass(frozen=True, slots=True)
class Caller:
    """``connection`` is sshd's: two addresses, two ports. ``key`` is a fingerprint as OpenSSH prints it, '' for none;
    ``name`` a sign-in name, '' where it was not said."""

    connection: str
    network: str
    key: str
    name: str
    command: str
    environ: Mapping[str, str]


def caller(given: Mapping[str, str], key: str = "") -> Caller:
    """From the variables that the ``door`` script passes on; what is missing or odd is left out.

    ``key`` is one that sshd verified before, of the same person.
    """
    name, command = _as(given.get("SSH_ORIGINAL_COMMAND", "").strip())
    connection = given.get("SSH_CONNECTION", "")
    return Caller(
        connection,
        network_of(connection.partition(" ")[0]),
        key or verified(given.get("SSH_USER_AUTH", "")),
        name,
        command,
        terminals.environ(given.get("TERM", ""), given),
    )


def verified(file: str) -> str:
    """The fingerprint of the key in a file of ExposeAuthInfo, '' where somebody came in without one."""
    if not file:
        return ""
    try:
        with Path(file).open("rb") as opened:
            said = opened.read(_LARGEST).decode("ascii")
    except (OSError, ValueError):
        return ""
    for line in said.splitlines():
        words = line.split()
        if len(words) >= 3 and words[0] == "publickey":
            return _fingerprint(words[2])
    return ""


def _fingerprint(coded: str) -> str:
    try:
        blob = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")


def _as(command: str) -> tuple[str, str]:
    words = command.split(maxsplit=2)
    if words[:1] == [AS] and len(words) > 1:
        return words[1], words[2] if len(words) > 2 else ""
    return "", command
