"""What the app tells the active screen. Messages carry names and numbers, never a member's text."""

from __future__ import annotations

from textual.message import Message

EVERYTHING: frozenset[str] = frozenset({"*"})


class StoreChanged(Message):
    """The store changed: ``kinds`` of rows (``*`` for any) and ``groups`` touched (empty: unknown or none)."""

    bubble = False

    def __init__(self, kinds: frozenset[str] = EVERYTHING, groups: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self.kinds = kinds
        self.groups = groups

    def touches(self, *kinds: str, group: int | None = None) -> bool:
        """Whether one of these kinds, and this group where one is named, may have changed."""
        if self.kinds != EVERYTHING and self.kinds.isdisjoint(kinds):
            return False
        return group is None or not self.groups or group in self.groups

    def and_also(self, other: StoreChanged) -> StoreChanged:
        """Both in one."""
        if EVERYTHING in (self.kinds, other.kinds):
            return StoreChanged()
        groups = self.groups | other.groups if self.groups and other.groups else frozenset()
        return StoreChanged(self.kinds | other.kinds, groups)


class LinkChanged(Message):
    """The line to the server changed: ask ``session.engine.status()``."""

    bubble = False
