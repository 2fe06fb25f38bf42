"""A server's data folder as ``prepare`` makes it, from seeded randomness: made once in a process, and copied."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from tuigroup_server.service.context import prepare
from tuigroup_server.settings import Settings


@functools.cache
def _made(seed: int) -> tuple[tuple[tuple[str, int, bytes], ...], Any]:
    """Each file's name, mode and bytes; and where the randomness stood afterwards."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        prepare(folder, Settings(), random=random.randbytes)
        files = tuple((path.name, path.stat().st_mode & 0o777, path.read_bytes()) for path in sorted(folder.iterdir()))
    return files, random.getstate()


def prepared(folder: Path, settings: Settings, *, seed: int = 7) -> Random:
    """The folder as it is after ``prepare`` with Random(seed), and that randomness to go on with.

    A database elsewhere (PostgreSQL) is prepared there.
    """
    random = Random(seed)
    if settings.database:
        prepare(folder, settings, random=random.randbytes)
        return random
    files, state = _made(seed)
    folder.mkdir(parents=True, mode=0o700)
    for name, mode, data in files:
        path = folder / name
        path.write_bytes(data)
        path.chmod(mode)
    random.setstate(state)
    return random
