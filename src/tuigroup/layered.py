"""Settings from their sources in order of weakness: defaults, a TOML file, TUIGROUP_... variables, flags.

Fills any frozen dataclass whose fields are text, whole numbers, true/false or (``keys``) a table of texts.
Reads nothing by itself but the file it is given; the environment and the flags are passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from tuigroup.errors import ConfigError
from tuigroup.i18n import N_

PREFIX: Final = "TUIGROUP_"
Check = Callable[[str, Any], Any]  # name and value to the value used; raises ConfigError

S = TypeVar("S")

_WORDS: Final[Mapping[str, bool]] = {
    "1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False,
}  # fmt: skip


def fill(
    defaults: S,
    *,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
    check: Check = lambda _name, value: value,
) -> S:
    """The defaults with what the sources say; a flag that is None was not given. Raises ConfigError."""
    known = {item.name: type(getattr(defaults, item.name)) for item in fields(defaults)}  # type: ignore[arg-type]
    changes: dict[str, Any] = {}
    if file is not None and file.exists():
        for name, value in _table(file).items():
            if name not in known:
                raise ConfigError(N_("{file} has a setting that is not known here: {name}.", file=file.name, name=name))
            changes[name] = check(name, _typed(name, value, known[name], file.name))
    for name, kind in known.items():
        text = (environ or {}).get(PREFIX + name.upper())
        if text is not None and kind is not dict:
            changes[name] = check(name, _parsed(name, text, kind))
    for name, value in (flags or {}).items():
        if name in known and value is not None:
            changes[name] = check(name, _typed(name, value, known[name], N_("the command line")))
    return replace(defaults, **changes)  # type: ignore[type-var]


def within(name: str, value: Any, ranges: Mapping[str, tuple[int, int]]) -> Any:
    """The value if it lies in the range of its name. Raises ConfigError."""
    if name in ranges:
        low, high = ranges[name]
        if not low <= value <= high:
            raise ConfigError(N_("{name} must be between {low} and {high}.", name=name, low=low, high=high))
    return value


def _table(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(N_("{file} can't be read: {reason}.", file=file.name, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(N_("{file} is not UTF-8 text.", file=file.name)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(N_("{file} is not TOML: {error}.", file=file.name, error=error)) from error


def _typed(name: str, value: object, kind: type, where: str) -> Any:
    fits = type(value) is kind
    if kind is dict and isinstance(value, dict):
        fits = all(isinstance(item, str) for item in value.values())
    if not fits:
        wanted = {
            bool: N_("true or false"),
            int: N_("a whole number"),
            str: N_("text in quotes"),
            dict: N_("a table of texts"),
        }[kind]
        raise ConfigError(N_("{name} in {where} must be {wanted}.", name=name, where=where, wanted=wanted))
    return value


def _parsed(name: str, text: str, kind: type) -> Any:
    variable = PREFIX + name.upper()
    if kind is bool:
        word = text.strip().lower()
        if word not in _WORDS:
            raise ConfigError(N_("{name} must be true or false.", name=variable))
        return _WORDS[word]
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise ConfigError(N_("{name} must be a whole number.", name=variable)) from None
    return text


def with_lists(setting: str, folder: Path) -> str:
    """The setting ``danger`` (tuigroup.wording), and the lists of words that lie in a folder where there is one."""
    lists = folder / "danger"
    return f"{setting}\n{lists.absolute()}" if lists.is_dir() else setting
