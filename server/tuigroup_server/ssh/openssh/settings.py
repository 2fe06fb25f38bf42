"""What an operator can set of the door behind OpenSSH: FOLDER/door.toml. Neither environment nor flags are asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tuigroup import layered
from tuigroup.config import Settings as MemberSettings

FILE_NAME: Final = "door.toml"
CREDENTIAL: Final = "credential"
NEVER_ASK: Final = 100_000  # KB: the line between door and server is not the member's to pay for


@dataclass(frozen=True, slots=True)
class Settings:
    """``server`` is its address as the door reaches it, ``pin`` its key's fingerprint where it vouches for itself.

    ``language`` is spoken before a session knows better. ``mosh`` lets mosh in, which needs UDP ports of this machine.
    ``danger`` is as in the SSH door's settings.
    """

    server: str = "http://127.0.0.1:8460"
    pin: str = ""
    language: str = ""
    mosh: bool = False
    danger: str = "on"

    def of_member(self, *, lines: bool) -> MemberSettings:
        """Everything stays in memory, and goes with the session."""
        return MemberSettings(
            server=self.server,
            pin=self.pin,
            language=self.language,
            danger=self.danger,
            leave_nothing=True,
            line_mode=lines,
            ask_above_kb=NEVER_ASK,
        )


def load(folder: Path) -> Settings:
    """Raises ConfigError."""
    found = layered.fill(Settings(), file=folder / FILE_NAME)
    return replace(found, danger=layered.with_lists(found.danger, folder))
