"""Keeps the store and the server together: one exchange at a time, again and again while online.

Screens never wait for it: they write to the store, call ``wake`` and are told by the store what changed. It
knows no screen and no HTTP library. What is unsent stays in the outbox whatever happens here; what is wanted
stays wanted until it is answered.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from tuigroup.errors import CursorExpired, Offline, SignInRefused, TuigroupError
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.store.rows import SearchHit
from tuigroup.sync import status
from tuigroup.sync.behind import Behind
from tuigroup.sync.choices import Choices
from tuigroup.sync.client import Client
from tuigroup.sync.downloads import Downloads
from tuigroup.sync.exchanges import Exchanges
from tuigroup.sync.pace import Pace
from tuigroup.sync.status import LinkStatus, Reason
from tuigroup.sync.waiting import Waiting

if TYPE_CHECKING:
    from tuigroup.wire import sync as envelope
else:
    envelope = Late("tuigroup.wire.sync")

_SAVING: Final = 3  # times as rarely the server is asked while data is saved


class Engine:
    """One store and one server. ``random`` gives that many random bytes; ``choices`` are the member's.

    ``admit`` is called before each exchange, for whoever has to sign in first, and raises as one does.
    ``chore`` is called after each exchange that left nothing to do at once, and between waits for news; nobody waits
    for it, and what it moves goes ``behind`` exchanges. ``chore_due`` says in how many seconds it can wait no longer,
    None where it can.
    """

    def __init__(
        self,
        store: Store,
        client: Client,
        choices: Choices,
        *,
        clock: Callable[[], float] = time.time,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.chore: Callable[[], Awaitable[None]] | None = None
        self.chore_due: Callable[[], float | None] = lambda: None
        self.admit: Callable[[], Awaitable[None]] | None = None
        self._choices = choices
        self._clock = clock
        self._pace = Pace(random)
        self._exchanges = Exchanges(store, client, choices, self._pace, clock, self._pause)
        self._wants = self._exchanges.wants
        self._coming = self._exchanges.coming
        self._outgoing = self._exchanges.outgoing
        self._telling = self._exchanges.telling
        self._waiting = Waiting(client, time.monotonic)
        self._event = asyncio.Event()  # something is to be asked
        self._other = asyncio.Event()  # a choice is another now
        self._line = asyncio.Lock()
        self.behind = Behind(self._line, self._pace.piece)
        self._doing: asyncio.Task[None] | None = None  # the chore, while it is under way
        self._closed = False
        self._renewing: float | None = None
        client.counted = self._telling.count
        client.timed = self._pace.measured
        self._downloads = Downloads(store, client, self._line, self._pace, self._download_changed, self.wake)

    # What screens call

    def status(self) -> LinkStatus:
        return self._telling.status()

    def subscribe(self, callback: Callable[[LinkStatus], None]) -> Callable[[], None]:
        """Calls back when the state, or the progress of a download, changes; the answer ends it."""
        return self._telling.subscribe(callback)

    def tell(self) -> None:
        """Calls everybody who subscribed."""
        self._telling.tell()

    def wake(self) -> None:
        """Ask the server now, whatever the backoff says."""
        if self._telling.state != "paused":
            self._pace.reset()
            self._event.set()

    def reconsider(self) -> None:
        """A choice about the line is another now."""
        self._other.set()

    def stay_signed_in(self, seconds: float) -> None:
        """The server is asked at least so often, whatever was chosen: where a sign-in soon ends when it is not used."""
        self._renewing = seconds
        self.reconsider()

    def want(self, want: envelope.AnyWant) -> None:
        """Asks for a page at the next exchange, which is now; for what is here already, not at all."""
        if self._wants.add(want):
            self.wake()

    def pending(self) -> set[envelope.AnyWant]:
        """What is wanted and not answered yet."""
        return self._wants.pending()

    def refusal(self, want: envelope.AnyWant) -> str:
        """The key of wire.problems with which a want was refused, '' where it was not."""
        return self._wants.refusal(want)

    def fetch_rest(self) -> None:
        """All that is still to come is wanted."""
        self._coming.agree()
        self.wake()
        self.tell()

    def leave_rest(self) -> None:
        """Of what is still to come only the titles: texts come when they are opened."""
        self._wants.stop()
        self._coming.stop()
        self.wake()
        self.tell()

    def belongs_to(self, member: bool) -> None:
        """Another account, or (False) a guest, from now on: an answer still under way is not for them."""
        self._exchanges.belongs_to(member)
        self._downloads.cancel_all()
        self.reconsider()

    def go_offline(self, why: str = "") -> None:
        """Until ``go_online`` nothing goes over the line; ``why`` is what is said of it."""
        self._pause("chosen", why or status.CHOSEN)

    def go_online(self) -> None:
        """Use the line again, also after a sign-in has ended or something stopped it."""
        self._outgoing.alone = False
        self._telling.to("connecting", status.CONNECTING)
        self.wake()
        self._downloads.resume()

    def opening(self, *, afresh: bool) -> envelope.SyncRequest:
        """What signing in asks along (sync.exchanges)."""
        return self._exchanges.opening(afresh=afresh)

    def opened(self, asked: envelope.SyncRequest, answer: envelope.SyncAnswer) -> None:
        """Use the line again after a sign-in, with what came along with it."""
        self._outgoing.alone = False
        self._telling.to("connecting", status.CONNECTING)
        try:
            if self._exchanges.opened(asked, answer):
                self.wake()
            self._downloads.resume()
        except TuigroupError as error:
            self._exchanges.failed(error)
        finally:
            self._telling.write_usage()
            self.reconsider()

    def fetch_resource(self, slug: str) -> None:
        """Starts or goes on with a download; ``downloads`` tells how far it is."""
        self._downloads.start(slug)

    def downloads(self) -> dict[str, tuple[int, int]]:
        """Slug to bytes here and bytes in all (0: not known yet), of what is under way."""
        return self._downloads.progress()

    def rate(self) -> float:
        """Bytes a second that the line carried lately, 0 while that is unknown."""
        return self._pace.rate

    def download_problem(self, slug: str) -> str:
        """Why a download stopped, as a sentence; '' where it did not."""
        return self._downloads.problem(slug)

    def cancel(self, slug: str) -> None:
        """Stops a download; what is here already stays for the next time."""
        self._downloads.cancel(slug)

    async def search(self, text: str, g: int = 0) -> list[SearchHit]:
        """Posts on the server that hold these words. Raises Offline and the other errors of an exchange."""
        if not text.strip():
            return []
        if self._telling.state == "paused":
            raise Offline(self._telling.sentence, todo="")
        want = envelope.WantSearch(q=text.strip()[:100], g=g)
        found = self._wants.expect(want)
        try:
            await self.round()
            if not found.done():
                # A round that was under way may have left before the want was there.
                await self.round()
            if not found.done():
                silent = N_("The server gave no answer to this search.")
                raise Offline(self._telling.sentence if self._pace.failing else silent)
            return found.result()
        finally:
            self._wants.forget(want)

    async def flush(self, timeout: float) -> bool:
        """Sends what waits; whether nothing is left but what the server publishes later or refused."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self._outgoing.unsent() and await self.round():
                    pass
        return not self._outgoing.unsent()

    async def run(self) -> None:
        """For as long as the program runs; ends by ``close`` or by being cancelled."""
        self._look_ahead()
        try:
            while not self._closed:
                if not await self.round():
                    self._begin_chore()
                    await self._rest()
        finally:
            await self.drop_chore()
            await self._hang_up()

    async def close(self) -> None:
        """Ends ``run`` after the exchange that is under way, and every download."""
        self._closed = True
        self._event.set()
        await self.drop_chore()
        await self._hang_up()
        await self._downloads.close()

    async def round(self) -> bool:
        """One exchange; whether there is more to do at once. Never raises but when it is cancelled."""
        async with self._line:
            self._event.clear()
            if self._telling.state == "paused" or self._closed or not await self._admitted() or self._exchanges.idle:
                return False
            try:
                more = await self._exchanges.one()
                if self._telling.state == "online":
                    self._downloads.resume()
                return more
            finally:
                self._telling.write_usage()

    async def _admitted(self) -> bool:
        try:
            if self.admit is not None:
                await self.admit()
        except TuigroupError as error:
            self._exchanges.failed(error)
            return False
        return self._telling.state != "paused"

    def _pause(self, reason: Reason, sentence: str) -> None:
        self._telling.to("paused", sentence, reason)
        self._downloads.hold()
        self._wants.fail_searches(Offline(sentence, kept="", todo=""))
        self.reconsider()

    # Between exchanges

    async def drop_chore(self) -> None:
        """What the chore has under way is given up: it comes again after the next exchange."""
        doing, self._doing = self._doing, None
        if doing is not None:
            doing.cancel()
            await asyncio.wait([doing])

    def _begin_chore(self) -> None:
        if self._doing is None and self.chore is not None and not self._closed:
            self._doing = asyncio.get_running_loop().create_task(self._do_chore(self.chore))

    def _ended_chore(self) -> bool:
        """Whether it has just ended. Raises what no exchange raises."""
        if self._doing is None or not self._doing.done():
            return False
        done, self._doing = self._doing, None
        done.result()
        return True

    async def _do_chore(self, chore: Callable[[], Awaitable[None]]) -> None:
        if self._telling.state not in ("online", "connecting"):
            return
        try:
            await chore()
            if self._telling.state == "connecting":
                self._telling.to("online", status.ONLINE)
        except TuigroupError as error:
            self._exchanges.failed(error)
        finally:
            self._telling.write_usage()

    async def _rest(self) -> None:
        """Until there is something to ask; meanwhile, where the member chose so, news are waited for."""
        while not self._event.is_set() and not self._closed:
            self._other.clear()
            until_wait = await self._listen()
            until_round = self._until_round(listening=self._waiting.task is not None)
            until_chore = self.chore_due() if self._doing is None and self._telling.state == "online" else None
            known = [seconds for seconds in (until_round, until_wait, until_chore) if seconds is not None]
            await self._something(min(known, default=None))
            if self._ended_chore():
                continue
            if self._waiting.task is not None and self._waiting.task.done():
                if await self._hear():
                    return
                self._begin_chore()
            elif self._other.is_set() or self._event.is_set() or not known:
                continue
            elif until_round == min(known):
                return
            elif until_chore == min(known):
                self._begin_chore()

    def _until_round(self, *, listening: bool) -> float | None:
        if self._telling.state == "paused":
            return None
        interval: float | None = None
        if self._exchanges.member and not listening and self._choices.news != "ask":
            interval = self._choices.minutes * 60 * (_SAVING if self._choices.saving else 1)
        if self._exchanges.member and self._renewing is not None:
            interval = self._renewing if interval is None else min(interval, self._renewing)
        return self._pace.rest(self._clock(), self._exchanges.well, interval, self._outgoing.due())

    async def _something(self, seconds: float | None) -> None:
        """Until something is to be asked, something was heard, a choice is another, or so many seconds have passed."""
        events = [asyncio.ensure_future(event.wait()) for event in (self._event, self._other)]
        waits: list[asyncio.Future[Any]] = [*events]
        waits.extend(task for task in (self._waiting.task, self._doing) if task is not None)
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for event in events:
                event.cancel()

    # News as they happen

    def _wants_news(self) -> bool:
        if not self._choices.at_once or not self._exchanges.member or self._closed or self._pace.failing:
            return False
        return self._telling.state == "online"

    async def _listen(self) -> float | None:
        """Opens the second line, or hangs up, as things stand; seconds until that can be tried where it waits."""
        wait = self._waiting.rest()
        asked = self._exchanges.wait_request(self._waiting.seconds) if self._wants_news() else None
        if asked is None or wait is None:
            await self._hang_up()
            return None
        if self._waiting.task is None and not wait:
            self._waiting.begin(asked)
        self._telling.listening = self._waiting.task is not None
        return None if self._telling.listening else wait

    async def _hear(self) -> bool:
        """Takes what came on the second line; whether an exchange has to follow at once."""
        heard = self._waiting.take()
        async with self._line:
            try:
                if heard.answer is not None and self._telling.state == "online":
                    return self._exchanges.heard(heard.asked, heard.answer) or self._exchanges.given_due
            except TuigroupError as error:
                self._exchanges.failed(error)
            finally:
                self._telling.write_usage()
        # Whether the line is down, or the sign-in has ended, an exchange finds out.
        return isinstance(heard.error, Offline | SignInRefused | CursorExpired) or self._exchanges.given_due

    async def _hang_up(self) -> None:
        self._telling.listening = False
        await self._waiting.end()

    # What is told

    def _look_ahead(self) -> None:
        self._exchanges.look_ahead()

    def _download_changed(self) -> None:
        self._telling.write_usage()
        self.tell()
