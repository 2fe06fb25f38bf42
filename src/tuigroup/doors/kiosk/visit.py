"""One visit's process: it waits for somebody, is theirs until they leave, and ends with nothing left of them.

Its standard error leads nowhere, it keeps nothing on disk, and whatever happens it tells the supervisor only how it
ended, in numbers.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tuigroup.config import Settings
from tuigroup.doors import hardening
from tuigroup.doors.crash import CrashReports, guarded, outline, quiet_loop, report_number
from tuigroup.doors.kiosk.base import read_image
from tuigroup.doors.kiosk.control import Control
from tuigroup.doors.kiosk.settings import KioskSettings
from tuigroup.doors.kiosk.terminal import cleared
from tuigroup.doors.through import opened
from tuigroup.doors.visit import Visit
from tuigroup.i18n import ENGLISH, Translator
from tuigroup.session.ending import Became
from tuigroup.sync.door import Door, read_credential
from tuigroup.views.account import TERMINAL_SEES
from tuigroup.views.paper_pass import PaperPass
from tuigroup.views.visit_clock import VisitClock

ALIVE: Final = 5.0  # seconds between two signs of life
PRINTING: Final = 30.0  # seconds that a printer command may take
RENEWING: Final = 120.0  # seconds between two exchanges at most: a sign-in here ends after 300 that it is not used


@dataclass
class AtKiosk:
    """One visit as both kinds of screens see it: its session, its clock, and the way to the supervisor."""

    settings: KioskSettings
    control: Control
    visit: Visit
    ended: Mapping[str, Any]
    clock: VisitClock
    on_renew: Callable[[], None] = lambda: None
    give_up: Callable[[str], None] = lambda why: None
    answers: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    @property
    def minutes(self) -> int:
        return self.settings.minutes

    @property
    def has_staff(self) -> bool:
        return bool(self.settings.staff_code)

    @property
    def prints(self) -> bool:
        return bool(self.settings.printer)

    def begin(self) -> None:
        if not self.clock.began:
            self.clock.begin()
        self.control.say(began=True)
        self.visit.begin()

    async def listen(self) -> None:
        """What the supervisor says."""
        while (said := await self.control.hear()) is not None:
            if said.get("renew"):
                self.on_renew()
            elif "right" in said:
                self.answers.put_nowait(said)

    async def staff(self, code: str) -> tuple[bool, int]:
        self.control.say(staff=code)
        answer = await self.answers.get()
        return bool(answer.get("right")), int(answer.get("wait", 0))

    async def printed(self, paper: PaperPass, t: Translator) -> bool:
        """The pass on paper, by the library's own command; whether that took it. None that is too slow goes on."""
        text = "\n".join(paper.lines(t)) + "\n"
        try:
            process = await asyncio.create_subprocess_exec(
                *self.settings.printing,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                env=hardening.environment(os.environ),
                process_group=0,
            )
        except OSError:
            return False
        try:
            async with asyncio.timeout(PRINTING):
                await process.communicate(text.encode())
        except (OSError, TimeoutError):
            return False
        finally:
            if process.returncode is None:
                # Too slow, or the visit ends: the words of a pass outlive nobody's visit in a printer's program.
                with suppress(OSError):
                    os.killpg(process.pid, signal.SIGKILL)
        return process.returncode == 0


def main() -> int:
    hardening.harden()
    hardening.end_with_parent(signal.SIGTERM)
    ends = [int(word) for word in sys.argv[1:]]
    return guarded(lambda: asyncio.run(_run(ends)), CrashReports(None), ENGLISH)


async def _run(ends: list[int]) -> int:
    control = await Control.over(socket.socket(fileno=ends[0]))
    told = await control.hear()
    if told is None:
        return 1
    alive = asyncio.ensure_future(_say_alive(control))
    try:
        ended = await _one(control, told, read_image(ends[1]) if len(ends) > 1 else b"")
        control.say(**ended)
    finally:
        alive.cancel()
        await control.close()
    return 0


async def _say_alive(control: Control) -> None:
    while True:
        control.say(alive=True)
        await asyncio.sleep(ALIVE)


async def _one(control: Control, told: Mapping[str, Any], image: bytes) -> dict[str, Any]:
    """The whole of a visit; what is told of its end."""
    kiosk = KioskSettings(**told["settings"])
    own = Settings(
        server=kiosk.server,
        pin=kiosk.pin,
        theme=kiosk.theme,
        language=kiosk.language,
        country=kiosk.country,
        danger=kiosk.danger,
        leave_nothing=True,
        line_mode=bool(told["lines"]),
    )
    visit = opened(own, Door(read_credential(Path(kiosk.door))), image, sees=TERMINAL_SEES)
    visit.session.engine.stay_signed_in(RENEWING)
    clock = VisitClock(kiosk.minutes, kiosk.idle_seconds, time.monotonic)
    here = AtKiosk(kiosk, control, visit, told["receipt"], clock)
    quiet_loop(asyncio.get_running_loop(), CrashReports(None))
    listening = asyncio.ensure_future(here.listen())
    fault: Exception | None = None
    became, why = Became(), "key"
    try:
        if own.line_mode:
            from tuigroup.doors.kiosk.lines import show
        else:
            from tuigroup.doors.kiosk.screens import show
        why, became = await show(here)
    except Exception as error:
        fault, why = error, "crash"
        with suppress(OSError):
            os.write(1, cleared(os.environ["TERM"]))  # before anything that takes time
    listening.cancel()
    if not clock.began:
        with suppress(Exception):
            await visit.end(at_once=True)
        return {"ended": why} | _crash(fault)
    return {"ended": why} | await _closed(visit, became) | _crash(fault)


async def _closed(visit: Visit, became: Became) -> dict[str, Any]:
    """Unsent writing is seen to, the sign-in ends, the store goes with the process."""
    session, revoked = visit.session, None
    with suppress(Exception):
        if session.account is not None:
            revoked = False
            later = await session.settle()  # nothing where somebody decided on leaving
            became = became if later == Became() else later
            revoked = await session.sign_out()
    with suppress(Exception):
        await visit.end(at_once=True)
    gc.collect()
    return {"became": became.numbers(), "revoked": revoked}


def _crash(fault: Exception | None) -> dict[str, Any]:
    if fault is None:
        return {}
    text = outline(fault)
    return {"crash": report_number(text), "outline": text}


if __name__ == "__main__":
    raise SystemExit(main())
