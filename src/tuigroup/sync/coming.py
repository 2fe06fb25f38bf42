"""What is still to come beyond what an answer held, and whether a member has to say so before it is fetched. Pure."""

from __future__ import annotations

from collections.abc import Callable


class Coming:
    """``limit`` gives the bytes above which to ask; ``pages`` about how many bytes of wanted pages are left."""

    def __init__(self, limit: Callable[[], int], pages: Callable[[], int]) -> None:
        self._limit = limit
        self._pages = pages
        self._changes = 0
        self._agreed = False
        self.heads_only = False  # the member wants no more of it than the titles

    @property
    def bytes(self) -> int:
        """About how many bytes, 0 when all is here."""
        return self._changes + self._pages()

    @property
    def asks(self) -> bool:
        """Whether it waits for the member's word."""
        return not self._agreed and self.bytes > self._limit()

    @property
    def caught_up(self) -> bool:
        """Whether no news are left on the server."""
        return not self._changes

    def told(self, changes: int) -> None:
        """An answer said about how many bytes of news remain, 0 for none."""
        self._changes = changes
        if not changes:
            self.heads_only = False
        if not self.bytes:
            self._agreed = False

    def agree(self) -> None:
        """Fetch all of it."""
        self._agreed = True
        self.heads_only = False

    def stop(self) -> None:
        """Of the news only the titles; they are few, so nobody is asked about them again."""
        self._agreed = self.heads_only = bool(self._changes)

    def forget(self) -> None:
        """Another account from now on."""
        self._changes = 0
        self._agreed = self.heads_only = False
