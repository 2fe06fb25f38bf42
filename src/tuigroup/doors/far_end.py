"""What a door of many holds for each person: the far end of their line, and the front that speaks to it.

A far end may go and another come (a cut line, another terminal); the front stays where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

DUMB = ("", "dumb", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class FarEnd:
    """``send`` returns at once; ``close`` takes an exit code; ``queued`` tells how many bytes have not left.

    ``environ`` has TERM and what else is known of the terminal; without a ``terminal`` it is a pipe. ``lines`` asks
    for the line mode whatever the terminal can do.
    """

    send: Callable[[bytes], None]
    close: Callable[[int], None]
    environ: Mapping[str, str]
    size: tuple[int, int]
    terminal: bool
    lines: bool = False
    queued: Callable[[], int] = lambda: 0

    @property
    def plain(self) -> bool:
        """Whether it is the line mode here."""
        return self.lines or not self.terminal or self.environ.get("TERM", "") in DUMB

    def say(self, sentence: str) -> None:
        """A line of its own, outside of every screen."""
        self.send((sentence + "\n").replace("\n", "\r\n" if self.terminal else "\n").encode())


class Front(Protocol):
    """The screens or the line mode of one person. ``run`` goes on until they leave, whatever becomes of the line."""

    @property
    def behind(self) -> bool:
        """Whether more was typed than was worked off: nothing more should be read for a moment."""
        ...

    async def run(self) -> None:
        """Raises what it came to grief over."""
        ...

    def received(self, data: bytes) -> None: ...

    def ended(self) -> None:
        """The far end sends nothing more."""
        ...

    def resized(self, width: int, height: int) -> None: ...

    def lost(self) -> None:
        """Nobody is at the far end now: nothing is sent any more, and everything being written is in the store."""
        ...

    def moved(self, far: FarEnd) -> bool:
        """Somebody is there again, maybe with another terminal; False where that needs a front of another kind."""
        ...

    def leave(self) -> None:
        """End from outside, with everything kept."""
        ...

    def tell(self, sentence: str) -> None: ...
