"""--wire-log FILE: every exchange decoded, one JSON object a line, with what opens something redacted.

The file holds what members wrote: it is asked for by hand, made for its owner only, and never read back.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tuigroup.errors import ConfigError
from tuigroup.i18n import N_
from tuigroup.wire.redacted import redacted


class WireLog:
    """Appends exchanges to a file. Raises ConfigError where the file can't be opened."""

    def __init__(self, path: Path) -> None:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            if stat.S_ISREG(os.fstat(handle).st_mode):
                os.fchmod(handle, 0o600)  # also where the file was there before
        except OSError as error:
            raise ConfigError(N_("The wire log can't be written: {reason}.", reason=error.strerror)) from error
        self._file = os.fdopen(handle, "a", encoding="utf-8")

    def write(self, exchange: Mapping[str, Any]) -> None:
        """One line. A log that can't be written any more never stops the exchange itself."""
        try:
            self._file.write(json.dumps(redacted(exchange), ensure_ascii=True, default=str) + "\n")
            self._file.flush()
        except (OSError, ValueError):
            return

    def close(self) -> None:
        try:
            self._file.close()
        except OSError:
            return
