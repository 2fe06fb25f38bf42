"""Modules that are loaded when something of them is first used: a first screen need not wait for what it shows not.

    if TYPE_CHECKING:
        from tuigroup.wire import ops
    else:
        ops = Late("tuigroup.wire.ops")

What checks types and layers sees an import; who runs it pays with the first ``ops.Reply``.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterable
from contextlib import suppress
from types import ModuleType
from typing import Any


class Late:
    """Stands for the module of this name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: ModuleType | None = None

    def __getattr__(self, of: str) -> Any:
        if self._module is None:
            self._module = importlib.import_module(self._name)
        return getattr(self._module, of)


async def in_steps(names: Iterable[str]) -> None:
    """Load modules ahead of their use, with pauses as long as each took: a key need not wait for all of them."""
    import asyncio  # not where lines of a shell wait for us

    for name in names:
        began = time.perf_counter()
        with suppress(ImportError):  # who needs it will say so
            importlib.import_module(name)
        await asyncio.sleep(time.perf_counter() - began)
