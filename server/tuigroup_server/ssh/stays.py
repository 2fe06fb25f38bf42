"""Everybody who is here: a session each, kept for a while when its line is cut, and given back to the same account.

A stay belongs to whoever its session says is signed in. It is never found by a name that somebody only claims: who
asks for one has been verified by the server a moment ago.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from tuigroup.doors.channel import Screens
from tuigroup.doors.channel_lines import Lines
from tuigroup.doors.far_end import FarEnd, Front
from tuigroup.doors.visit import Visit
from tuigroup.i18n import N_, Translator, translator
from tuigroup.views import leaving

SETTLE: Final = 8.0  # seconds that what is unsent has to be sent or sealed at an end
AGAIN: Final = 30.0  # seconds until that is tried again where the server did not answer
GRACE: Final = 12.0  # seconds for everybody to leave in order

# What a terminal says by itself when it is asked: nobody has pressed a key then.
_ANSWERS: Final = re.compile(rb"\x1b\[(?:0n|\d+;\d+R|\?[\d;]*c)")

ELSEWHERE: Final = N_("This session goes on in another terminal, where you signed in again.")
IDLE: Final = N_("You were away for a while, so the door closed behind you.")
CLOSING: Final = N_("This door is closing for a moment. Please come back soon.")


class Stay:
    """One person's. ``over`` is called when it has ended and its store is gone."""

    def __init__(
        self,
        visit: Visit,
        *,
        resume: float,
        idle: float,
        over: Callable[[Stay], None],
        fault: Callable[[Exception], str],
    ) -> None:
        self.visit = visit
        self.far: FarEnd | None = None
        self._resume = resume
        self._idle = idle
        self._over = over
        self._fault = fault
        self._front: Front | None = None
        self._next: FarEnd | None = None
        self._held: list[Callable[[Front], None]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._sealing: asyncio.Task[None] | None = None
        self._why = ""  # what is said at an end that was not the person's own doing
        self.ending = False

    @property
    def account(self) -> str | None:
        """Whose it is, None for a guest's."""
        return self.visit.session.account

    @property
    def t(self) -> Translator:
        store = self.visit.session.store
        return translator(store.settings.get("language") or self.visit.settings.language)

    @property
    def behind(self) -> bool:
        return self._front is not None and self._front.behind

    # The line

    def attach(self, far: FarEnd) -> None:
        """Somebody is there; whoever was there before is told that it goes on elsewhere."""
        before, self.far, self._held = self.far, far, []
        self._stir()
        if self._front is None:
            self._next = far
            if self._task is None:
                self._task = asyncio.get_running_loop().create_task(self._run())
        elif not self._front.moved(far):
            self._next = far
            self._front.leave()
        if before is not None:
            self._part(before, self.t(ELSEWHERE))

    def detach(self, far: FarEnd) -> None:
        """A far end is gone. A guest's stay ends; a member's waits for them to come back."""
        if self.far is not far:
            return
        self.far = None
        if self._front is not None:
            self._front.lost()
        if self.account is None or not self._resume:
            self.leave()
        else:
            # They may come back somewhere else, where only what is sealed can follow them.
            self._sealing = asyncio.get_running_loop().create_task(self.visit.session.keep_record())
            self._wait(self._resume, self.leave)

    def hold(self) -> None:
        """Nobody is there, and what waits to be sent is sent as long as this is kept."""
        self.visit.begin()
        self._wait(self._resume, self.leave)

    def received(self, far: FarEnd, data: bytes) -> None:
        if _ANSWERS.sub(b"", data):
            self._stir()
        self._to_front(far, lambda front: front.received(data))

    def ended(self, far: FarEnd) -> None:
        self._to_front(far, lambda front: front.ended())

    def resized(self, far: FarEnd, width: int, height: int) -> None:
        self._to_front(far, lambda front: front.resized(width, height))

    def _to_front(self, far: FarEnd, told: Callable[[Front], None]) -> None:
        """What comes before its front is there waits for it."""
        if self.far is not far or self.ending:
            return
        if self._front is None or self._next is not None:
            self._held.append(told)
        else:
            told(self._front)

    # The end

    def leave(self, why: str = "") -> None:
        """End it from outside: everything being written is kept, then sent or sealed as far as the server lets it."""
        if self.ending:
            return
        self._why = why
        if self._task is None:
            self.ending = True
            self._task = asyncio.get_running_loop().create_task(self._finish())
        elif self._front is not None:
            self.ending = True
            self._front.leave()

    async def gone(self) -> None:
        """Until it has ended."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def _stir(self) -> None:
        self._wait(self._idle, lambda: self.leave(self.t(IDLE)))

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, then)

    async def _run(self) -> None:
        try:
            while self._next is not None and not self.ending:
                far, self._next = self._next, None
                self._front = front = Lines(self.visit, far) if far.plain else Screens(self.visit, far)
                held, self._held = self._held, []
                for told in held:
                    told(front)
                await self._front.run()
        except Exception as error:
            self._why = self._fault(error)
        await self._finish()

    async def _finish(self) -> None:
        """Who leaves by themselves is let go first; who is sent away hears what became of their writing."""
        self.ending = True
        if self._timer is not None:
            self._timer.cancel()
        far, self.far, self._front, self._timer = self.far, None, None, None
        if far is not None and not self._why:
            self._part(far)
        try:
            await self._settle(far if self._why else None)
            await self.visit.end()
        except Exception as error:
            self._fault(error)
        finally:
            self._over(self)

    async def _settle(self, far: FarEnd | None) -> None:
        """What is unsent is sent or sealed; while the server does not answer that is tried again and again."""
        session = self.visit.session
        became = await session.settle(seconds=SETTLE)
        if far is not None:
            self._part(far, self._why, *leaving.receipt(self.t, became))
        if session.record_closed:
            return  # nothing can be sealed, however long it is tried
        end = asyncio.get_running_loop().time() + self._resume
        while session.account and session.store.drafts.unsealed() and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(AGAIN)
            await session.keep_record()

    @staticmethod
    def _part(far: FarEnd, *sentences: str) -> None:
        for sentence in sentences:
            far.say(sentence)
        far.close(0)


class Stays:
    """All of them in this process. ``fault`` writes a crash down and gives the sentence that is said about it."""

    def __init__(self, most: int, *, resume: float, idle: float, fault: Callable[[Exception, Translator], str]) -> None:
        self._most = most
        self._resume = resume
        self._idle = idle
        self._fault = fault
        self._here: set[Stay] = set()

    def __len__(self) -> int:
        return len(self._here)

    @property
    def here(self) -> list[Stay]:
        return list(self._here)

    @property
    def full(self) -> bool:
        return len(self._here) >= self._most

    def find(self, account: str | None) -> Stay | None:
        """The stay of a verified account, one whose line was cut before any other."""
        mine = [stay for stay in self._here if account is not None and stay.account == account and not stay.ending]
        return min(mine, key=lambda stay: stay.far is not None, default=None)

    def new(self, visit: Visit) -> Stay:
        t = translator(visit.settings.language)
        stay = Stay(
            visit,
            resume=self._resume,
            idle=self._idle,
            over=self._here.discard,
            fault=lambda error: self._fault(error, t),
        )
        self._here.add(stay)
        return stay

    async def end_all(self) -> None:
        """Everybody leaves, with a word; what they wrote is kept."""
        leaving = list(self._here)
        for stay in leaving:
            stay.leave(stay.t(CLOSING))
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await asyncio.gather(*(stay.gone() for stay in leaving))
