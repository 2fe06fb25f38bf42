"""The program on a terminal whose bytes are counted, and what a journey counted, step by step."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Final

from tests.processes import clean_environment
from tests.terminal import Terminal
from tests.terminal_layer.emulator import Screen, Stream

ROOT: Final = Path(__file__).parents[2]
QUIET: Final = 0.7  # seconds without a byte after which a step is over
PATIENCE: Final = 5.0  # seconds for the first byte of what a key brings


class Seat(Terminal):
    """80x24, TERM=xterm-256color. ``pieces`` are what each step brought, ``texts`` the screens after them."""

    def __init__(self, argv: Sequence[str], home: Path) -> None:
        super().__init__(argv, clean_environment(home) | {"PYTHONPATH": str(ROOT)}, cwd=ROOT)
        self.screen = self.far = Screen(self.columns, self.rows)
        self._stream = Stream(self.far)
        self.pieces: list[bytes] = []

    def step(self, keys: str, seen: str = "", quiet: float = QUIET) -> int:
        """Bytes written for keys, until what they bring is seen and nothing more comes.

        A busy machine takes its time before the first byte; that nothing comes is only believed after PATIENCE.
        """
        before = len(self.seen)
        self.send(keys)
        end = time.monotonic() + PATIENCE
        while keys and len(self.seen) == before and time.monotonic() < end:
            self.pump(0.1)
        if seen:
            self.wait(seen)
        self.settle(quiet, 60)
        self.pieces.append(bytes(self.seen[before:]))
        return len(self.seen) - before

    def take(self, count: int) -> bool:
        """Read at most so many bytes, as a slow line would bring them. False where there are none."""
        if not select.select([self.fd], [], [], 0)[0]:
            return False
        data = os.read(self.fd, count)
        self._stream.feed(data)
        for answer in self.far.replies:
            os.write(self.fd, answer.encode())
        self.far.replies.clear()
        return True


@dataclass
class Journey:
    """Steps by name, each with the bytes of every time it was taken."""

    steps: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, *found: float) -> None:
        self.steps.setdefault(name, []).extend(found)

    def mean(self, name: str) -> float:
        return round(mean(self.steps[name]), 1)

    def most(self, name: str) -> float:
        return round(max(self.steps[name]), 1)
