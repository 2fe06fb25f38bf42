"""Figures of a measurement: one line each on the screen, the same as JSON under build/bench/.

A figure over its limit is told, never hidden, and fails nothing.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TextIO

FOLDER: Final = Path(__file__).parents[2] / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Figure:
    """``limit`` None is a figure that is only told."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return "-"
        return "ok" if self.value <= self.limit else "over"

    def line(self) -> str:
        """Name, value, unit, limit, ok or over, separated by tabs."""
        limit = "-" if self.limit is None else _number(self.limit)
        return "\t".join((self.name, _number(self.value), self.unit, limit, self.verdict))


class Figures:
    """Figures of one measurement, written down as they come."""

    def __init__(self, measurement: str, out: TextIO = sys.stdout) -> None:
        self.measurement = measurement
        self.figures: list[Figure] = []
        self.notes: list[str] = []
        self._out = out

    def add(self, name: str, value: float, unit: str, limit: float | None = None) -> Figure:
        figure = Figure(name, value, unit, limit)
        self.figures.append(figure)
        print(figure.line(), file=self._out, flush=True)
        return figure

    def note(self, sentence: str) -> None:
        """What a reader of the figures has to know; on the screen a line that begins with #."""
        self.notes.append(sentence)
        print(f"# {sentence}", file=self._out, flush=True)

    def write(self, folder: Path = FOLDER) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.measurement}.json"
        told = [asdict(figure) | {"verdict": figure.verdict} for figure in self.figures]
        path.write_text(json.dumps({"figures": told, "notes": self.notes}, indent=1) + "\n", "utf-8")
        return path


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}".rstrip("0").rstrip(".")
