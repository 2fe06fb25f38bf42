"""What a store that is a bundle's says of itself, by the names of its settings."""

from __future__ import annotations

from typing import Final

from tuigroup.store.store import Store

NAME: Final = "bundle.name"
ADDRESS: Final = "bundle.address"
MADE: Final = "bundle.made"
KEY: Final = "bundle.key"
SERVER: Final = "bundle.server"
LINES: Final = "bundle.helplines"
STANDS: Final = "bundle.stands"
NEW, KNOWN, CHANGED = "new", "known", "changed"  # how its key stands to what is known


def is_one(store: Store) -> bool:
    """Whether this store is a bundle's."""
    return bool(store.settings.get(MADE))
