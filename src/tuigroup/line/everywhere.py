"""The words that work everywhere, whatever the place: help, going back, leaving, and the way to every other place."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tuigroup.commands import BY_NAME, HEADINGS
from tuigroup.helplines.words import plain
from tuigroup.i18n import N_
from tuigroup.session.ending import Fate
from tuigroup.store import bundled
from tuigroup.views import beginnings, bundle, help_now, leaving, locked

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

FLUSH_SECONDS = 10.0
ALSO = N_(
    "A number opens a line of a list. Enter alone goes on reading. One letter is enough where the table of keys has "
    "one. Where a question is asked, back leaves it."
)
BLANK = N_(
    "blank is the quick exit: the lines scroll away, then tuigroup ends and asks nothing. It works in every question "
    "and while you write. What your terminal itself remembers of earlier lines is not in our hands."
)


class Everywhere:
    """What every place of a shell answers to besides its own words."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def commands(self) -> list[str]:
        closed = bundle.CLOSED if bundled.is_one(self.shell.store) else ()
        return [name for name in BY_NAME if hasattr(self, f"do_{name}") and name not in closed]

    async def do_help_now(self, rest: str) -> None:
        country = rest.strip().upper() or self.shell.store.settings.get("country", self.shell.settings.country)
        t, store, zone = self.shell.t, self.shell.store, self.shell.zone
        there = help_now.there(t, store, zone)
        reads = help_now.reads(t, store, self.shell.settings)
        await self.shell.voice.say(*plain(t, help_now.facts(store), country, help_now.today(store, zone), there, reads))

    async def do_help(self, rest: str) -> None:
        """The words that work here, or what one of them does."""
        here = self.shell.place.commands()
        if rest.lower() == BY_NAME["help_now"].word:
            await self.do_help_now("")
            return
        if rest:
            found = [BY_NAME[name] for name in BY_NAME if BY_NAME[name].word == rest.lower()]
            said = [f"{command.word}: {self.shell.t(command.help)}" for command in found]
            await self.shell.voice.say(
                *(said or [self.shell.t("This word is not known. Type help for the words that are.")])
            )
            return
        names = {*here, *filter(self.shell.place.lets_through, self.commands())}
        for heading in HEADINGS:
            commands = [command for command in BY_NAME.values() if command.name in names and command.group == heading]
            if commands:
                await self.shell.voice.say(self.shell.t(heading))
                await self.shell.voice.say(*(f"  {command.word}: {self.shell.t(command.help)}" for command in commands))
        await self.shell.voice.say("", self.shell.t(ALSO), self.shell.t(BLANK), *self._home())

    def _home(self) -> list[str]:
        """What the quick exit does at home, where this is one's own machine."""
        home = locked.home(self.shell.session)
        return [self.shell.t(home)] if home else []

    async def do_page_down(self, rest: str) -> None:
        if not await self.shell.voice.more():
            await self.shell.voice.say(self.shell.t("That was all of it."))

    async def do_page_up(self, rest: str) -> None:
        await self.shell.place.tell()

    async def do_back(self, rest: str) -> None:
        if len(self.shell.stack) < 2:
            await self.shell.voice.say(self.shell.t("This is the first page. quit leaves."))
            return
        self.shell.stack.pop().keep()
        await self.shell.place.tell()

    async def do_quick_exit(self, rest: str) -> None:
        from tuigroup.line.shell import Leaving, Left

        await self.shell.console.write("\n" * (self.shell.console.size()[1] or 40))
        with suppress(Exception):  # whatever it is, nothing may be said of it now
            self.shell.keep()
            self.shell.session.lock()
        raise Left(Leaving.QUICK)

    async def do_leave(self, rest: str) -> None:
        from tuigroup.line.shell import Leaving, Left

        self.shell.keep()
        session = self.shell.session
        question, choices = ("", []) if session.locked else leaving.question(self.shell.t, session)
        chosen = await self.shell.asking.choose(question, choices) if question else "leave"
        match chosen:
            case None:
                return
            case "leave":
                raise Left(Leaving.PLAIN)
            case fate if session.passing and session.lasting and session.account:
                self.shell.became = await session.settle(Fate(fate))
                raise Left(Leaving.PLAIN)
            case _:
                if await self.shell.engine.flush(FLUSH_SECONDS):
                    raise Left(Leaving.PLAIN)
                await self.shell.voice.say(leaving.unsent(self.shell.t, self.shell.session))

    # The line

    async def do_update(self, rest: str) -> None:
        self.shell.engine.wake()
        await self.shell.voice.say(self.shell.t("Asking the server."))

    async def do_offline(self, rest: str) -> None:
        engine = self.shell.engine
        if engine.status().reason == "signed-out":
            said = self.shell.t("Your sign-in has ended. Please sign in again; what you wrote is kept here.")
        elif engine.status().state == "paused":
            engine.go_online()
            said = self.shell.t("The line is used again.")
        else:
            engine.go_offline()
            said = self.shell.t("The line is not used now. What you write waits here.")
        self.shell.used_to()
        await self.shell.voice.say(said)

    async def do_fetch_rest(self, rest: str) -> None:
        self.shell.engine.fetch_rest()
        await self.shell.voice.say(self.shell.t("It comes now, behind whatever you open."))

    async def do_leave_rest(self, rest: str) -> None:
        self.shell.engine.leave_rest()
        await self.shell.voice.say(self.shell.t("Stopped. Titles come; a text comes when you open it."))

    # Places

    async def welcome(self, group: int = 0) -> None:
        """``group`` is what somebody wanted to join: there they go on."""
        from tuigroup.line.welcome import Welcome

        await self.shell.start_over(Welcome(self.shell, group))

    async def do_today(self, rest: str) -> None:
        from tuigroup.line.today import Today

        await self.shell.start_over(Today(self.shell))

    async def do_tour(self, rest: str) -> None:
        store = self.shell.store
        if not store.marks.shown_around():
            store.marks.set_shown_around()
        await self.shell.voice.say(*beginnings.tour(self.shell.t, self.shell.settings.keys))

    async def do_check_in(self, rest: str) -> None:
        from tuigroup.line.check_ins import CheckIns

        await self.shell.go(CheckIns(self.shell))

    async def do_weeks(self, rest: str) -> None:
        from tuigroup.line.check_ins import tell_weeks

        await tell_weeks(self.shell)

    async def do_waiting(self, rest: str) -> None:
        from tuigroup.line.waiting import SecondVoice

        await self.shell.go(SecondVoice(self.shell))

    async def do_meetings(self, rest: str) -> None:
        from tuigroup.line.meetings import Meetings

        await self.shell.go(Meetings(self.shell))

    async def do_directory(self, rest: str) -> None:
        from tuigroup.line.directory import Directory

        await self.shell.go(Directory(self.shell, rest))

    async def do_library(self, rest: str) -> None:
        from tuigroup.line.library import Library

        await self.shell.go(Library(self.shell, rest))

    async def do_outbox(self, rest: str) -> None:
        from tuigroup.line.outbox import Outbox

        await self.shell.go(Outbox(self.shell))

    async def do_settings(self, rest: str) -> None:
        from tuigroup.line.settings import Settings

        await self.shell.go(Settings(self.shell))

    async def do_account(self, rest: str) -> None:
        from tuigroup.line.account import Account

        await self.shell.go(Account(self.shell))

    async def do_search(self, rest: str) -> None:
        from tuigroup.line.search import Search

        await self.shell.go(Search(self.shell, rest))

    async def do_choose(self, rest: str) -> None:
        from tuigroup.line.find import choose

        await choose(self.shell)

    async def do_propose(self, rest: str) -> None:
        from tuigroup.line.sheets import propose

        await propose(self.shell)

    async def do_next_unread(self, rest: str) -> None:
        from tuigroup.line.thread import next_unread

        await next_unread(self.shell)
