"""How a session starts and ends: one module a door, imported only when it is opened."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuigroup.config import Settings


def forget_textual() -> None:
    """Before Textual is imported: it would import a driver that TEXTUAL_DRIVER names, and write keys to a file."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]


def line_mode(settings: Settings) -> bool:
    """Whether it is the line mode: asked for, or nothing else is possible on this terminal."""
    dumb = os.environ.get("TERM", "") in ("", "dumb", "unknown")
    return settings.line_mode or (dumb and sys.stdin.isatty() and sys.stdout.isatty())
