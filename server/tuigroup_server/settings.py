"""What an operator can set: DIR/settings.toml, then TUIGROUP_... of the environment, then flags, later ones winning.

Reads nothing by itself but the file it is given; the environment and the flags are passed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tuigroup.errors import ConfigError
from tuigroup.layered import fill, within

FILE_NAME: Final = "settings.toml"
PUBLIC_NAME: Final = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Times are in the unit that the name says.

    ``database`` is a URL; '' means the file tuigroup.sqlite3 in the data folder. ``certificate`` and
    ``certificate_key`` are PEM files, which may be one; '' means what lies in the data folder's tls, and no TLS where
    nothing does. ``trusted_proxies`` are the addresses whose X-Forwarded-For is believed, separated by commas; ''
    believes nobody. ``limits`` off is for a server behind a limiter of its own. ``backups_days`` is after how many days
    the operator's backups are gone, which members are told before they leave: 0 where none are made, -1 not said.
    """

    name: str = "tuigroup"
    about: str = ""
    host: str = "127.0.0.1"
    port: int = 8460
    database: str = ""
    certificate: str = ""
    certificate_key: str = ""
    guests: bool = True
    proposals: bool = True
    limits: bool = True
    session_days: int = 30
    backups_days: int = -1
    trusted_proxies: str = ""


_RANGES: Final = {"port": (0, 65535), "session_days": (1, 365), "backups_days": (-1, 3650)}


def load(
    file: Path | None = None, environ: Mapping[str, str] | None = None, flags: Mapping[str, object] | None = None
) -> Settings:
    """Settings from their sources in order of weakness; a flag that is None was not given. Raises ConfigError."""
    return fill(Settings(), file=file, environ=environ, flags=flags, check=_checked)


def _checked(name: str, value: Any) -> Any:
    if name == "name" and not 1 <= len(value) <= PUBLIC_NAME:
        raise ConfigError(f"name must have 1 to {PUBLIC_NAME} characters.")
    return within(name, value, _RANGES)
