"""A driver for tests: everything Textual wrote and every byte that went out, with a terminal that answers.

Output that the layer does not understand is an error here.
"""

from __future__ import annotations

from tuigroup.terminal.drivers.channel import Channel, ChannelDriver
from tuigroup.terminal.pacing import ASK
from tuigroup.terminal.remote import Remote
from tuigroup.terminal.replies import ANSWER

_TERM = {"TERM": "xterm-256color"}


class RecordingDriver(ChannelDriver):
    """Made by ``Recorder.driver_class``."""

    strict = True

    def write(self, data: str) -> None:
        recorder = self.channel
        assert isinstance(recorder, Recorder)
        recorder.written.append(data)
        super().write(data)

    @property
    def remote(self) -> Remote:
        """What the terminal shows and should show."""
        return self._remote

    @property
    def pending(self) -> bool:
        """Whether something was drawn that was not sent yet."""
        return self._pacer.pending

    @property
    def held(self) -> bool:
        """Whether the app began a screen and did not say that it stands."""
        return self._pacer.held


class Recorder(Channel):
    """``frames`` are what was sent, piece by piece; ``written`` what Textual wrote. Every question is answered."""

    def __init__(self, size: tuple[int, int] = (80, 24), environ: dict[str, str] | None = None) -> None:
        super().__init__(self._record, size=size, environ=environ or _TERM)
        self.frames: list[bytes] = []
        self.written: list[str] = []

    def driver_class(self) -> type[RecordingDriver]:
        return type("BoundRecordingDriver", (RecordingDriver,), {"channel": self})

    @property
    def sent(self) -> bytes:
        return b"".join(self.frames)

    @property
    def remote(self) -> Remote:
        """Only while an app runs on it."""
        assert isinstance(self._driver, RecordingDriver)
        return self._driver.remote

    @property
    def pending(self) -> bool:
        """Whether something was drawn that was not sent yet."""
        return isinstance(self._driver, RecordingDriver) and self._driver.pending

    @property
    def held(self) -> bool:
        """Whether the app began a screen and did not say that it stands."""
        return isinstance(self._driver, RecordingDriver) and self._driver.held

    def type(self, keys: str) -> None:
        """As if somebody typed."""
        self.received(keys.encode())

    def _record(self, data: bytes) -> None:
        self.frames.append(data)
        if ASK in data and self._driver is not None:
            self._driver._loop.call_soon(self.received, ANSWER)
