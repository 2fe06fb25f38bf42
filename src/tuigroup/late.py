"""Modules that are loaded when something of them is first used: a first screen need not wait for what it shows not.

    if TYPE_CHECKING:
        from tuigroup.wire import ops
    else:
        ops = Late("tuigroup.wire.ops")

What checks types and layers sees an import; who runs it pays with the first ``ops.Reply``.
"""

from __future__ import annotations

import importlib
from typing import Any


class Late:
    """Stands for the module of this name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, of: str) -> Any:
        return getattr(importlib.import_module(self._name), of)
