"""A library that is loaded when something of it is first used: loading takes longer than a first screen may."""

from __future__ import annotations

import importlib
from typing import Any


class Late:
    """Stands for the module of this name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, of: str) -> Any:
        return getattr(importlib.import_module(self._name), of)
