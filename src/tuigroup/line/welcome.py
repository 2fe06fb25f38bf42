"""Before sign-in: what this is, and the ways to go on: an account, signing in, coming back, looking around."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from tuigroup import fingerprint
from tuigroup.errors import Offline, UnknownServerKey
from tuigroup.i18n import N_
from tuigroup.line.bundle import ask_file
from tuigroup.line.leaving import ask_to_stay
from tuigroup.line.place import Item, Place
from tuigroup.line.staying import choose_stays, say_stays
from tuigroup.session import contact
from tuigroup.views import account, leaving, paper_pass
from tuigroup.views.checks import check_address, check_name, check_passphrase, check_phrase, nobody_there
from tuigroup.views.clean import shown_line
from tuigroup.views.needs import Connect, SessionLike
from tuigroup.views.paper_pass import PaperPass

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

WHAT = N_(
    "tuigroup is a place for support groups, made for slow lines. You read and write at your own pace, under a "
    "name you choose for each group. No e-mail, no real name."
)
SAFE = N_(
    "now shows crisis lines, here and everywhere, also without a network. blank is the quick exit: the lines scroll "
    "away, and nothing is asked."
)
PHRASE = N_(
    "If you ever forget your passphrase, these words are the only way back into the account. They are "
    "shown once, now. Write them on paper and keep it where only you look. They stay above in this terminal until "
    "you clear or close it."
)

GREETING: Final = 3.0  # seconds that a server has to say its name before the first words


class Welcome(Place):
    """``group`` is what somebody wanted to join: there they go on once they have an account."""

    def __init__(self, shell: Shell, group: int = 0) -> None:
        super().__init__(shell)
        self._group = group

    async def enter(self) -> None:
        session = self.shell.session
        if self.shell.settings.server:
            await self.shell.until(lambda: session.server is not None or bool(session.unknown_key), GREETING)

    async def tell(self) -> None:
        self.begin_list()
        if await ask_to_stay(self):  # a door let them in
            await self._home()
            return
        await self.say(self.t("Welcome to tuigroup."), self.t(WHAT), self.t(SAFE))
        session, address = self.shell.session, self.shell.settings.server
        if session.server is not None:
            await self.say(self.t("Server: {name}", name=shown_line(session.server.name, 60)))
            if session.server.about:
                await self.say(shown_line(session.server.about, 200))
        elif address:
            said = self.t("Server: {address}, not answering yet.", address=shown_line(address, 60))
            await self.say(said, self.t(self.engine.status().sentence))
        else:
            await self.say(self.t("No server is set yet. Someone who runs one can tell you its address."))
        if session.server is not None and self.engine.status().reason == "stopped":
            await self.say(self.t(self.engine.status().sentence))
        await self.list_items(self._ways(bool(address or session.server)))

    def _ways(self, reachable: bool) -> list[Item]:
        ways = [Item(self.t("Look at the server's key"), self._key)] if self.shell.session.unknown_key else []
        if reachable:
            ways += [
                Item(self.t("I am new here"), self._create),
                Item(self.t("I have an account"), self._sign_in),
                Item(self.t("I forgot my passphrase"), self._recover),
            ]
            if self.shell.session.server is None or self.shell.session.server.guests:
                ways.append(Item(self.t("I would like to look around first"), lambda: self.shell.always.do_today("")))
        if self.shell.connect is not None:
            label = self.t("Use another server") if reachable else self.t("Type a server's address")
            ways.append(Item(label, self._server))
        if self.shell.bundles is not None:
            ways.append(Item(self.t("Open a bundle from a stick"), lambda: ask_file(self.shell)))
        return [*ways, Item(self.t("I need help now"), lambda: self.shell.always.do_help_now(""))]

    def works(self, name: str) -> bool:
        return self.shell.session.choosable if name == "stays" else super().works(name)

    async def do_stays(self, rest: str) -> None:
        await choose_stays(self)

    async def _server(self) -> None:
        typed = await self.shell.asking.prompt(
            self.t("The server's address, such as https://groups.example.org"),
            value=self.shell.settings.server,
            check=check_address,
        )
        if typed and self.shell.connect is not None:
            await self.say(self.t("Asking {address}...", address=shown_line(typed, 60)))
            self.shell.use(await self._connected(self.shell.connect, typed))
            if self.shell.session.locked:
                await self.shell.start_over(self)
            else:
                await self.tell()

    async def _connected(self, connect: Connect, address: str) -> SessionLike:
        try:
            return await connect(address)
        except UnknownServerKey as asked:
            if not await self._same(asked.fingerprint, address):
                raise
            return await connect(address, asked.fingerprint)
        except Offline as problem:
            raise nobody_there(problem, shown_line(address, 60)) from None

    async def _key(self) -> None:
        key = self.shell.session.unknown_key
        if await self._same(key, self.shell.settings.server):
            await self.shell.session.trust(key)
            await self.say(self.t("The key is remembered. Asking the server..."))
            await self.enter()
            await self.tell()

    async def _same(self, key: str, address: str) -> bool:
        """Whether the member says that it is the key they were told of."""
        t, asking = self.t, self.shell.asking
        await self.say(shown_line(address, 60), t(contact.ABOUT), *fingerprint.groups(key))
        how = await asking.choose(
            f"{t(contact.COMPARE)} {t(contact.OTHERWISE)}",
            [
                ("t", t("Type the one I was given, to compare"), "type"),
                ("s", t("I compared: it is the same"), "same"),
            ],
        )
        if how != "type":
            return how == "same"
        typed = await asking.prompt(
            t("The fingerprint that you were given. Blanks don't matter."),
            check=lambda text: contact.compare(text, key),
        )
        return typed is not None

    async def _create(self) -> None:
        session, asking = self.shell.session, self.shell.asking
        await self.say(
            account.creating(
                self.t,
                session.sees,
                N_("Both are proposals: Enter keeps them. Please put them where you can find them again."),
            )
        )
        if self.shell.kiosk is not None:
            await self.say(self.t(paper_pass.PUBLIC))
        await say_stays(self)
        name = await asking.prompt(self.t("Sign-in name"), value=session.suggest_name(), check=check_name)
        passphrase = name and await new_passphrase(self)
        if not name or not passphrase:
            return
        await self.say(self.t("Making the account. The passphrase is stretched here first, which takes a moment."))
        phrase = await session.create_account(name.lower(), passphrase)
        await shown_once(self, phrase, name=name.lower(), passphrase=passphrase)
        await self._home()

    async def _sign_in(self) -> None:
        asking = self.shell.asking
        await say_stays(self)
        name = await asking.prompt(self.t("Sign-in name"), value=self.shell.session.account or "", check=check_name)
        await say_who_sees(self)
        passphrase = name and await asking.secret(self.t("Passphrase"))
        if not name or not passphrase:
            return
        question = leaving.taking_over(self.t, self.shell.session, name.lower())
        if question and not await asking.yes(question):
            return
        await self.say(self.t("One moment. The passphrase is stretched on this machine first."))
        await self.shell.session.sign_in(name.lower(), passphrase)
        if self.shell.session.leaving is None:
            await self.shell.until(lambda: self.store.cursor() is not None)
        await self._home()

    async def _recover(self) -> None:
        if await recover(self):
            await self._home()

    async def _home(self) -> None:
        from tuigroup.line.group import Group

        self.shell.used_to()
        if self.shell.session.leaving is not None:
            await self.tell()
            return
        await self.shell.always.do_today("")
        if self._group:
            await self.shell.go(Group(self.shell, self._group))


async def recover(place: Place) -> bool:
    """The way back in with the recovery phrase; False where somebody went back."""
    t, asking = place.t, place.shell.asking
    name = await asking.prompt(t("Sign-in name"), check=check_name)
    await say_who_sees(place)
    phrase = name and await asking.secret(t("Recovery phrase, all words with blanks between"))
    if not name or not phrase:
        return False
    check_phrase(phrase)
    passphrase = await new_passphrase(place)
    if not passphrase:
        return False
    await place.say(t("One moment. The passphrase is stretched on this machine first."))
    fresh = await place.shell.session.recover(name.lower(), " ".join(phrase.lower().split()), passphrase)
    await shown_once(place, fresh, name=name.lower(), passphrase=passphrase)
    return True


async def say_who_sees(place: Place) -> None:
    """Where a door sees the passphrase that is typed now, it says so."""
    if sees := place.shell.session.sees:
        await place.say(place.t(sees))


async def new_passphrase(place: Place) -> str | None:
    """One that is proposed, or one typed twice unseen; None where somebody went back."""
    t, asking = place.t, place.shell.asking
    proposed = place.shell.session.suggest_passphrase()
    await place.say(t("A passphrase is proposed: {words}", words=proposed))
    how = await asking.choose(t("Which one?"), [("k", t("keep this one"), "keep"), ("o", t("type your own"), "own")])
    if how != "own":
        return proposed if how else None
    while True:
        own = await asking.secret(t("Your own passphrase"))
        if own is None:
            return None
        check_passphrase(own)
        if await asking.secret(t("Once more, to be sure")) == own:
            return own
        await place.say(t("These two differ. Please type both again."))


async def shown_once(place: Place, phrase: str, *, name: str = "", passphrase: str = "") -> None:
    """The recovery phrase, and one word of it asked back; printed before, where a library lets that be."""
    t, words = place.t, phrase.split()
    await place.say(t(PHRASE), "")
    numbered = [f"{number} {word}" for number, word in enumerate(words, 1)]
    await place.say(*("  ".join(numbered[at : at + 4]) for at in range(0, len(numbered), 4)))
    kiosk = place.shell.kiosk
    if kiosk is not None and kiosk.prints and await place.shell.asking.yes(t("Print it? Take the paper at once.")):
        well = await kiosk.printed(PaperPass(place.shell.settings.server, phrase, name, passphrase), place.t)
        await place.say(t(paper_pass.PRINTED if well else paper_pass.NOT_PRINTED))
    at = secrets.randbelow(len(words)) if words else 0
    while words:
        question = t("Which is word number {number}? back goes on without writing them down.", number=at + 1)
        typed = await place.shell.asking.prompt(question)
        if typed is None:
            if await place.shell.asking.yes(
                t("Without these words a forgotten passphrase can't be replaced by anyone. Go on without?")
            ):
                return
        elif typed.strip().lower() == words[at].lower():
            place.store.marks.set_phrase(written=True)
            return
        else:
            await place.say(t("That is not word number {number}.", number=at + 1))
