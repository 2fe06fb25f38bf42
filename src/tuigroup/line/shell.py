"""The line mode's loop: say where one is, read a line, do what it means, tell what came in, and so on to the end.

One member's session over one console. Nothing of it is shared with another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import tzinfo
from enum import Enum
from typing import Final

from tuigroup.commands import BY_NAME
from tuigroup.errors import Displaced, TuigroupError
from tuigroup.i18n import ENGLISH, Translator
from tuigroup.line import words
from tuigroup.line.asking import Asking
from tuigroup.line.attract import AtKiosk, Attract
from tuigroup.line.console import Console, Ended
from tuigroup.line.everywhere import Everywhere
from tuigroup.line.news import News, told
from tuigroup.line.place import Place
from tuigroup.line.voice import Voice
from tuigroup.session.ending import Became
from tuigroup.store import Store, bundled, whose
from tuigroup.views import account, zones
from tuigroup.views.needs import BundlesLike, Connect, EngineLike, SessionLike, SettingsLike
from tuigroup.wire.sync import AnyWant

PATIENCE: Final = 8.0  # seconds that are waited for what was asked of the server, unless somebody types
Edit = Callable[[str], Awaitable[str]]


class Leaving(Enum):
    """How it was left; a door cleans up accordingly."""

    PLAIN = "plain"
    QUICK = "quick"


class Left(Exception):
    """Somebody leaves."""

    def __init__(self, how: Leaving) -> None:
        self.how = how


class Shell:
    """``connect`` makes a session for another server's address, None where a door fixes the server; ``edit`` opens
    the member's own editor, None where there is none; ``zone`` None means the machine's time zone; ``kiosk`` is what
    stands around a visit at a shared terminal."""

    def __init__(
        self,
        session: SessionLike,
        settings: SettingsLike,
        console: Console,
        t: Translator = ENGLISH,
        *,
        zone: tzinfo | None = None,
        connect: Connect | None = None,
        edit: Edit | None = None,
        patience: float = PATIENCE,
        kiosk: AtKiosk | None = None,
        bundles: BundlesLike | None = None,
    ) -> None:
        self.session = session
        self.settings = settings
        self.console = console
        self.t = t
        self._zone = zone
        self.connect = connect
        self.edit = edit
        self.patience = patience
        self.kiosk = kiosk
        self.bundles = bundles
        self.voice = Voice(console, t)
        self.asking = Asking(self.voice, self._aside)
        self.stack: list[Place] = []
        self.became = Became()  # of unsent writing, where that was decided on leaving
        self.since: int | None = None  # the minute of the visit before, once it was asked for
        self.always = Everywhere(self)
        self._news = News.of(self.store, self.engine)
        self._arrivals = session.arrivals

    @property
    def store(self) -> Store:
        return self.session.store

    @property
    def zone(self) -> tzinfo | None:
        """The reader's time zone, None for the machine's."""
        return zones.own(self.store, self._zone)

    @property
    def engine(self) -> EngineLike:
        return self.session.engine

    @property
    def place(self) -> Place:
        return self.stack[-1]

    # From the beginning to the end

    async def run(self) -> Leaving:
        """Until somebody leaves or the input ends; what is being written is on disk then."""
        try:
            await self.begin()
            while True:
                await self.step()
        except Left as left:
            return left.how
        except Ended:
            with suppress(Exception):  # nobody may be there to hear it
                waiting = 0 if self.session.locked else self.store.outbox.count()
                if waiting:
                    await self.voice.say("", self.t("What is not sent yet waits here and goes out the next time."))
            return Leaving.PLAIN
        finally:
            self.keep()

    def keep(self) -> None:
        """Everything being written is on disk after this, as far as the disk lets it."""
        for place in self.stack:
            with suppress(TuigroupError):
                place.keep()

    async def begin(self) -> None:
        if self.kiosk is not None:
            await self.start_over(Attract(self, self.kiosk))
            return
        if bundled.is_one(self.store):
            from tuigroup.line.bundle import BundlePlace

            await self.attempt(self.start_over(BundlePlace(self)))
            return
        if self.console.interactive and self.session.asks_once():
            from tuigroup.line.account import ask_once

            await self.attempt(ask_once(self))
        await self.attempt(self.always.do_today("") if self.session.account else self.always.welcome())

    async def step(self) -> None:
        """One line typed and what it brings."""
        self._arrivals = self.session.arrivals
        await self._tell_news()
        await self.attempt(self._one_line())

    async def _one_line(self) -> None:
        await self.obey(await self.asking.line(keep=True))

    def same_person(self) -> None:
        """Raises Displaced where somebody else came in another window since this step began."""
        if self.session.arrivals != self._arrivals:
            raise Displaced(whose.ANOTHER)

    async def attempt(self, work: Awaitable[object]) -> None:
        """What goes wrong is said, and nothing ends by it."""
        try:
            await work
        except TuigroupError as problem:
            await self.voice.say(problem.sentence(self.t))

    async def obey(self, typed: str) -> None:
        head, rest = words.split(typed)
        if not head:
            head, rest = ("on", "") if "on" in self.place.commands() else ("", "")
            if not head:
                return
        if head.isascii() and head.isdigit():
            await self.place.do_open(head)
            return
        here = self.place.commands()
        always = [name for name in self.always.commands() if self.place.lets_through(name)]
        found = words.meant(head, (here, always))
        if len(found) == 1:
            name = found[0]
            whose = self.place if name in here else self.always
            await getattr(whose, f"do_{name}")(rest)
        elif found:
            several = ", ".join(BY_NAME[name].word for name in found)
            await self.voice.say(self.t("This may mean several words: {words}.", words=several))
        elif any(head.lower() == command.word for command in BY_NAME.values()):
            await self.voice.say(self.t("That does nothing here. Type help for the words that do."))
        else:
            await self.voice.say(self.t("This word is not known. Type help for the words that are."))

    async def _aside(self, typed: str) -> bool:
        """What works in the middle of everything: the quick exit and help now."""
        word = typed.lower()
        if word == BY_NAME["quick_exit"].word:
            await self.always.do_quick_exit("")
        if words.asks_for_help_now(word):
            await self.always.do_help_now("")
            return True
        self.same_person()
        return False

    async def _tell_news(self) -> None:
        before, self._news = self._news, News.of(self.store, self.engine)
        displaced = self.session.displaced()
        if self.session.locked:
            if self.place.lets_through("today"):  # the passphrase was changed on another machine
                await self.start_over(self.place)
            return
        if displaced:
            await self.voice.say(self.t(account.DISPLACED))
            self.stack.clear()
            await self.begin()
            return
        sentences = list(told(self.t, self.store, before, self._news, self.zone))
        if sentences:
            await self.voice.say(*sentences)

    def used_to(self, *, meetings: bool = False) -> None:
        """What is known now is no news any more: somebody was just told.

        Whose turn it is in a written meeting is told all the same, but where that was just said (``meetings``).
        """
        known, self._news = self._news, News.of(self.store, self.engine)
        if not meetings:
            self._news = replace(self._news, written=known.written)

    # Places

    async def go(self, place: Place) -> None:
        """Open a place on top of this one; while the store is locked there is only one."""
        if self.session.locked:
            from tuigroup.line.locked import Locked

            place = Locked(self)
            self.stack.clear()
        self.stack.append(place)
        await place.enter()
        await place.tell()

    async def replace(self, place: Place) -> None:
        """Open a place instead of this one."""
        if self.stack:
            self.stack.pop().keep()
        await self.go(place)

    async def start_over(self, place: Place) -> None:
        for open_ in self.stack:
            open_.keep()
        self.stack.clear()
        await self.go(place)

    def speak(self, t: Translator) -> None:
        """Another language from now on."""
        self.t = self.voice.t = t

    async def signed_out(self) -> None:
        if self.kiosk is not None:  # somebody else is nobody for this process
            raise Left(Leaving.PLAIN)
        await self.always.welcome()

    def use(self, session: SessionLike) -> None:
        """Another session from now on: after another server was chosen."""
        self.session, self._arrivals = session, session.arrivals
        self.used_to()

    # Waiting

    async def arrives(self, *wants: AnyWant) -> None:
        """Ask the server, and wait a little for the answer; typing goes on at once."""
        for want in wants:
            self.engine.want(want)
        await self.until(lambda: not set(wants) & _names(self.engine.pending(), wants))

    async def until(self, done: Callable[[], bool], seconds: float | None = None) -> bool:
        """Whether it came about in time. The line being off, or somebody typing, ends the wait."""
        changed = asyncio.Event()
        stops = [self.store.subscribe(lambda *_: changed.set()), self.engine.subscribe(lambda *_: changed.set())]
        stirred = asyncio.ensure_future(self.console.stirred())
        try:
            async with asyncio.timeout(min(self.patience, self.patience if seconds is None else seconds)):
                while not done() and self.engine.status().state in ("online", "connecting"):
                    changed.clear()
                    waiting = asyncio.ensure_future(changed.wait())
                    await asyncio.wait({waiting, stirred}, return_when=asyncio.FIRST_COMPLETED)
                    waiting.cancel()
                    if stirred.done():
                        break
        except TimeoutError:
            pass
        finally:
            stirred.cancel()
            for stop in stops:
                stop()
        return done()


def _names(pending: Collection[AnyWant], wants: Collection[AnyWant]) -> set[AnyWant]:
    """Of ``wants`` those that are pending, wherever in them the server has got to."""
    left = {_name(want) for want in pending}
    return {want for want in wants if _name(want) in left}


def _name(want: AnyWant) -> tuple[object, ...]:
    return (want.w, *(getattr(want, name, None) for name in ("g", "n", "d", "q", "listings")))
