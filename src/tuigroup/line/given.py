"""What is offered for the library, line by line: offering a post, asking for one, taking one out, reviewing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.line.filling import FormPlace
from tuigroup.line.place import Item, Place
from tuigroup.store.rows import PostRow, Ref
from tuigroup.views import group_words, offers
from tuigroup.views.clean import shown_line
from tuigroup.views.offers import Entry, TextSheet
from tuigroup.wire import limits
from tuigroup.wire.offers import Waiting
from tuigroup.wire.sync import WantOffers
from tuigroup.wire.words import Licence

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


async def give(shell: Shell, post: PostRow) -> None:
    """From a thread: offers one's own, or says what became of it; asks for another's."""
    if not post.own:
        if await shell.asking.yes(shell.t(offers.ASK, alias=shown_line(post.alias, limits.ALIAS * 2))):
            actions.ask_offer(shell.store, post.group, post.ref)
            await _told(shell, offers.ASKED)
        return
    known = shell.store.offers.of_post(post.group, post.ref) if isinstance(post.ref, int) else None
    if known is None:
        await offer(shell, post.group, post.ref)
    else:
        await menu(shell, Entry(post.group, known))


async def offer(shell: Shell, group: int, post: Ref) -> None:
    t = shell.t
    how = await shell.asking.choose(t(offers.OFFER), offers.how(t, shell.store, group))
    licence = None if how is None else await shell.asking.choose(t(offers.LICENCE), offers.licences(t))
    if licence is not None:
        actions.offer(shell.store, group, post, how == "named", Licence(licence))
        await _told(shell, offers.OFFERED_LINE)


async def menu(shell: Shell, entry: Entry) -> None:
    """What can be done with something offered."""
    t, one = shell.t, entry.one
    question = f"{offers.title(t, entry)}: {t(offers.stands(entry))}."
    match await shell.asking.choose(question, offers.choices(t, entry)):
        case None:
            return
        case "thread":
            from tuigroup.line.thread import Thread

            await shell.go(Thread(shell, entry.group, one.thread, one.post))
        case "read":
            from tuigroup.line.library import Resource

            await shell.go(Resource(shell, one.slug))
        case "offer":
            await offer(shell, entry.group, one.post)
        case "review" if isinstance(one, Waiting):
            await shell.go(Review(shell, entry.group, one))
        case "give_back":
            word = await shell.asking.prompt(t(offers.WORD), empty=True)
            if word is not None:
                actions.give_back(shell.store, entry.group, one.post, word)
                await _told(shell, offers.GIVEN_BACK)
        case _:
            actions.take_out(shell.store, entry.group, one.post)
            await _told(shell, offers.out_told(entry))


async def _told(shell: Shell, said: str) -> None:
    shell.engine.wake()
    shell.used_to()
    await shell.voice.say(shell.t(said))


class Given(Place):
    """``group`` 0 is all groups of which anything is known."""

    def __init__(self, shell: Shell, group: int = 0) -> None:
        super().__init__(shell)
        self.group = group

    async def enter(self) -> None:
        wants = [WantOffers(g=group) for group in offers.groups(self.store, self.group)]
        if wants:
            await self.shell.arrives(*wants)

    async def tell(self) -> None:
        self.begin_list()
        found = offers.entries(self.store, self.group)
        await self.say(self.t("Offered and given") + ".")
        if not found:
            await self.say(self.t(offers.NOTHING))
        for own, heading in ((False, offers.QUEUE), (True, offers.OWN)):
            some = [entry for entry in found if entry.own is own]
            if some:
                await self.say(f"{self.t(heading)}:")
                await self.list_items([self._item(entry) for entry in some])

    def _item(self, entry: Entry) -> Item:
        record = self.store.groups.get(entry.group)
        name = group_words.name(record) if record is not None and not self.group else ""
        parts = [offers.title(self.t, entry), name, *offers.facts(self.t, self.store, entry)]
        return Item("; ".join(part for part in parts if part), lambda: menu(self.shell, entry), entry)

    async def do_update(self, rest: str) -> None:
        await self.enter()
        await self.tell()


class TextPlace(FormPlace):
    """A title, a text and topics, changed one at a time and kept; a kind of it says what ``do_send`` does."""

    form: TextSheet

    def head(self) -> list[str]:
        return []

    async def tell(self) -> None:
        self.begin_list()
        await self.say(*self.head())
        await self.list_items([self.field(field) for field in self.form.fields])
        await self.say(self.t("A number changes a field; send sends; discard throws your changes away."))

    def works(self, name: str) -> bool:
        return name != "discard" or self.form.changed

    async def do_discard(self, rest: str) -> None:
        if await self.shell.asking.yes(self.t("Throw away what you changed here?")):
            self.form.forget()
            await self.say(self.t("Thrown away."))
            await self.tell()

    async def sent(self, said: str) -> None:
        """It was sent: back to where one was."""
        await _told(self.shell, said)
        if len(self.shell.stack) > 1:
            await self.shell.always.do_back("")


class Review(TextPlace):
    """What is offered, as it will stand in the library."""

    form: offers.Reviewing

    def __init__(self, shell: Shell, group: int, one: Waiting) -> None:
        super().__init__(shell)
        self.form = offers.Reviewing(shell.store, group, one)

    def head(self) -> list[str]:
        entry = Entry(self.form.group, self.form.one)
        return [f"{offers.title(self.t, entry)}.", *(f"{fact}." for fact in offers.facts(self.t, self.store, entry))]

    async def do_send(self, rest: str) -> None:
        self.form.send()
        await self.sent(offers.SHELVED)
