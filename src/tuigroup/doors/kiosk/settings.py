"""What a library sets for its kiosk, in one TOML file. Neither the environment nor a member's settings play a part."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from tuigroup import fingerprint
from tuigroup.config import THEMES
from tuigroup.doors.kiosk import staff
from tuigroup.errors import BadServerAddress, ConfigError
from tuigroup.i18n import N_, languages
from tuigroup.layered import fill, with_lists, within
from tuigroup.sync import address
from tuigroup.sync.door import read_credential

FILE: Final = Path("/etc/tuigroup/kiosk.toml")
RANGES: Final = {"minutes": (5, 8 * 60), "idle_seconds": (30, 3600)}


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """``server`` is an address, ``pin`` its key's fingerprint where it has one of its own; ``door`` the file with this
    kiosk's own credential. A visit lasts ``minutes`` at most, and ends after ``idle_seconds`` without a key.

    ``danger`` names lists of words that suggest danger besides those of the package, or is "off" (tuigroup.wording); a
    folder ``danger`` beside the settings has such lists too. ``printer`` is a command that prints its standard input,
    '' for none; ``country`` puts its crisis lines first;
    ``staff_code`` is what ``tuigroup kiosk hash-code`` prints, '' where nobody leaves by a code.
    """

    server: str = ""
    pin: str = ""
    door: str = ""
    minutes: int = 30
    idle_seconds: int = 180
    printer: str = ""
    country: str = ""
    language: str = ""
    theme: str = ""
    line_mode: bool = False
    staff_code: str = ""
    danger: str = "on"

    @property
    def printing(self) -> list[str]:
        """The printer command's words, [] for none."""
        return shlex.split(self.printer)


def load(file: Path | None, flags: Mapping[str, object]) -> KioskSettings:
    """From a file (None: the usual one, where it is there) and the command line. Raises ConfigError."""
    if file is not None and not file.exists():
        raise ConfigError(N_("{file} is not there.", file=file))
    found = fill(KioskSettings(), file=file or FILE, flags=flags, check=_checked)
    found = replace(found, danger=with_lists(found.danger, (file or FILE).parent))
    if not found.server:
        raise ConfigError(
            N_("The kiosk does not know its server yet."),
            todo=N_('Please name it: server = "https://groups.example.org" in its settings file, or --server.'),
        )
    if not found.door:
        raise ConfigError(
            N_("The kiosk has no credential of its own, so it could end nobody's sign-in after a power cut."),
            todo=N_(
                "Please make one on the server with: tuigroup-server add-door NAME --kind kiosk, and name its file: "
                'door = "/etc/tuigroup/kiosk.credential", or --door.'
            ),
        )
    if found.pin and found.server.startswith("http:"):
        raise ConfigError(N_("pin needs an address that begins with https://."))
    return found


def _checked(name: str, value: Any) -> Any:
    check = _CHECKS.get(name)
    return within(name, value, RANGES) if check is None or value == "" else check(value)


def _server(value: str) -> str:
    try:
        return address.normal(value)
    except BadServerAddress as error:
        raise ConfigError(N_("server must be an address such as https://groups.example.org.")) from error


def _door(value: str) -> str:
    """The file from the root on: visits and errands run elsewhere."""
    read_credential(Path(value))
    return str(Path(value).absolute())


def _printer(value: str) -> str:
    try:
        words = shlex.split(value)
    except ValueError:
        words = []
    if not words or shutil.which(words[0]) is None:
        raise ConfigError(N_('printer must be a command that is installed, such as "lp -d desk".'))
    return value


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", value):
        raise ConfigError(N_("country must be two letters, such as IE."))
    return value.upper()


def _language(value: str) -> str:
    if value not in languages():
        raise ConfigError(N_("language must be one of {names}.", names=", ".join(languages())))
    return value


def _theme(value: str) -> str:
    if value not in THEMES:
        raise ConfigError(N_("theme must be one of {names}.", names=", ".join(THEMES[1:])))
    return value


def _staff(value: str) -> str:
    if not staff.is_hash(value):
        raise ConfigError(
            N_("staff_code must be what tuigroup kiosk hash-code prints, never the code itself."),
        )
    return value


_CHECKS: Final = {
    "server": _server, "pin": fingerprint.parse, "door": _door, "printer": _printer, "country": _country,
    "language": _language, "theme": _theme, "staff_code": _staff,
}  # fmt: skip
