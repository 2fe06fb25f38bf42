"""How the line is and what it was used for: the state, those who are told of it, and the bytes. Uses no line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from tuigroup.errors import StoreError
from tuigroup.store import Store
from tuigroup.sync import status
from tuigroup.sync.coming import Coming
from tuigroup.sync.status import LinkStatus, Reason, State


class Telling:
    """One engine's. What was used is written to the store by ``write_usage``, in one go."""

    def __init__(self, store: Store, coming: Coming, clock: Callable[[], float]) -> None:
        self.state: State = "connecting"
        self.sentence = status.CONNECTING
        self.listening = False  # a second line is open for news
        self.down = 0
        self._store = store
        self._coming = coming
        self._clock = clock
        self._reason: Reason = ""
        self._since = clock()
        self._up = 0
        self._used: list[tuple[str, int, int]] = []
        self._listeners: list[Callable[[LinkStatus], None]] = []

    def status(self) -> LinkStatus:
        waiting = 0
        with suppress(StoreError):
            waiting = self._store.outbox.count()
        return LinkStatus(
            self.state,
            self._since,
            waiting,
            self._up,
            self.down,
            self.sentence,
            self._reason,
            self._coming.bytes,
            self._coming.asks,
            self.listening,
        )

    def subscribe(self, callback: Callable[[LinkStatus], None]) -> Callable[[], None]:
        self._listeners.append(callback)

        def end() -> None:
            with suppress(ValueError):
                self._listeners.remove(callback)

        return end

    def to(self, state: State, sentence: str, reason: Reason = "") -> None:
        if (state, sentence, reason) == (self.state, self.sentence, self._reason):
            return
        if self.state == "paused" and state in ("online", "offline"):
            return  # what was under way when the line was put off has ended; the line stays off
        if state != self.state:
            self._since = self._clock()
        self.state, self.sentence, self._reason = state, sentence, reason
        self.tell()

    def tell(self) -> None:
        """Calls everybody who subscribed."""
        told = self.status()
        for listener in tuple(self._listeners):
            listener(told)

    def count(self, kind: str, up: int, down: int) -> None:
        self._up += up
        self.down += down
        self._used.append((kind, up, down))

    def write_usage(self) -> None:
        used, self._used = self._used, []
        if used:
            with suppress(StoreError), self._store.transaction():
                for kind, up, down in used:
                    self._store.usage.add(kind, up, down)
