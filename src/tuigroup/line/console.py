"""What the line mode speaks through: lines in, text out. A door makes one over a terminal, a pipe or a channel."""

from __future__ import annotations

from typing import Protocol


class Ended(Exception):
    """There is no more input: a dropped line, Ctrl+D, the end of a file."""


class Console(Protocol):
    """``interactive`` says that a person types as they read, so that typing may cut a wait short."""

    @property
    def interactive(self) -> bool: ...

    def size(self) -> tuple[int, int]:
        """Columns and rows; rows 0 means that nothing is paged."""
        ...

    async def write(self, text: str) -> None:
        """Text of printable characters and newlines; returns when it is on its way."""
        ...

    async def read(self, prompt: str, *, keep: bool = False) -> str:
        """A line as it was typed, without its end. ``keep`` remembers it for recall. Raises Ended."""
        ...

    async def secret(self, prompt: str) -> str:
        """A line that is not shown while it is typed. Raises Ended."""
        ...

    async def stirred(self) -> None:
        """Returns when something was typed already; never where nobody types."""
        ...
