"""Lines over the standard streams: edited by readline where that is possible, else by the terminal itself.

Readline is told that the terminal is dumb, so that it moves no cursor and writes no escape sequence; bracketed paste
and the meta key's sequences are off, and what members write is in no history.
"""

from __future__ import annotations

import asyncio
import os
import queue
import select
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TextIO, TypeVar

from tuigroup.line.console import Ended

T = TypeVar("T")
MOST: Final = 4095  # bytes of a line that a terminal without readline hands over
_PLAIN: Final = ("", "dumb", "unknown")


class TerminalLines:
    """A ``Console``. ``source`` and ``out`` are text streams with file descriptors."""

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._in, self._out = source.fileno(), out.fileno()
        self._encoding = out.encoding or "utf-8"
        self._typing = source.isatty()
        self._showing = out.isatty()
        self._modes: list[Any] | None = None
        if self._typing:
            with suppress(termios.error):
                self._modes = termios.tcgetattr(self._in)
        self._rest = b""
        self._over = False
        self._count = 0  # lines read
        self._readline = self._with_readline()
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    @property
    def interactive(self) -> bool:
        return self._typing

    def size(self) -> tuple[int, int]:
        if not (self._typing and self._showing):
            return 0, 0
        try:
            found = os.get_terminal_size(self._out)
        except OSError:
            return 0, 0
        return found.columns, found.lines

    async def write(self, text: str) -> None:
        data = text.encode(self._encoding, "replace")
        await self._do(lambda: self._write(data))

    async def read(self, prompt: str, *, keep: bool = False) -> str:
        return await self._do(lambda: self._read(prompt, keep=keep))

    async def secret(self, prompt: str) -> str:
        return await self._do(lambda: self._secret(prompt))

    async def stirred(self) -> None:
        """A line that waits on the terminal. A pipe has all of its lines there from the beginning: never."""
        while not self._typing or not select.select([self._in], [], [], 0)[0]:
            await asyncio.sleep(0.1 if self._typing else 3600)

    async def aside(self, work: Callable[[], T]) -> T:
        """Something else that needs the terminal for itself."""
        return await self._do(work)

    def interject(self, text: str) -> None:
        """A sentence while a line is being read: as much of it as the terminal takes at once."""
        with suppress(OSError):
            if select.select([], [self._out], [], 0)[1]:
                os.write(self._out, f"\n{text}\n".encode(self._encoding, "replace"))

    def typed(self) -> tuple[int, str]:
        """Changes whenever something was typed, where readline edits; else with every line."""
        line = "" if self._readline is None else self._readline.get_line_buffer()
        return self._count, line

    def restore(self) -> None:
        """The terminal as it was."""
        if self._modes is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._in, termios.TCSANOW, self._modes)

    # In the thread

    def _work(self) -> None:
        while True:
            self._jobs.get()()

    async def _do(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def set_(result: T | None, error: BaseException | None) -> None:
            if done.cancelled():
                return
            if error is not None:
                done.set_exception(error)
            else:
                done.set_result(result)  # type: ignore[arg-type]

        def job() -> None:
            result: T | None = None
            error: BaseException | None = None
            try:
                result = work()
            except BaseException as found:
                error = found
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(set_, result, error)

        self._jobs.put(job)
        return await done

    def _write(self, data: bytes) -> None:
        try:
            while data:
                data = data[os.write(self._out, data) :]
        except OSError as error:
            raise Ended from error

    def _read(self, prompt: str, *, keep: bool) -> str:
        try:
            return self._one(prompt, keep=keep)
        finally:
            self._count += 1

    def _one(self, prompt: str, *, keep: bool) -> str:
        if self._readline is not None:
            return self._edited(prompt, keep=keep)
        self._write(prompt.encode(self._encoding, "replace"))
        typed = self._line()
        if not self._typing:
            self._write(b"\n")
        return typed

    def _line(self) -> str:
        """One line of the input. Raises Ended where there is none any more."""
        while b"\n" not in self._rest and not self._over:
            try:
                found = os.read(self._in, 65536)
            except OSError:
                found = b""
            self._over = not found
            self._rest += found
        line, _, self._rest = self._rest.partition(b"\n")
        if self._over and not line and not self._rest:
            raise Ended
        if self._typing and len(line) >= MOST - 1:
            self._write(b"(This line is as long as a terminal takes at once; its end may be missing.)\n")
        return line.decode("utf-8", "replace").rstrip("\r")

    def _secret(self, prompt: str) -> str:
        asked = prompt.encode(self._encoding, "replace")
        try:
            if self._modes is not None:
                silent = termios.tcgetattr(self._in)
                silent[3] &= ~termios.ECHO
                # Before anything is asked: whoever types at once is not shown either.
                termios.tcsetattr(self._in, termios.TCSADRAIN, silent)
            self._write(asked)
            return self._line()
        except termios.error as error:
            raise Ended from error
        finally:
            self.restore()
            self._write(b"\n")

    # Readline

    def _with_readline(self) -> Any:
        """The module, set up; None where there is none, or the terminal is dumb anyway."""
        if not (self._typing and self._showing) or self._in != 0 or os.environ.get("TERM", "") in _PLAIN:
            return None
        before, os.environ["TERM"] = os.environ["TERM"], "dumb"
        try:
            import readline
        except ImportError:
            return None
        finally:
            os.environ["TERM"] = before
        if "libedit" in (readline.__doc__ or ""):
            return None
        for setting in ("enable-bracketed-paste off", "enable-meta-key off", "enable-keypad off",
                        "disable-completion on", "show-mode-in-prompt off", "bell-style none"):  # fmt: skip
            readline.parse_and_bind(f"set {setting}")
        readline.set_auto_history(False)
        return readline

    def _edited(self, prompt: str, *, keep: bool) -> str:
        try:
            typed = input(prompt)
        except (EOFError, OSError, ValueError) as error:
            with suppress(Ended):
                self._write(b"\n")
            raise Ended from error
        if keep and typed.strip():
            self._readline.add_history(typed)
        return typed.encode(sys.stdin.encoding or "utf-8", "surrogateescape").decode("utf-8", "replace")
