"""How long a visit at a shared terminal may go on: its own clock, and how long nobody has pressed a key. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

LAST_MINUTES: Final = 120.0  # seconds before the end of the clock from which it is said


class Phase(Enum):
    GOING = "going"
    IDLE = "idle"  # two thirds of the idle time are over
    CLOSING = "closing"  # the visit's own time ends soon
    IDLE_OVER = "idle-over"
    TIME_OVER = "time-over"


@dataclass(frozen=True, slots=True)
class Standing:
    """``left`` are the seconds until the end that is nearest in this phase."""

    phase: Phase
    left: float

    @property
    def over(self) -> bool:
        return self.phase in (Phase.IDLE_OVER, Phase.TIME_OVER)


class VisitClock:
    """``minutes`` the visit may last, ``idle`` seconds without a key; ``now`` answers seconds that only go on.

    Before ``begin`` nothing is counted.
    """

    def __init__(self, minutes: float, idle: float, now: Callable[[], float]) -> None:
        self._length, self._idle = minutes * 60, idle
        self._now = now
        self._began: float | None = None
        self._key = 0.0

    @property
    def began(self) -> bool:
        return self._began is not None

    def begin(self) -> None:
        self._began = self._key = self._now()

    def stirred(self) -> None:
        """A key was pressed."""
        self._key = self._now()

    def silent(self) -> bool:
        """Whether no key was pressed for the whole idle time, begun or not."""
        return self._now() - self._key >= self._idle

    def minutes_left(self) -> int:
        """Of the visit's own time, begun minutes counted whole."""
        began = self._now() if self._began is None else self._began
        return max(0, math.ceil((began + self._length - self._now()) / 60))

    def standing(self) -> Standing:
        """An end that has come is told before one that is near."""
        if self._began is None:
            return Standing(Phase.GOING, self._length)
        now = self._now()
        time_left, idle_left = self._began + self._length - now, self._key + self._idle - now
        if time_left <= 0:
            return Standing(Phase.TIME_OVER, 0.0)
        if idle_left <= 0:
            return Standing(Phase.IDLE_OVER, 0.0)
        if idle_left <= self._idle / 3:
            return Standing(Phase.IDLE, min(idle_left, time_left))
        if time_left <= min(LAST_MINUTES, self._length / 3):
            return Standing(Phase.CLOSING, time_left)
        return Standing(Phase.GOING, time_left)
