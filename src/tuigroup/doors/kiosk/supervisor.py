"""What stands under every visit: starts a process for each, ends it if it must, and makes the terminal new after it.

It sees no visitor's words: of a visit it hears how it ended and how many things were sent or sealed. It draws
nothing, so that it is small and stays; what is drawn, the waiting screen too, is drawn by the next visit's process.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from tuigroup.doors import hardening
from tuigroup.doors.kiosk.chores import Chores
from tuigroup.doors.kiosk.control import Control, Said
from tuigroup.doors.kiosk.settings import KioskSettings
from tuigroup.doors.kiosk.signals import GRACE
from tuigroup.doors.kiosk.staff import StaffCode
from tuigroup.doors.kiosk.terminal import Console

VISIT: Final = (sys.executable, "-m", "tuigroup.doors.kiosk.visit")
STAFF: Final = 0  # exit code after the staff's code: nobody starts it again by itself
SILENT: Final = 30.0  # seconds without a sign of life after which a visit's process is ended
LATE: Final = 30.0  # seconds beyond its clock, which it keeps itself
QUICKLY: Final = 5.0  # a process that ends sooner than this without having begun is no visit
RECEIPT: Final = 45.0  # seconds for which it is shown again where the waiting screen begins again
LONGEST_REST: Final = 30.0


@dataclass
class Running:
    """A visit's process, and what it said of itself."""

    process: asyncio.subprocess.Process
    control: Control
    at: float
    began: bool = False
    ended: Said = field(default_factory=dict)


class Supervisor:
    """``command`` starts a visit's process; ``log`` takes a line without anybody's words."""

    def __init__(
        self,
        settings: KioskSettings,
        *,
        command: Sequence[str] = VISIT,
        chores: Chores | None = None,
        log: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._settings = settings
        self._command = command
        self._log = log
        self._term = hardening.environment(os.environ)["TERM"]
        self._console = Console(1, self._term)
        self._staff = StaffCode(settings.staff_code, time.monotonic)
        self._chores = chores or Chores(settings, self._renew)
        self._running: Running | None = None
        self._leaving: int | None = None
        self._receipt: Said = {}
        self._receipt_at = 0.0
        # A terminal that can do nothing else is spoken to in lines.
        self._usually_lines = settings.line_mode or self._term in ("dumb", "unknown")
        self._lines = self._usually_lines
        self._failures = 0

    async def run(self) -> int:
        """Until staff leave by their code, or a signal ends it; the exit code."""
        hardening.harden()
        hardening.deaf_to_keys()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._leave, 128 + number)
        hardening.lock_consoles(1, locked=True)
        self._console.reset()
        self._chores.begin()
        try:
            while self._leaving is None:
                await self._visit()
        finally:
            await self._chores.end(last=True)
            self._console.reset()
            self._console.sane()
            hardening.lock_consoles(1, locked=False)
        return self._leaving

    # One visit

    async def _visit(self) -> None:
        running = self._running = await self._start()
        if self._leaving is not None:  # while it was being started
            self._end(running)
        watching = asyncio.ensure_future(self._watch(running))
        try:
            await self._listen(running)
            await running.process.wait()
        finally:
            watching.cancel()
            self._running = None
            await running.control.close()
            self._console.reset()
        self._settle(running)
        await self._rest(running)

    async def _start(self) -> Running:
        ours, theirs = socket.socketpair()
        base = self._chores.base
        ends = [theirs.fileno(), *([base.end] if base is not None else [])]
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                *map(str, ends),
                stderr=subprocess.DEVNULL,
                pass_fds=ends,
                env=hardening.environment(os.environ),
                cwd="/",
            )
        control = await Control.over(ours)
        if time.monotonic() - self._receipt_at > RECEIPT:
            self._receipt = {}
        control.say(settings=asdict(self._settings), lines=self._lines, receipt=self._receipt)
        self._lines = self._usually_lines
        return Running(process, control, time.monotonic())

    async def _listen(self, running: Running) -> None:
        """What the process says, until it has nothing more to say or nothing was heard for long."""
        while True:
            try:
                async with asyncio.timeout(SILENT):
                    said = await running.control.hear()
            except TimeoutError:
                self._log("a visit's process gave no sign of life and was ended")
                with suppress(ProcessLookupError):
                    running.process.kill()
                return
            if said is None:
                return
            if said.get("began"):
                running.began, running.at = True, time.monotonic()
                self._receipt = {}
                self._chores.hold()
            if "staff" in said:
                running.control.say(**self._answer(running, said["staff"]))
            if "ended" in said:
                running.ended = said

    def _answer(self, running: Running, code: object) -> dict[str, Any]:
        if running.began:
            return {"right": False, "wait": 0}
        right = self._staff.right(code) if isinstance(code, str) else False
        if right:
            self._leaving = STAFF
        return {"right": right, "wait": round(self._staff.wait)}

    async def _watch(self, running: Running) -> None:
        """The clock once more, for a process that does not keep it; and the end of one that is to end."""
        while True:
            await asyncio.sleep(1)
            over = running.began and time.monotonic() - running.at > self._settings.minutes * 60 + LATE
            if over:
                self._log("a visit's process did not keep its time and was ended")
                self._end(running)
                return

    def _end(self, running: Running) -> None:
        """Ask it to end, and see to it."""
        with suppress(ProcessLookupError):
            running.process.terminate()

        def kill() -> None:
            with suppress(ProcessLookupError):
                running.process.kill()

        asyncio.get_running_loop().call_later(GRACE + 1, kill)

    def _settle(self, running: Running) -> None:
        """What follows from how it ended."""
        ended = running.ended
        self._chores.go_on(revoke=running.began and not ended.get("revoked"))
        if ended.get("ended") in ("lines", "screens"):
            self._lines = ended["ended"] == "lines"
        if ended.get("crash"):
            self._log(f"a visit crashed, report {ended['crash']}\n{ended.get('outline', '')}")
        if running.began:
            self._receipt, self._receipt_at = ended or {"ended": "cut"}, time.monotonic()

    async def _rest(self, running: Running) -> None:
        """Where processes end before anybody could begin, ever longer until the next."""
        early = not running.began and not running.ended and time.monotonic() - running.at < QUICKLY
        self._failures = self._failures + 1 if early else 0
        if early and self._leaving is None:
            self._log(f"a visit's process ended by itself with {running.process.returncode}")
            self._console.write(b"\r\n  One moment, please.  Un momento, por favor.\r\n")
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(min(LONGEST_REST, 2.0 ** (self._failures - 1) / 4))

    # From elsewhere

    def _leave(self, code: int) -> None:
        self._leaving = code
        if self._running is not None:
            self._end(self._running)

    def _renew(self) -> None:
        """There is newer public data: the waiting screen begins again with it."""
        if self._running is not None and not self._running.began:
            self._running.control.say(renew=True)
