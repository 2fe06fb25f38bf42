"""What the supervisor has done beside visits: the day's public data fetched, earlier sign-ins revoked.

Each is a process that is gone when it is done. Nothing is revoked while somebody is there, since it would end their
sign-in too.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from tuigroup.doors import hardening
from tuigroup.doors.kiosk.base import PublicBase
from tuigroup.doors.kiosk.settings import KioskSettings

ERRAND: Final = (sys.executable, "-m", "tuigroup.doors.kiosk.errand")
FRESH: Final = 12 * 3600.0  # seconds for which public data is of the day
AGAIN: Final = 20.0  # seconds until what did not work is tried again, at first
LONGEST: Final = 600.0
LAST: Final = 5.0  # seconds for revoking at the very end


class Chores:
    """``renewed`` is called when there is newer public data, in ``base``."""

    def __init__(
        self,
        settings: KioskSettings,
        renewed: Callable[[], None],
        *,
        command: Sequence[str] = ERRAND,
        again: float = AGAIN,
    ) -> None:
        self._settings = settings
        self._renewed = renewed
        self._command = command
        self._again = again
        self.base: PublicBase | None = None
        self.owed = bool(settings.door)  # sign-ins of earlier visits, as far as is known
        self._free = asyncio.Event()
        self._stirred = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._revoking: asyncio.subprocess.Process | None = None

    def begin(self) -> None:
        self._free.set()
        self._tasks = [asyncio.ensure_future(self._keep_fresh()), asyncio.ensure_future(self._keep_revoked())]

    def hold(self) -> None:
        """Somebody begins a visit."""
        self._free.clear()
        if self._revoking is not None:
            with suppress(ProcessLookupError):
                self._revoking.kill()

    def go_on(self, *, revoke: bool) -> None:
        """Nobody is there any more; ``revoke`` where their sign-in may still be open."""
        self.owed = self.owed or (revoke and bool(self._settings.door))
        self._free.set()
        self._stirred.set()

    async def end(self, *, last: bool = False) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if last and self.owed:
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST):
                    await self._do("revoke")
        if self.base is not None:
            self.base.close()
            self.base = None

    async def _keep_fresh(self) -> None:
        pause = self._again
        while True:
            made = PublicBase()
            if await self._do("fetch", made) and made.seal():
                before, self.base = self.base, made
                self._renewed()
                if before is not None:
                    before.close()
                pause = self._again
                await asyncio.sleep(FRESH)
            else:
                made.close()
                await asyncio.sleep(pause)
                pause = min(LONGEST, pause * 2)

    async def _keep_revoked(self) -> None:
        pause = self._again
        while True:
            await self._free.wait()
            if not self.owed:
                self._stirred.clear()
                await self._stirred.wait()
                continue
            if await self._do("revoke"):
                self.owed, pause = False, self._again
            else:
                await asyncio.sleep(pause)
                pause = min(LONGEST, pause * 2)

    async def _do(self, what: str, base: PublicBase | None = None) -> bool:
        """One errand; whether it was done."""
        told: dict[str, Any] = {"what": what, "end": -1 if base is None else base.end}
        told |= {name: getattr(self._settings, name) for name in ("server", "pin", "door")}
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[] if base is None else [base.end],
            env=hardening.environment(os.environ),
            cwd="/",
            start_new_session=True,
        )
        if what == "revoke":
            self._revoking = process
        try:
            await process.communicate(json.dumps(told).encode())
            return process.returncode == 0
        finally:
            if process.returncode is None:
                process.kill()
            if what == "revoke":
                self._revoking = None
