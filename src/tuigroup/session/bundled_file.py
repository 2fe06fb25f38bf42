"""A bundle put where the member says: whole or not at all, and never over another file."""

from __future__ import annotations

import os
from pathlib import Path

from tuigroup.errors import BadInput
from tuigroup.i18n import N_


def write(typed: str, raw: bytes) -> Path:
    """Raises BadInput; then nothing was written."""
    place = Path(typed.strip()).expanduser()
    if not typed.strip() or "\0" in typed:
        raise BadInput(N_("Please name a file."), field="file")
    try:
        with place.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise BadInput(
            N_("There is something of that name already."), kept=N_("It was left as it is."), field="file",
            todo=N_("Please name another file."),
        ) from None  # fmt: skip
    except OSError as error:
        raise BadInput(N_("The file can't be written: {reason}.", reason=error.strerror or ""), field="file") from None
    return place
