"""The terminal's answers taken out of what is typed; they may come in pieces, between keys."""

from __future__ import annotations

from typing import Final

ANSWER: Final = b"\x1b[0n"


class Replies:
    """Feed it all that comes in; it gives back what is not an answer, and counts the answers."""

    __slots__ = ("_held", "count")

    def __init__(self) -> None:
        self._held = b""
        self.count = 0

    @property
    def held(self) -> bool:
        """Whether the beginning of what may be an answer is kept; ``release`` it when nothing follows."""
        return bool(self._held)

    def feed(self, data: bytes, *, expected: bool) -> bytes:
        """What is not an answer. A beginning of one is only held back where one is ``expected``."""
        data = self._held + data
        self._held = b""
        pieces = data.split(ANSWER)
        self.count += len(pieces) - 1
        rest = b"".join(pieces)
        if expected:
            tail = pieces[-1]
            for length in range(min(len(ANSWER) - 1, len(tail)), 0, -1):
                if ANSWER.startswith(tail[-length:]):
                    self._held = tail[-length:]
                    return rest[:-length]
        return rest

    def release(self) -> bytes:
        """What was held back."""
        held, self._held = self._held, b""
        return held
