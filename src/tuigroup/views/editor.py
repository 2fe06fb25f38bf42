"""The member's own editor for a post: a private file, the editor, and what came of it. The file is gone afterwards.

Knows no screen; whoever calls has given the terminal away meanwhile.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.wire import limits

_BYTES: Final = limits.BODY * 2 * 4  # of a file that is read back, at most
KEPT: Final = N_("Your draft is as it was.")


def run(argv: Sequence[str]) -> int:
    """Run a program on this terminal; its exit code."""
    return subprocess.run(list(argv), check=False).returncode


def in_memory(environ: Mapping[str, str]) -> Path | None:
    """The folder that a login has in memory and that goes with it (XDG base directories), where there is one."""
    named = environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(named)
    return folder if named and folder.is_dir() and os.access(folder, os.W_OK) else None


def edit(text: str, command: str, *, run: Callable[[Sequence[str]], int] = run, within: Path | None = None) -> str:
    """The text as the editor left it. Raises BadInput where the editor can't be used or ended badly.

    ``command`` is as in $EDITOR, options included; ``within`` is the folder for the file, None one that is in memory
    where there is one, else the usual one.
    """
    try:
        argv = shlex.split(command)
    except ValueError:
        argv = []
    if not argv:
        raise BadInput(N_("The editor in your settings has no name."), field="editor", kept=KEPT)
    folder = Path(tempfile.mkdtemp(prefix="note-", dir=within or in_memory(os.environ)))  # 0700
    try:
        file = folder / "note.md"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(f"{text}\n" if text else "")
        code = run([*argv, str(file)])
        if code != 0:
            raise BadInput(
                N_("The editor ended without a good word (code {code}).", code=code), field="editor", kept=KEPT
            )
        with file.open("rb") as back:
            return back.read(_BYTES).decode("utf-8", errors="replace").rstrip("\n")
    except FileNotFoundError:
        raise BadInput(N_("There is no program {name} here.", name=repr(argv[0])), field="editor", kept=KEPT) from None
    except OSError:
        raise BadInput(N_("The editor could not be used."), field="editor", kept=KEPT) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
