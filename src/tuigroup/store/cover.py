"""What lies open beside a locked store: enough to ask for the passphrase and for help, and nothing of any group.

A small JSON file of some of the store's settings. It is written anew whenever one of them changes, in one step.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tuigroup.store.settings import NAME, Settings

ENDING: Final = ".cover"
# How the machine looks and speaks, its crisis lines, which server it is and how it proves itself, whose passphrase
# opens the store, how that is found out, and how often it was tried;
# and whether the store goes when the program is left.
NAMES: Final = (
    NAME, "account.wrapped", "account.tries", "account.next_try", "server.info", "server.proof", "server.helplines",
    "server.helplines.lines", "language", "theme", "country", "stays",
)  # fmt: skip
STAYING: Final = tuple(
    name for name in NAMES if not name.startswith("account.") and name != "stays"
)  # whoever it is that was here

_PLAIN: Final = b"SQLite format 3\x00"
_MOST: Final = 1024 * 1024  # bytes of a cover


def beside(path: Path) -> Path:
    return path.with_name(path.name + ENDING)


def is_plain(path: Path) -> bool:
    """Whether the file is a database that anybody can read; an empty or missing one is to become one."""
    try:
        with path.open("rb") as file:
            first = file.read(len(_PLAIN))
    except OSError:
        return True
    return not first or first == _PLAIN


def is_locked(path: Path) -> bool:
    """Whether the store at ``path`` lies there encrypted."""
    return beside(path).is_file() and not is_plain(path)


def read(path: Path) -> dict[str, str]:
    """What lies beside the store at ``path``; nothing where that can't be read."""
    found: Any = None
    with suppress(OSError, ValueError, RecursionError):
        file = beside(path)
        found = json.loads(file.read_text("utf-8")) if file.stat().st_size <= _MOST else None
    if not isinstance(found, dict):
        return {}
    return {name: found[name] for name in NAMES if isinstance(found.get(name), str)}


def of(settings: Settings) -> dict[str, str]:
    found = ((name, settings.get(name)) for name in NAMES)
    return {name: value for name, value in found if value}


def write(path: Path, values: Mapping[str, str]) -> None:
    """On disk whole, or as it was before. Raises OSError."""
    file = beside(path)
    new = file.with_name(file.name + ".new")
    with suppress(FileNotFoundError):
        new.unlink()
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(dict(values), out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
