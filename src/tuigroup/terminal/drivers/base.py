"""What all drivers share: Textual's writes become cells, cells become frames, frames go out when the line is free.

Knows Textual's public Driver class, and neither a tty nor a socket: a kind of driver says how bytes leave,
how many of them wait, and when it begins and ends.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from tuigroup.terminal.capabilities import Capabilities, detect
from tuigroup.terminal.drivers.keys import Keyboard
from tuigroup.terminal.modes import Wishes, clearing, entering, leaving
from tuigroup.terminal.pacing import AGAIN, MERGE, Pacer
from tuigroup.terminal.parser import Parser
from tuigroup.terminal.pieces import Speed, cut
from tuigroup.terminal.remote import Remote
from tuigroup.terminal.replies import Replies

REPAINT: Final = "ctrl+l"
_TICK: Final = 0.12  # seconds after the last byte when a lone Esc is a key


class SlowLine(Message):
    """The terminal takes long to show what it is sent. Told once."""


class FrameDriver(Driver):
    """A driver that sends frames. ``wishes`` are what else the terminal is asked for, beyond showing cells."""

    wishes: ClassVar[Wishes] = Wishes()
    strict: ClassVar[bool] = False  # whether output that is not understood is an error

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._frame_timer: asyncio.TimerHandle | None = None
        self._then: Callable[[], None] | None = None  # behind the next whole frame
        self._tick_timer: asyncio.TimerHandle | None = None
        self._running = self._blanked = False
        self._meet(*(size or self.measure()))

    def _meet(self, width: int, height: int) -> None:
        """A terminal that nothing is known of yet."""
        self._size = width, height
        self._caps = detect(self.environ())
        self._remote = Remote(width, height, self._caps)
        self._parser = Parser(self._remote.want, self._caps, measure=cell_len, strict=self.strict)
        self._pacer = Pacer()
        self._speed = Speed()
        self._rest = b""  # of a frame that goes out in pieces
        self._replies = Replies()
        self._keyboard = Keyboard()
        self._bells = self._unknown = 0
        self._slow = False  # whether that was told

    # What a kind of driver gives

    @abstractmethod
    def environ(self) -> Mapping[str, str]:
        """TERM and what else tells of the terminal."""

    @abstractmethod
    def measure(self) -> tuple[int, int]:
        """Columns and rows of the terminal now."""

    @abstractmethod
    def send(self, data: bytes) -> None:
        """Bytes to the terminal; returns at once, and never raises because the terminal is gone."""

    def queued(self) -> int:
        """Bytes that were sent and have not left."""
        return 0

    def drop(self) -> None:
        """Forget the bytes that were sent and have not left, where that can be done."""

    # Textual's side

    @property
    def capabilities(self) -> Capabilities:
        """What the terminal is taken to be able to do."""
        return self._caps

    def write(self, data: str) -> None:
        if self._running and not self._blanked:
            self._parser.feed(data)
            if self._parser.bells > self._bells:  # Textual rings without a flush: a bell belongs to no frame
                self._bells = self._parser.bells
                self.send(b"\a")

    def flush(self) -> None:
        if not self._running or self._blanked:
            return
        parser = self._parser
        self._remote.cursor = parser.x, parser.y
        if len(parser.unknown) > self._unknown:
            # Something new in Textual's output: what is shown may be wrong, so all of it is sent again, once.
            self._unknown = len(parser.unknown)
            self._remote.forget()
        self._changed()

    def process_message(self, message: Message) -> None:
        if isinstance(message, events.Key) and message.key == REPAINT:
            self.repaint()
            return
        super().process_message(message)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Nothing is opened outside the terminal."""

    # What kinds of drivers use

    def begin(self) -> None:
        """The terminal is ours: ask it for what is needed, tell the app its size, show what there is to show."""
        width, height = self.measure()
        self._running = True
        self._keyboard = Keyboard()
        self.send(entering(self._caps, self._wanted()))
        self._resize(width, height)

    def take_over(self, remote: Remote) -> None:
        """The terminal is ours already and shows a picture of this size: only what is other on the first screen that
        is whole will be sent."""
        self._running = True
        self._keyboard = Keyboard()
        self._size = remote.size
        self._remote = remote
        self._parser = Parser(remote.want, self._caps, measure=cell_len, strict=self.strict)
        self.hold()
        size = Size(*remote.size)
        self.send_message(events.Resize(size, size))

    def other_terminal(self) -> None:
        """The same app on another terminal, whatever that can do: it is asked for what is needed, and shows all."""
        if not self._running or self._blanked:
            return
        width, height = self.measure()
        self._meet(width, height)
        self.send(entering(self._caps, self._wanted()))
        self._resize(width, height)
        for screen in self._app.screen_stack:
            screen.refresh(repaint=True, layout=True)

    def farewell(self) -> bytes:
        """The bytes that leave this terminal as it was found, while the app goes on with another."""
        return leaving(self._caps, self._wanted()) if self._running and not self._blanked else b""

    def end(self) -> bytes:
        """No more frames; the bytes that leave the terminal as it was found, or empty after ``blank``.

        Nothing where it was not ours.
        """
        if not self._running:
            return b""
        gone = self.farewell() or leaving(self._caps, self._wanted()) + clearing(self._caps)
        self._running = False
        for timer in (self._frame_timer, self._tick_timer):
            if timer is not None:
                timer.cancel()
        self._frame_timer = self._tick_timer = None
        return gone

    def _wanted(self) -> Wishes:
        return self.wishes.with_mouse() if self._mouse else self.wishes

    def safely(self, work: Callable[[], None]) -> None:
        """Do what the loop asks for; an error in it ends the app as one of its own would, and nothing hangs."""
        try:
            work()
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def received(self, data: bytes) -> None:
        """Bytes from the terminal: keys, and its answers."""
        count = self._replies.count
        typed = self._replies.feed(data, expected=self._pacer.waiting)
        if self._replies.count > count:
            self._pacer.answered(self._loop.time())
            if self._pacer.slow and not self._slow:
                self._slow = True
                self.send_message(SlowLine())
            self._speed.answered(self._loop.time())
            if self._pacer.pending or self._rest:
                self._schedule(0)
        if typed:
            self._pass_on(self._keyboard.feed(typed))
        if self._tick_timer is not None:
            self._tick_timer.cancel()
        self._tick_timer = self._loop.call_later(_TICK, self.safely, self._tick)

    def _tick(self) -> None:
        self._tick_timer = None
        held = self._replies.release()
        if held:
            self._pass_on(self._keyboard.feed(held))
            self._tick_timer = self._loop.call_later(_TICK, self.safely, self._tick)
        self._pass_on(self._keyboard.tick())

    def _pass_on(self, messages: list[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def resized(self, width: int, height: int) -> None:
        """The terminal has another size; what it shows now is anybody's guess."""
        if self._running:
            self._resize(width, height)

    def _resize(self, width: int, height: int) -> None:
        size = Size(max(1, width), max(1, height))
        same = self._remote.size == size
        self._size = size.width, size.height
        self._rest = b""
        self._remote.resize(*self._size)
        self._pacer.urge()
        self.send_message(events.Resize(size, size))
        if same:
            self._changed()  # another size is drawn by the app first

    def repaint(self) -> None:
        """Send everything, whatever the terminal is thought to show."""
        self._rest = b""
        self._remote.forget()
        self._pacer.urge()
        self._changed()
        self._schedule(0)

    def hold(self) -> None:
        """The app begins another screen: half of it is not worth sending."""
        if self._running:
            self._pacer.hold(self._loop.time())

    def release(self) -> None:
        """The screen is whole."""
        self._pacer.release(self._loop.time())
        if self._pacer.pending:
            self._schedule(0)

    def after_frame(self, then: Callable[[], None]) -> None:
        """Call it once everything that is to be shown now has been sent."""
        self._then = then
        if not (self._pacer.pending or self._rest):
            self._schedule(0)

    def blank(self) -> None:
        """An empty screen from now on to the end, before anything that waits: what waited to be sent is dropped."""
        if self._running and not self._blanked:
            self._blanked, self._rest = True, b""
            self.drop()
            self.send(self._remote.blank())

    # Frames

    def _changed(self) -> None:
        self._pacer.changed(self._loop.time())
        if self._frame_timer is None:
            self._schedule(MERGE)

    def _schedule(self, seconds: float) -> None:
        if not self._running or self._blanked:
            return
        if self._frame_timer is not None:
            self._frame_timer.cancel()
        self._frame_timer = self._loop.call_later(seconds, self.safely, self._paint)

    def _paint(self) -> None:
        self._frame_timer = None
        if self._blanked:
            return
        first = not self._rest
        cells = self._remote.changes() if first else 0
        wait = self._pacer.wait(self._loop.time(), self.queued(), cells, midway=not first)
        if wait > 0:
            self._schedule(wait)
            return
        frame = self._remote.frame() if first else self._rest
        window = self._speed.window if self._pacer.proven else None
        piece, self._rest = (frame, b"") if window is None else cut(frame, window)
        question = self._pacer.sent(self._loop.time(), len(piece), first=first, last=not self._rest)
        if question:
            self._speed.asked(self._loop.time(), len(piece))
        if piece:
            self.send(piece + question)
        if self._rest or self._pacer.pending:
            if self._frame_timer is None:
                self._schedule(AGAIN)
        elif self._then is not None:
            then, self._then = self._then, None
            self._loop.call_soon(self.safely, then)
