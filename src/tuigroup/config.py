"""What a member can set: settings.toml, then TUIGROUP_... of the environment, then flags, later ones winning.

Knows where a member's files lie (platformdirs); opens none of them but the settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import platformdirs

from tuigroup import fingerprint
from tuigroup.errors import ConfigError
from tuigroup.i18n import N_, locale_of
from tuigroup.layered import fill, with_lists, within

FILE_NAME: Final = "settings.toml"
THEMES: Final = ("", "own", "light", "dark", "contrast", "mono")
RICH: Final = ("", "fast", "always")
KEEP: Final = ("", "keep", "locked", "forget", "memory")
RANGES: Final = {"sync_minutes": (0, 24 * 60), "ask_above_kb": (0, 100_000)}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default.

    ``server`` is an address, '' asks on the first screen; ``pin`` the fingerprint of that server's key, or
    "authorities"; '' goes by what is known of it. ``data`` is a folder for the store, '' the usual one.
    ``language`` is a locale such as es or es_MX, '' the environment's. ``country`` (ISO) puts its crisis lines
    first; ``sync_minutes`` 0 asks the server by key only, ``at_once`` keeps a second line open on which news come as
    they happen; what is above ``ask_above_kb`` KB is asked about first; ``silent_status`` keeps `tuigroup
    status` quiet; ``leave_nothing`` keeps the store in memory; ``keep`` says what stays on this machine: "keep" (all of
    it), "locked", "forget" (nothing after leaving), "memory" (nothing at any time), '' what was chosen there;
    ``line_mode`` has lines instead of screens;
    ``danger`` is "off", or names lists of phrases besides those of the package, as does a folder ``danger`` in ``data``
    (tuigroup.wording): what suggests danger is noticed on this machine only, and offers help. ``rich`` has screens with
    a bar, colours and a scrollbar: "fast" not over SSH nor on a line found slow, "always" anywhere.
    ``keys`` maps names of commands to keys.
    """

    server: str = ""
    pin: str = ""
    data: str = ""
    theme: str = ""
    rich: str = ""
    language: str = ""
    country: str = ""
    editor: str = ""
    sync_minutes: int = 5
    at_once: bool = False
    ask_above_kb: int = 64
    silent_status: bool = False
    leave_nothing: bool = False
    keep: str = ""
    offline: bool = False
    line_mode: bool = False
    wire_log: str = ""
    danger: str = "on"
    keys: dict[str, str] = field(default_factory=dict)


def settings_file() -> Path:
    """Where the settings lie, whether there are any or not."""
    return Path(platformdirs.user_config_dir("tuigroup", appauthor=False)) / FILE_NAME


def load(
    file: Path | None = None, environ: Mapping[str, str] | None = None, flags: Mapping[str, object] | None = None
) -> Settings:
    """Settings from their sources. Raises ConfigError.

    Where nothing else does, $VISUAL or $EDITOR names the editor, and $LC_ALL, $LC_MESSAGES or $LANG the language.
    """
    settings = Settings()
    for source in ({"file": file}, {"environ": environ}, {"flags": flags}):
        before, settings = settings, fill(replace(settings, pin=""), check=_checked, **source)
        if not settings.pin and settings.server == before.server:
            settings = replace(settings, pin=before.pin)  # else it was another server's
    editor = (environ or {}).get("VISUAL") or (environ or {}).get("EDITOR") or ""
    language = locale_of(environ or {})
    if settings.keep == "memory":
        settings = replace(settings, leave_nothing=True)
    danger = with_lists(settings.danger, data_folder(settings))
    return replace(settings, editor=settings.editor or editor, language=settings.language or language, danger=danger)


def data_folder(settings: Settings) -> Path:
    """The folder of the member's store."""
    if settings.data:
        return Path(settings.data).expanduser()
    return Path(platformdirs.user_data_dir("tuigroup", appauthor=False))


def crash_folder(settings: Settings) -> Path | None:
    """Where reports of crashes go, None where nothing may be left."""
    if settings.leave_nothing:
        return None
    return Path(platformdirs.user_state_dir("tuigroup", appauthor=False)) / "crashes"


def _checked(name: str, value: Any) -> Any:
    if name == "theme" and value not in THEMES:
        raise ConfigError(N_("theme must be one of {names}.", names=", ".join(THEMES[1:])))
    if name == "rich" and value not in RICH:
        raise ConfigError(N_("rich must be one of {names}.", names=", ".join(RICH[1:])))
    if name == "keep" and value not in KEEP:
        raise ConfigError(N_("keep must be one of {names}.", names=", ".join(KEEP[1:])))
    if name == "pin" and value not in ("", fingerprint.AUTHORITIES):
        return fingerprint.parse(value)
    return within(name, value, RANGES)
