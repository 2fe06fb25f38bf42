"""How many may come in: connections by network, people at once, passphrases tried. Counts; knows no SSH and no clock.

A network is an address prefix, so that one person with many addresses counts once; what one network may have is
generous, since a library's readers all come from one address. Nothing here is written anywhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from tuigroup.sync.door import network_of
from tuigroup_server.ssh.settings import Settings

TRIES: Final = 40  # passphrases from one network at once
TRY_AGAIN: Final = 4.0  # seconds, and one more
KEPT: Final = 10_000  # networks


@dataclass(slots=True, eq=False)
class Pass:
    """One connection's place: a stranger's until it is ``known``, and given back by ``leave``."""

    gate: Gate
    network: str
    stranger: bool = True
    inside: bool = field(default=True, repr=False)

    def known(self) -> None:
        """Whoever it is has signed in, or is a guest."""
        if self.inside and self.stranger:
            self.stranger = False
            self.gate.strangers[self.network] -= 1

    def leave(self) -> None:
        if self.inside:
            self.known()
            self.inside = False
            self.gate.connections[self.network] -= 1
            self.gate.tidy(self.network)


class Gate:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.connections: Counter[str] = Counter()
        self.strangers: Counter[str] = Counter()
        # Network to (tries left, when that was so), the least recently tried first.
        self._tries: dict[str, tuple[float, float]] = {}

    def enter(self, address: str) -> Pass | None:
        """A place for a connection, None where there is none."""
        found, settings = network_of(address), self._settings
        if (
            self.strangers.total() >= settings.waiting
            or self.strangers[found] >= settings.strangers
            or self.connections[found] >= settings.connections
        ):
            self.tidy(found)
            return None
        self.connections[found] += 1
        self.strangers[found] += 1
        return Pass(self, found)

    def try_(self, address: str, now: float) -> bool:
        """Whether one more passphrase may be tried from there. ``now`` is in seconds."""
        found = network_of(address)
        left, then = self._tries.pop(found, (float(TRIES), now))
        left = min(float(TRIES), left + max(0.0, now - then) / TRY_AGAIN)
        self._tries[found] = (left - 1 if left >= 1 else left, now)
        if len(self._tries) > KEPT:
            self._tries.pop(next(iter(self._tries)))
        return left >= 1

    def tidy(self, network: str) -> None:
        """Nobody of it is here: nothing of it is kept."""
        for counted in (self.connections, self.strangers):
            if not counted[network]:
                del counted[network]
