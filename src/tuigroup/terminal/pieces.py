"""On a slow line a frame goes out in pieces, so that what overtakes it (the quick exit) waits for little.

Bytes that have left can't be called back: from the terminal's buffer, a modem's, a relay's. So no more of them are
under way than the line carries in a moment. Knows no line and no clock: a driver tells when it asked and was answered.
"""

from __future__ import annotations

import re
from collections import deque
from typing import Final

REACH: Final = 0.45  # seconds of the line that may be under way
LEAST: Final = 192  # bytes of a piece, however slow the line
NO_MATTER: Final = 4096  # bytes from which a line counts as quick
_SAMPLES: Final = 12
_APART: Final = 150  # bytes between sizes that tell the way there and back from what the line carries

_TOKEN: Final = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]|[\xc0-\xff][\x80-\xbf]*|[\x00-\xff]")
_REPEAT: Final = re.compile(rb"\x1b\[[0-9]*b")


class Speed:
    """Seconds a byte, from how long frames of several sizes took until the terminal answered."""

    __slots__ = ("_asked", "_samples")

    def __init__(self) -> None:
        self._asked: tuple[float, int] | None = None
        self._samples: deque[tuple[int, float]] = deque(maxlen=_SAMPLES)

    def asked(self, now: float, size: int) -> None:
        """``size`` bytes were sent, and a question behind them."""
        self._asked = now, size

    def answered(self, now: float) -> None:
        if self._asked is not None:
            began, size = self._asked
            self._samples.append((size, now - began))
            self._asked = None

    @property
    def window(self) -> int | None:
        """How many bytes may be under way; None where it does not matter, or is not known yet."""
        slope = self._seconds_a_byte()
        if slope <= 0 or REACH / slope >= NO_MATTER:
            return None
        return max(LEAST, int(REACH / slope))

    def _seconds_a_byte(self) -> float:
        """The slope of time over size; where all sizes are alike, the quickest of them with its way there and back."""
        if not self._samples:
            return 0.0
        sizes = [size for size, _ in self._samples]
        if max(sizes) - min(sizes) < _APART:
            return min(taken / max(size, 1) for size, taken in self._samples)
        count = len(self._samples)
        middle = sum(sizes) / count
        mean = sum(taken for _, taken in self._samples) / count
        over = sum((size - middle) * (taken - mean) for size, taken in self._samples)
        return over / sum((size - middle) ** 2 for size in sizes)


def cut(frame: bytes, most: int) -> tuple[bytes, bytes]:
    """The frame in two, the first of at most about ``most`` bytes: never inside a sequence or a character, nor before
    the repeating of one."""
    place = 0
    for token in _TOKEN.finditer(frame):
        if token.end() > most and place:
            break
        if not _REPEAT.match(frame, token.end()):
            place = token.end()
    return frame[:place], frame[place:]
