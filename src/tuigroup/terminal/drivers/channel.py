"""The driver for a terminal at the far end of a channel: bytes in and out by calls, many sessions in one process.

No tty, no signals, no environment of this process: everything that differs between people comes in with the
channel, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from tuigroup.terminal.drivers.base import FrameDriver

_AHEAD: Final = 65536  # bytes typed before the app is there


class Channel:
    """What a door holds: it tells what came in; ``send`` takes what goes out and must return at once.

    ``environ`` names TERM and the locale of the far end; ``queued`` tells how many bytes have not left.
    """

    def __init__(
        self,
        send: Callable[[bytes], None],
        *,
        size: tuple[int, int],
        environ: Mapping[str, str],
        queued: Callable[[], int] = lambda: 0,
    ) -> None:
        self.environ = dict(environ)
        self.size = size
        self.open = True
        self._send = send
        self._queued = queued
        self._driver: ChannelDriver | None = None
        self._ahead = b""

    def driver_class(self) -> type[ChannelDriver]:
        """The driver for one app on this channel."""
        return type("BoundChannelDriver", (ChannelDriver,), {"channel": self})

    def received(self, data: bytes) -> None:
        """Bytes from the far end. What is typed before the app is there waits for it."""
        if self._driver is not None:
            self._driver.received(data)
        else:
            self._ahead = (self._ahead + data)[:_AHEAD]

    def resized(self, width: int, height: int) -> None:
        self.size = width, height
        if self._driver is not None:
            self._driver.resized(width, height)

    def lost(self) -> None:
        """The far end is gone: nothing is sent any more. Ending the app is the door's."""
        self.open = False

    def moved(
        self,
        send: Callable[[bytes], None],
        *,
        size: tuple[int, int],
        environ: Mapping[str, str],
        queued: Callable[[], int] = lambda: 0,
    ) -> None:
        """Another terminal is at the far end from now on, with the same app on it."""
        if self._driver is not None:
            self.send(self._driver.farewell())
        self.environ, self.size = dict(environ), size
        self._send, self._queued = send, queued
        self.open = True
        if self._driver is not None:
            self._driver.other_terminal()

    # The driver's side

    def attach(self, driver: ChannelDriver | None) -> None:
        self._driver = driver
        if driver is not None and self._ahead:
            ahead, self._ahead = self._ahead, b""
            driver.received(ahead)

    def send(self, data: bytes) -> None:
        if self.open and data:
            self._send(data)

    def queued(self) -> int:
        return self._queued() if self.open else 0


class ChannelDriver(FrameDriver):
    """Made by ``Channel.driver_class``."""

    channel: ClassVar[Channel]

    def environ(self) -> Mapping[str, str]:
        return self.channel.environ

    def measure(self) -> tuple[int, int]:
        return self.channel.size

    def send(self, data: bytes) -> None:
        self.channel.send(data)

    def queued(self) -> int:
        return self.channel.queued()

    def start_application_mode(self) -> None:
        self.begin()
        self.channel.attach(self)

    def disable_input(self) -> None:
        self.channel.attach(None)

    def stop_application_mode(self) -> None:
        self.channel.attach(None)
        self.channel.send(self.end())
