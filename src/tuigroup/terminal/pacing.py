"""When a frame may be sent: no oftener than the line can take, and never behind what the terminal confirmed.

A pacer has no clock and no line; it is told the time (seconds, any origin) and answers how long to wait.
Frames are only made when they may be sent, so whatever happens meanwhile is in the next one.

A program draws a new screen in several steps, some hundredths of a second apart. Small changes do not wait for
more; large ones wait until it has been quiet for a moment, since half a screen would be sent for nothing. A program
that knows when a screen is whole says so (``hold``, ``release``): on a busy machine the steps are farther apart.

A terminal that has answered is trusted to answer again; one that has not yet is waited for only shortly, and
after some questions it is asked no more: then the driver's own queue decides.
"""

from __future__ import annotations

from collections import deque
from typing import Final

ASK: Final = b"\x1b[5n"

MERGE: Final = 0.012  # seconds in which changes become one frame
LARGE: Final = 160  # changed cells from which a frame is a new screen
SETTLE: Final = 0.035  # seconds without a change that end a new screen
HOLD: Final = 0.12  # seconds after which it is sent whatever still changes
WHOLE: Final = 1.5  # seconds for a screen that the program said is not whole yet
ASK_ABOVE: Final = 48  # bytes of a frame from which an answer is asked for
ASK_AFTER: Final = 480  # bytes of smaller frames after which one is
PATIENCE: Final = 8.0  # seconds for a terminal that has answered before
TRIAL: Final = 0.5  # seconds for one that has not
ATTEMPTS: Final = 3  # questions without an answer
LATE: Final = 0.7  # seconds for a frame: of a full screen 2 KB a second, or a round trip in which one gets lost
LATE_ANSWERS: Final = 3  # in a row
QUEUE: Final = 200  # bytes still waiting in the driver or the tty that count as a line that is behind
AGAIN: Final = 0.03  # seconds until the queue is looked at again


class Pacer:
    """``changed`` when there is something to show; then ``wait`` until it says 0; then ``sent``."""

    __slots__ = (
        "_asked",
        "_began",
        "_changed",
        "_held",
        "_last",
        "_late",
        "_missed",
        "_proven",
        "_questions",
        "_screen",
        "_since",
    )

    def __init__(self) -> None:
        self._changed: float | None = None  # the first change that was not sent
        self._last = 0.0  # and the last one
        self._held: float | None = None  # since when a screen is not whole
        self._screen = False  # what changed is a new screen, however few cells
        self._asked: float | None = None  # when the answer that is waited for was asked
        self._since = 0  # bytes since the last question
        self._missed = 0
        self._proven = False
        self._late = 0  # answers in a row that came late
        self._began = 0.0  # when the first piece of the last frame was sent
        # When the frames were sent that questions not answered yet stand behind; None in the middle of one.
        self._questions: deque[float | None] = deque(maxlen=2 * ATTEMPTS)

    @property
    def slow(self) -> bool:
        """Whether the terminal takes long to show a frame, again and again."""
        return self._late >= LATE_ANSWERS

    @property
    def waiting(self) -> bool:
        """Whether an answer is expected."""
        return self._asked is not None

    @property
    def pending(self) -> bool:
        """Whether something changed that was not sent."""
        return self._changed is not None

    @property
    def held(self) -> bool:
        """Whether a screen was begun that is not whole."""
        return self._held is not None

    def changed(self, now: float) -> None:
        if self._changed is None:
            self._changed = now
        self._last = now

    def hold(self, now: float) -> None:
        """A screen is begun: what is drawn until ``release`` (for at most WHOLE seconds) is half of it."""
        self._held = now

    def release(self, now: float) -> None:
        """It is whole, but for what a program does last: that is waited for as long as for any new screen."""
        if self._held is not None and self._changed is not None:
            self._changed = self._last = now
            self._screen = True
        self._held = None

    def wait(self, now: float, queued: int = 0, cells: int = 0, *, midway: bool = False) -> float:
        """Seconds until a frame may be sent, or until this is asked again; 0: now.

        ``queued`` bytes have not left yet; ``cells`` is how many the frame would change. ``midway`` in a frame only its
        next piece is waited for.
        """
        merge = 0.0 if midway else self._merge(now, cells)
        if merge > 0:
            return merge
        if self._asked is not None:
            left = (PATIENCE if self._proven else TRIAL) - (now - self._asked)
            if left > 0:
                return left
            self._asked = None
            self._missed += 1
            self._proven = False
        return AGAIN if queued > QUEUE else 0.0

    def _merge(self, now: float, cells: int) -> float:
        """Seconds for which what changes still belongs to the same frame."""
        if self._changed is None:
            return 0.0
        if self._held is not None:
            left = WHOLE - (now - self._held)
            if left > 0:
                return left
            self._held = None
        age = now - self._changed
        if cells < LARGE and not self._screen:
            return MERGE - age
        return min(SETTLE - (now - self._last), HOLD - age)

    @property
    def proven(self) -> bool:
        """Whether the terminal has answered."""
        return self._proven

    def sent(self, now: float, size: int, *, first: bool = True, last: bool = True) -> bytes:
        """A frame of ``size`` bytes was made; what has to be sent behind it.

        Of a frame in pieces each is told: the ``first`` holds what changed, the ``last`` says how long all of it took.
        """
        if first:
            self._changed = None
            self._screen = False
            self._began = now
        self._since += size
        if first and self._since <= ASK_AFTER and size <= ASK_ABOVE:
            return b""
        self._since = 0
        if self._missed >= ATTEMPTS:
            return b""
        self._asked = now
        self._questions.append(self._began if last else None)
        return ASK

    def answered(self, now: float) -> None:
        """The terminal has shown everything before the last question."""
        began = self._questions.popleft() if self._questions else None
        if began is not None:
            self._late = self._late + 1 if now - began > LATE else 0
        self._asked = None
        self._missed = 0
        self._proven = True

    def urge(self) -> None:
        """Something has to be shown whatever was confirmed: the next frame does not wait, and asks afresh."""
        self._asked = self._held = None
        self._screen = False
        self._missed = 0
        self._since = ASK_AFTER
