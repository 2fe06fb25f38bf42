"""When to try again, and how much to ask for: backoff with jitter, and what the line carries in two seconds.

Pure but for the randomness passed in; times are seconds, given by the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tuigroup.wire import limits

FIRST: Final = 2.0  # seconds until the second try
LONGEST: Final = 300.0
SLACK: Final = 20.0  # seconds after its minute until a scheduled operation is asked about
PAINT: Final = 2.0  # seconds from asking until the first page is there
BACKGROUND: Final = 2.0  # seconds of the line that an answer nobody waits for may take
LEAST: Final = 1024
LARGEST_PIECE: Final = 64 * 1024
ASSUMED: Final = 4096.0  # bytes a second, while nothing says how fast the line is
TELLING: Final = 1024  # bytes behind an answer's first piece from which they say how fast the line is
FADING: Final = 0.7  # what an earlier measurement counts for beside the next


@dataclass(frozen=True, slots=True)
class Timing:
    """An exchange on the line: ``first`` seconds until its answer's first piece, ``size`` bytes in ``whole`` seconds.

    ``tail`` bytes came after that piece, in ``tail_seconds``: they say how fast the line is, whatever the server and
    the way there took. ``held`` says that the server kept the answer back until it had one. What it took to make a
    connection is in none of them.
    """

    first: float
    size: int
    whole: float
    tail: int = 0
    tail_seconds: float = 0.0
    held: bool = False


class Pace:
    """How the line has been. ``random`` gives that many random bytes."""

    def __init__(self, random: Callable[[int], bytes]) -> None:
        self._random = random
        self._tries = 0
        self._asked_to_wait = 0.0
        self._trip = 0.0  # seconds until an answer begins, 0 while unknown
        self._carried = (0.0, 0.0)  # bytes and seconds measured, older ones fading
        self._proved = 0.0  # bytes a second that the line carries at least

    def failed(self, retry_after: float = 0.0) -> None:
        self._tries += 1
        self._asked_to_wait = min(max(0.0, retry_after), LONGEST)

    def reset(self) -> None:
        """The line works, or a person asks to try at once."""
        self._tries = 0
        self._asked_to_wait = 0.0

    @property
    def failing(self) -> bool:
        return self._tries > 0

    def backoff(self) -> float:
        """Seconds until the next try: doubling, between half and whole, so that clients do not come all at once."""
        whole = min(LONGEST, FIRST * (1 << min(max(self._tries - 1, 0), 10)))
        return max(self._asked_to_wait, whole * (0.5 + self.draw(1000) / 2000))

    def draw(self, below: int) -> int:
        """A random number under ``below``."""
        return int.from_bytes(self._random(4), "big") % below

    def rest(self, now: float, last: float, interval: float | None, due: int) -> float | None:
        """Seconds to rest, None for ever: ``last`` is when all was well, ``due`` the next scheduled minute or 0."""
        if self.failing:
            return self.backoff()
        waits = []
        if interval is not None:
            waits.append(max(0.0, last + interval - now))
        if due:
            waits.append(max(SLACK, due * 60 + SLACK - now))
        return min(waits, default=None)

    def measured(self, timing: Timing) -> None:
        """What an exchange that was made anyway says of the line."""
        if timing.tail >= TELLING and timing.tail_seconds > 0:
            size, seconds = self._carried
            self._carried = (size * FADING + timing.tail, seconds * FADING + timing.tail_seconds)
            self._proved = 0.0
        elif timing.whole > 0 and not timing.held:
            self._proved = max(self._proved, timing.size / timing.whole)
        if timing.first > 0 and not timing.held:
            # A first piece is a whole packet, which a slow line carries for as long as the way there takes.
            carried = (timing.size - timing.tail) / (self.rate or ASSUMED)
            trip = max(timing.first - carried, 0.0)
            self._trip = min(trip, 0.8 * self._trip + 0.2 * trip) if self._trip else trip

    @property
    def rate(self) -> float:
        """Bytes a second, 0 while unknown."""
        size, seconds = self._carried
        measured = size / seconds if seconds else 0.0
        return max(measured, self._proved) if measured or self._proved > ASSUMED else 0.0

    @property
    def trip(self) -> float:
        """Seconds until an answer begins to come, 0 while unknown."""
        return self._trip

    def budget(self, *, foreground: bool) -> int:
        """Bytes that an answer may have: what is there two seconds after it was asked for, or takes two seconds."""
        seconds = max(PAINT - self._trip, PAINT / 4) if foreground else BACKGROUND
        return self._bounded(seconds, limits.DEFAULT_BUDGET)

    def behind(self) -> int:
        """Bytes that may come behind an answer somebody waits for: two seconds, and what asking anew would take."""
        return self._bounded(BACKGROUND + self._trip, limits.DEFAULT_BUDGET)

    def piece(self) -> int:
        """Bytes of a resource to ask for at once."""
        return self._bounded(BACKGROUND, LARGEST_PIECE)

    def _bounded(self, seconds: float, most: int) -> int:
        return int(min(most, max(LEAST, (self.rate or ASSUMED) * seconds)))
