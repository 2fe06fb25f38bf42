"""The library: what there is to read with its size before it is fetched, and reading it, section by section."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line.place import Item, Place
from tuigroup.views import fetching, library, markdown
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Paragraph
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.sync import WantLibrary

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


class Library(Place):
    def __init__(self, shell: Shell, text: str = "") -> None:
        super().__init__(shell)
        self._text = text
        self._topic = ""

    async def enter(self) -> None:
        want = WantLibrary(since=self.store.resources.rev())
        if self.store.resources.heads():
            self.engine.want(want)
        else:
            await self.shell.arrives(want)

    async def tell(self) -> None:
        self.begin_list()
        heads, saved = self.store.resources.heads(), self.store.resources.saved()
        words = self._text.casefold().split()
        fitting = [head for head in heads if library.fits(head, words, self._topic)]
        here = sum(head.slug in saved for head in heads)
        parts = [
            self.t("Library"),
            self.t.plural("{count} text", "{count} texts", len(heads)),
            self.t("{count} kept here", count=here),
            self.t("about {topics}", topics=self._topic) if self._topic else "",
            self.t('found by "{words}"', words=self._text) if self._text else "",
        ]
        await self.say(", ".join(part for part in parts if part) + ".")
        if not heads:
            status = self.t(self.engine.status().sentence)
            await self.say(self.t("The library's list is not here yet. It comes with the line, and stays."), status)
        for kind, (_, heading) in library.KINDS.items():
            found = [head for head in fitting if head.kind is kind]
            if found:
                await self.say(f"{self.t(heading)}:")
                await self.list_items([self._item(head) for head in found])

    def _item(self, head: ResourceRecord) -> Item:
        time = self.t("{minutes} min", minutes=head.minutes) if head.minutes else ""
        label = ", ".join(part for part in (library.title(head), time, state(self.shell, head)) if part)
        return Item(label, lambda: self.shell.go(Resource(self.shell, head.slug)), head)

    def _picked(self, rest: str) -> ResourceRecord:
        head = self.picked(rest).about
        if not isinstance(head, ResourceRecord):
            raise BadInput(N_("Please give a number of the list."))
        return head

    async def do_search(self, rest: str) -> None:
        question = self.t("Words of a title or a topic; Enter alone for all.")
        found = rest or await self.shell.asking.prompt(question, empty=True)
        self._text, self._topic = found or "", "" if not found else self._topic
        await self.tell()

    async def do_filter(self, rest: str) -> None:
        topics = sorted({topic for head in self.store.resources.heads() for topic in library.topics(head)})
        choices = [("", self.t("everything"), "*"), *(("", topic, topic) for topic in topics)]
        chosen = rest if rest in topics else await self.shell.asking.choose(self.t("What about?"), choices)
        if chosen:
            self._topic = "" if chosen == "*" else chosen
            await self.tell()

    async def do_save(self, rest: str) -> None:
        await fetch(self.shell, self._picked(rest).slug)

    async def do_cancel(self, rest: str) -> None:
        self.engine.cancel(self._picked(rest).slug)
        await self.say(self.t("Stopped. What has arrived is kept for the next time."))

    async def do_forget(self, rest: str) -> None:
        self.store.resources.forget(self._picked(rest).slug)
        await self.say(self.t("It is off this machine, and stays in the list."))

    async def do_about(self, rest: str) -> None:
        await self.shell.voice.read(library.about(self.t, self._picked(rest)))

    def works(self, name: str) -> bool:
        return name != "given" or self.shell.session.account is not None

    async def do_given(self, rest: str) -> None:
        from tuigroup.line.given import Given

        await self.shell.go(Given(self.shell))

    async def do_update(self, rest: str) -> None:
        await self.shell.arrives(WantLibrary(since=self.store.resources.rev()))
        await self.tell()


def state(shell: Shell, head: ResourceRecord) -> str:
    """Whether it is here, how far it is, or how much there is to download."""
    t = shell.t
    if head.slug in shell.store.resources.saved():
        return t("kept here")
    under_way = shell.engine.downloads().get(head.slug)
    if under_way is not None:
        return fetching.progress(t, *under_way)
    size = fetching.to_download(t, head, shell.engine.rate())
    return t("{size} to download", size=size)


async def fetch(shell: Shell, slug: str) -> bool:
    """Start a download and wait a little; whether the text is here."""
    t, resources = shell.t, shell.store.resources
    if resources.body(slug) is not None:
        await shell.voice.say(t("It is here already."))
        return True
    if fetching.offline(shell.engine):
        await shell.voice.say(t("It can be fetched when the line is back."), t(shell.engine.status().sentence))
        return False
    shell.engine.fetch_resource(slug)
    await shell.until(lambda: slug not in shell.engine.downloads())
    shell.used_to()
    if resources.body(slug) is not None:
        return True
    problem = shell.engine.download_problem(slug)
    await shell.voice.say(t(problem) if problem else t("It is on its way; you hear when it is here."))
    return False


class Resource(Place):
    """A text, said from where one was; its sections are the list."""

    def __init__(self, shell: Shell, slug: str) -> None:
        super().__init__(shell)
        self.slug = slug
        self._asked = False

    @property
    def head(self) -> ResourceRecord | None:
        return self.store.resources.head(self.slug)

    async def tell(self) -> None:
        self.begin_list()
        head, body = self.head, self.store.resources.body(self.slug)
        if head is None and body is None:
            await self.say(self.t("This text is not in the list that is here. It may come with the next one."))
            return
        if head is not None:
            await self.shell.voice.read(library.about(self.t, head, sections=body is None))
        if body is None and head is not None:
            await self.say(self.t("It is not here yet: {state}. save fetches it.", state=state(self.shell, head)))
            if self._asked or self._large(head) or fetching.offline(self.engine):
                return
            self._asked = True
            if not await fetch(self.shell, self.slug):
                return
            body = self.store.resources.body(self.slug)
        document = markdown.resource(body or "")
        for section in document.sections:
            self.items.append(Item(section.title, self._from(section.place)))
        if document.sections:
            sections = self.t.plural("{count} section", "{count} sections", len(document.sections))
            await self.say(self.t("{sections}; outline names them, a number goes to one.", sections=sections), "")
        await self._read(document.paragraphs, self.store.resources.position(self.slug))

    def _large(self, head: ResourceRecord) -> bool:
        above = self.shell.settings.ask_above_kb
        return head.packed > above * 1024 or self.store.settings.get("data_saver", "off") == "on"

    def _from(self, place: int) -> Callable[[], Awaitable[None]]:
        async def go() -> None:
            body = self.store.resources.body(self.slug) or ""
            self.store.resources.set_position(self.slug, place)
            await self._read(markdown.resource(body).paragraphs, place)

        return go

    async def _read(self, paragraphs: tuple[Paragraph, ...], place: int) -> None:
        await self.shell.voice.read(paragraphs[place if place < len(paragraphs) else 0 :])
        await self.say(self.t("That is the end of it."))

    def works(self, name: str) -> bool:
        here = self.store.resources.body(self.slug) is not None
        match name:
            case "outline" | "forget":
                return here
            case "save":
                return not here
            case "cancel":
                return self.slug in self.engine.downloads()
        return True

    async def do_outline(self, rest: str) -> None:
        if rest:
            await self.do_open(rest)
            return
        await self.say(*(f"{place}. {shown_line(item.label)}" for place, item in enumerate(self.items, 1)))

    async def do_save(self, rest: str) -> None:
        self._asked = True
        if await fetch(self.shell, self.slug):
            await self.tell()

    async def do_cancel(self, rest: str) -> None:
        self.engine.cancel(self.slug)
        await self.say(self.t("Stopped. What has arrived is kept for the next time."))

    async def do_forget(self, rest: str) -> None:
        self.store.resources.forget(self.slug)
        await self.say(self.t("It is off this machine, and stays in the list."))
