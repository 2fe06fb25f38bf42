"""Whose a store is: what somebody began here is not written into what is somebody else's by now.

Two programs may have one store open. Who signs out at one takes everything of the account along; what the other one
still shows, and would write, is of who was here before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tuigroup.errors import Displaced
from tuigroup.i18n import N_

ANOTHER: Final = N_("In another window somebody signed out or in: nothing more is written here.")


class Whose:
    """``look`` reads the sign-in name of who is here, '' for a guest. ``heard`` is called when it is another one."""

    def __init__(self, look: Callable[[], str]) -> None:
        self.look = look
        self.heard: Callable[[], None] = lambda: None
        self._known: str | None = None  # None until somebody writes: whoever it is

    def knows(self, name: str) -> None:
        """It is this one, as far as this program knows: what it changed itself, or has looked at again."""
        self._known = name

    @property
    def other(self) -> bool:
        """Whether it is another one by now."""
        return self._known not in (None, self.look())

    def check(self) -> None:
        """Within a transaction, before anything is written. Raises Displaced."""
        if self._known is None:
            self._known = self.look()
        if self.other:
            self.heard()
            raise Displaced(ANOTHER)
