"""The account: another passphrase, signing out here or everywhere. Nothing here is shown to any group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.errors import SignInRefused
from tuigroup.line.leaving import leave_for_good, take_along
from tuigroup.line.place import Item, Place
from tuigroup.line.ssh_keys import Keys
from tuigroup.line.welcome import new_passphrase, say_who_sees, shown_once
from tuigroup.session.ending import Became, Fate
from tuigroup.views import account, leaving
from tuigroup.views.clean import shown_line

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

MEMBERS: Final = frozenset({"ssh_keys", "export", "leave_for_good"})


async def ask_once(shell: Shell) -> None:
    """At the beginning, for who came by a key: the passphrase that opens the record, or Enter to go on without."""
    t, say = shell.t, shell.voice.say
    await say(t(account.ASKED), *([t(shell.session.sees)] if shell.session.sees else []))
    while passphrase := await shell.asking.secret(t("Passphrase, or Enter to go on without")):
        await say(t(account.MOMENT))
        try:
            await shell.session.open_record(passphrase)
        except SignInRefused as problem:
            await say(problem.sentence(t))
            continue
        await say(t(account.OPENED))
        return


class Account(Place):
    async def tell(self) -> None:
        self.begin_list()
        session = self.shell.session
        if session.account is None:
            await self.say(self.t("You are looking around as a guest. Nothing is kept."))
            await self.list_items([Item(self.t("Sign in, or make an account"), self.shell.always.welcome)])
            return
        name = shown_line(session.account, 40)
        await self.say(self.t("Signed in as {name}. Nobody in a group sees this name.", name=name))
        closed = session.record_closed
        if closed:
            await self.say(self.t(account.CLOSED))
        record = Item(self.t("Open your private record"), lambda: self.do_open_record(""))
        written = Item(self.t("I have written down my recovery phrase"), self._written)
        await self.list_items(
            [
                *([record] if closed else []),
                Item(self.t("Change the passphrase"), self._change),
                Item(self.t("Make a new recovery phrase"), self._new_phrase),
                *([written] if self.store.marks.phrase_missing() else []),
                Item(self.t("Keys for SSH"), lambda: self.do_ssh_keys("")),
                Item(self.t("Sign out here"), lambda: self._out(everywhere=False)),
                Item(self.t("Sign out everywhere"), lambda: self._out(everywhere=True)),
                Item(self.t("Take everything along"), lambda: self.do_export("")),
                Item(self.t("Leave for good"), lambda: self.do_leave_for_good("")),
            ]
        )

    def works(self, name: str) -> bool:
        session = self.shell.session
        if name == "open_record":
            return session.record_closed
        return name not in MEMBERS or session.account is not None

    async def do_ssh_keys(self, rest: str) -> None:
        await self.shell.go(Keys(self.shell))

    async def do_export(self, rest: str) -> None:
        await take_along(self, rest)

    async def do_leave_for_good(self, rest: str) -> None:
        await leave_for_good(self)

    async def do_open_record(self, rest: str) -> None:
        await say_who_sees(self)
        passphrase = await self.shell.asking.secret(self.t("Passphrase"))
        if passphrase:
            await self.say(self.t(account.MOMENT))
            await self.shell.session.open_record(passphrase)
            await self.say(self.t(account.OPENED))

    async def _change(self) -> None:
        await self.say(self.t(account.CHANGING))
        old = await self.shell.asking.secret(self.t("Passphrase now"))
        new = old and await new_passphrase(self)
        if not old or not new:
            return
        await self.say(self.t(account.MOMENT))
        await self.shell.session.change_passphrase(old, new)
        await self.say(self.t("The passphrase is changed. Please keep the new one where you can find it."))

    async def _new_phrase(self) -> None:
        await self.say(
            self.t("The new words are shown next. The old recovery phrase opens nothing any more from then on.")
        )
        passphrase = await self.shell.asking.secret(self.t("Passphrase now"))
        if passphrase:
            await self.say(self.t(account.MOMENT))
            await shown_once(self, await self.shell.session.new_phrase(passphrase))

    async def _written(self) -> None:
        self.store.marks.set_phrase(written=True)
        await self.say(self.t("Good. Your page for today reminds you no more."))

    async def _out(self, *, everywhere: bool) -> None:
        words = self.t(account.EVERYWHERE) if everywhere else self.t("You can sign in again at any time.")
        sure = self.t("Sign out everywhere?") if everywhere else self.t("Sign out here?")
        question, choices = leaving.signing_out(self.t, self.shell.session, words, "")
        became = Became()
        if [value for _, _, value in choices] == ["out"]:
            if not await self.shell.asking.yes(f"{words} {sure}"):
                return
            await self.shell.session.sign_out(everywhere)
        else:
            chosen = await self.shell.asking.choose(question, choices)
            if chosen is None:
                return
            await self.say(self.t("One moment."))
            became = self.shell.became = await self.shell.session.sign_out_after(Fate(chosen), everywhere)
        await self.say(*leaving.receipt(self.t, became))
        self.shell.used_to()
        await self.shell.signed_out()
