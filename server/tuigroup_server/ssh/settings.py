"""What an operator can set of the SSH door: DIR/ssh.toml, then TUIGROUP_SSH_... of the environment, then flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from tuigroup import layered

FILE_NAME: Final = "ssh.toml"
PREFIX: Final = layered.PREFIX + "SSH_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default.

    ``server`` is the server's address as the door reaches it, ``pin`` its key's fingerprint where it vouches for
    itself. ``workers`` are processes; each of them holds so many ``sessions`` at once, and lets so many
    ``connections`` and of these ``strangers`` (not signed in) come from one network, ``waiting`` not signed in from
    anywhere. ``attempts`` are passphrases tried on a connection, ``sign_in_seconds`` the time for all of it. A session
    nobody types in ends after ``idle_minutes``; one whose line was cut is kept for ``resume_minutes``. ``guests`` lets
    people in without an account. ``address_log`` writes addresses down; ``language`` is spoken before a session knows
    better; ``danger`` names lists of words that suggest danger besides those of the package (tuigroup.wording), as does
    a folder ``danger`` beside the file.
    """

    server: str = "http://127.0.0.1:8460"
    pin: str = ""
    host: str = "127.0.0.1"
    port: int = 8422
    workers: int = 1
    sessions: int = 200
    connections: int = 100
    strangers: int = 20
    waiting: int = 60
    attempts: int = 4
    sign_in_seconds: int = 120
    idle_minutes: int = 60
    resume_minutes: int = 15
    guests: bool = True
    address_log: bool = False
    language: str = ""
    danger: str = "on"


_RANGES: Final = {
    "port": (0, 65535), "workers": (1, 64), "sessions": (1, 10_000), "connections": (1, 10_000),
    "strangers": (1, 10_000), "waiting": (1, 10_000), "attempts": (1, 20), "sign_in_seconds": (10, 600),
    "idle_minutes": (1, 24 * 60), "resume_minutes": (0, 24 * 60),
}  # fmt: skip


def load(
    file: Path | None = None, environ: Mapping[str, str] | None = None, flags: Mapping[str, object] | None = None
) -> Settings:
    """Settings from their sources in order of weakness; a flag that is None was not given. Raises ConfigError."""
    own = {
        layered.PREFIX + name.removeprefix(PREFIX): value
        for name, value in (environ or {}).items()
        if name.startswith(PREFIX)
    }
    found = layered.fill(Settings(), file=file, environ=own, flags=flags, check=_checked)
    return found if file is None else replace(found, danger=layered.with_lists(found.danger, file.parent))


def _checked(name: str, value: Any) -> Any:
    return layered.within(name, value, _RANGES)
