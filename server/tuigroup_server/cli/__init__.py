"""The operator's command line. What goes wrong is one sentence and exit 2, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final, TextIO

INSTALL: Final = "Please install the extra for it: pip install 'tuigroup[server]'"


def main(
    argv: Sequence[str] | None = None,
    environ: Mapping[str, str] | None = None,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Run one command; the exit code. What is not passed in comes from the process."""
    err = sys.stderr if err is None else err
    try:
        from tuigroup_server.cli.run import run
    except ModuleNotFoundError as missing:
        # What the client needs is always installed with it; what only the server needs is an extra.
        if (missing.name or "").startswith("tuigroup"):
            raise
        print(f"The server needs more than is installed here ({missing.name}). {INSTALL}", file=err)
        return 2
    return run(
        sys.argv[1:] if argv is None else argv,
        os.environ if environ is None else environ,
        sys.stdout if out is None else out,
        err,
    )
