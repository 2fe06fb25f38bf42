"""The folder from which sshd runs the door: its two scripts, its own sshd_config, settings, and a host key."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from tuigroup.errors import ConfigError
from tuigroup_server.ssh import host_key
from tuigroup_server.ssh.openssh.settings import FILE_NAME

SCRIPTS: Final = ("door", "any-key")
CONFIG: Final = "sshd_config"


@dataclass(frozen=True, slots=True)
class Plan:
    """``guest`` and ``member`` are users of the machine; ``python`` runs the door, and both must be able to read it."""

    server: str
    pin: str
    language: str
    port: int
    guest: str
    member: str
    python: str


def write(folder: Path, plan: Plan) -> list[str]:
    """Make or renew the files; their names. The host key and what is not ours stay. Raises ConfigError.

    sshd runs AuthorizedKeysCommand only where nobody but root can write, on the whole way to it.
    """
    words = {
        "FOLDER": str(folder.absolute()), "PYTHON": shlex.quote(plan.python), "PORT": str(plan.port),
        "GUEST": plan.guest, "MEMBER": plan.member,
    }  # fmt: skip
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        host_key.ensure(folder)
        for name in SCRIPTS:
            _put(folder / name, _filled(name, words), 0o755)
        _put(folder / CONFIG, _filled(CONFIG, words), 0o644)
        _put(folder / FILE_NAME, _settings(plan), 0o644)
    except OSError as error:
        raise ConfigError(f"The door's files can't be written to {folder}: {error.strerror}.") from error
    return [*SCRIPTS, CONFIG, FILE_NAME, host_key.NAME]


def _filled(name: str, words: Mapping[str, str]) -> str:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def _settings(plan: Plan) -> str:
    rows = (("server", plan.server), ("pin", plan.pin), ("language", plan.language))
    # Neither an address nor a fingerprint nor a locale holds a quote or a backslash.
    return "".join(f'{name} = "{value}"\n' for name, value in rows if value)


def _put(path: Path, text: str, mode: int) -> None:
    """In one step, so that a session that starts meanwhile runs the old script or the new one."""
    beside = path.with_name(path.name + ".new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as out:
        out.write(text)
        os.fchmod(out.fileno(), mode)
    beside.replace(path)
