"""One answer while it comes: its pieces, when they came, each value as soon as it is whole. Knows no HTTP library."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tuigroup.errors import MalformedWire
from tuigroup.i18n import N_
from tuigroup.sync.pace import Timing
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire.frames import Arriving

Heard = Callable[[Any], None]


class Reading:
    """From when its question is sent. ``clock`` answers seconds that only go on."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.down = 0  # bytes, the answer's head included
        self.told = False  # somebody has heard a value of it
        self._clock = clock
        self._began = clock()
        self._first = self._began  # when the first piece was here
        self._pieces: list[bytes] = []
        self._size = 0
        self._early: tuple[Arriving, Heard] | None = None

    async def noted(self, step: str, _of: object) -> None:
        """What the library says it does: what it took to make a connection is no property of the line."""
        if step.endswith("send_request_headers.started"):
            self._began = self._clock()

    def head(self, size: int) -> None:
        self.down, self._first = size, self._clock()

    def tell(self, arriving: Arriving, heard: Heard) -> None:
        """From now on ``heard`` gets every value that has another one behind it."""
        self._early = (arriving, heard)

    def piece(self, data: bytes) -> None:
        """Raises MalformedWire, and whatever ``heard`` raises."""
        if not self._pieces:
            self._first = self._clock()
        self._size += len(data)
        self.down += len(data)
        if self._size > limits.ANSWER_BYTES:
            raise MalformedWire(N_("The answer is larger than it may be."), problem="too-large")
        self._pieces.append(data)
        if self._early is not None:
            arriving, heard = self._early
            for value in arriving.feed(data):
                self.told = True
                heard(value)

    @property
    def body(self) -> bytes:
        return b"".join(self._pieces)

    def timing(self, *, held: bool) -> Timing:
        """Of the whole answer, when it has ended. What the server held back says nothing of the way there."""
        ended = self._clock()
        tail = self._size - len(self._pieces[0]) if self._pieces else 0
        return Timing(self._first - self._began, self.down, ended - self._began, tail, ended - self._first, held)
