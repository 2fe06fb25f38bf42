"""The driver for a terminal of one's own: the tty of this process, its size, its signals, its end.

Run the app in the main thread's event loop. What was typed comes in and frames go out without a thread, so
no write to a terminal that nobody reads can hold the program.
"""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final, Self

from textual.app import App
from textual.driver import Driver

from tuigroup.terminal.drivers.base import FrameDriver
from tuigroup.terminal.drivers.tty import Line, Output, ends, size
from tuigroup.terminal.early import Early

_PIECE: Final = 4096


class PtyDriver(FrameDriver):
    """Standard input and output where they are terminals. A terminal that is gone is a hang-up (SIGHUP)."""

    early: ClassVar[Early | None] = None  # a picture that stands on the terminal already

    @classmethod
    def after(cls, early: Early | None) -> type[Self]:
        """One that goes on from such a picture."""
        return cls if early is None else type("LaterPtyDriver", (cls,), {"early": early})

    def __init__(self, app: App[Any], **how: Any) -> None:
        self._in, self._out = ends()
        self._line: Line | None = None
        self._output: Output | None = None
        self._reading = False
        super().__init__(app, **how)

    def environ(self) -> Mapping[str, str]:
        return os.environ

    def measure(self) -> tuple[int, int]:
        return size(self._out, self._in)

    def send(self, data: bytes) -> None:
        if self._output is not None:
            self._output.write(data)

    def queued(self) -> int:
        return 0 if self._output is None else self._output.queued()

    def drop(self) -> None:
        if self._output is not None:
            self._output.drop()

    @property
    def can_suspend(self) -> bool:
        return True

    def catches_stop(self) -> bool:
        """Whether a request to stop is followed; else it is not heard."""
        return True

    # Beginning and ending

    def start_application_mode(self) -> None:
        if self._output is not None:
            return
        taken = self.early.take() if self.early is not None else None
        if taken is None:
            self._line = Line(*{self._in, self._out})
            self._line.raw()
        else:
            self._line = taken[0]
        self._output = Output(self._out, self._loop, self._drained)
        self._listen()
        self._catch()
        if taken is not None and taken[1].size == self.measure():
            self.take_over(taken[1])
        else:
            self.begin()

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was found; at once, whatever state it is in, and however often it is asked."""
        last = self.end()
        self.disable_input()
        self._release()
        if self._output is not None:
            self._output.close(last)
            self._output = None
        if self._line is not None:
            self._line.restore()
            self._line = None

    def close(self) -> None:
        self.stop_application_mode()

    def _drained(self) -> None:
        if self._pacer.pending:
            self._schedule(0)

    # Input

    def _listen(self) -> None:
        try:
            self._loop.add_reader(self._in, self.safely, self._readable)
        except OSError:
            return  # a file, or nothing: there are no keys
        self._reading = True

    def disable_input(self) -> None:
        if not self._reading:
            return
        self._reading = False
        self._loop.remove_reader(self._in)
        with suppress(termios.error):
            termios.tcflush(self._in, termios.TCIFLUSH)

    def _readable(self) -> None:
        try:
            data = os.read(self._in, _PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self.received(data)
            return
        self._reading = False
        self._loop.remove_reader(self._in)
        if self._line is not None and self._line.known(self._in):
            os.kill(os.getpid(), signal.SIGHUP)

    # Signals

    def _catch(self) -> None:
        with suppress(ValueError, RuntimeError):  # not the main thread: sizes stay, and so does the process
            self._loop.add_signal_handler(signal.SIGWINCH, self.safely, self._on_size)
            if self.catches_stop():
                self._loop.add_signal_handler(signal.SIGTSTP, self.safely, self._on_stop)
            self._loop.add_signal_handler(signal.SIGCONT, self.safely, self._on_continue)

    def _release(self) -> None:
        with suppress(ValueError, RuntimeError):
            for number in (signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT):
                self._loop.remove_signal_handler(number)

    def _on_size(self) -> None:
        self.resized(*self.measure())

    def _on_stop(self) -> None:
        """Asked to stop: the terminal is given back first, and taken again when the process goes on."""
        self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)
        self.resume_application_mode()
        self.send_message(Driver.SignalResume())

    def _on_continue(self) -> None:
        """Stopped without being asked, and going on: whoever had the terminal meanwhile changed everything."""
        if self._line is not None:
            self._line.raw()
            self.begin()
