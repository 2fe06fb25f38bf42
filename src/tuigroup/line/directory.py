"""The directory: all groups, found by words and facets, what is here while the server is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup.line.joining import join_group
from tuigroup.line.place import Item, Place
from tuigroup.views import facets as fit
from tuigroup.views import fetching, group_words
from tuigroup.views.facets import Entry, Facets
from tuigroup.views.meetings import when_yours
from tuigroup.views.standing import can_join
from tuigroup.wire.sync import WantDirectory
from tuigroup.wire.words import Standing

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

TOPICS = 30


def label(shell: Shell, entry: Entry) -> str:
    """``Night Porters, peer-led, online, open, meets today 21:00, 41 members``."""
    t, group, now = shell.t, entry.group, shell.store.now_min()
    if entry.listing:
        return f"{entry.name}, {group_words.listing(t, group, now)}"
    mine = entry.membership
    joining = group_words.joining(t, group)
    if mine is not None and mine.standing is Standing.ACTIVE:
        joining = t("yours")
    elif mine is not None and mine.standing is Standing.REQUESTED:
        joining = t("asked")
    parts = [entry.name, t(group_words.KIND[group.kind]), t(group_words.FORMAT[group.format]), joining]
    if entry.next is not None:
        parts.append(t("meets {when}", when=when_yours(t, entry.next, now, shell.zone)))
    return ", ".join(part for part in parts if part)


class Directory(Place):
    def __init__(self, shell: Shell, text: str = "") -> None:
        super().__init__(shell)
        self._text = text
        self.facets = Facets()
        self._sort: fit.Sort = "meeting"

    def wants(self) -> list[WantDirectory]:
        groups = self.store.groups
        wants = [WantDirectory(since=groups.directory_rev(False))]
        if self.facets.listings:
            wants.append(WantDirectory(since=groups.directory_rev(True), listings=True))
        return wants

    async def enter(self) -> None:
        if self.store.groups.directory():
            for want in self.wants():
                self.engine.want(want)
        else:
            await self.shell.arrives(*self.wants())

    def entries(self) -> tuple[Entry, ...]:
        groups = self.store.groups
        found = groups.directory()
        if self.facets.listings:
            found = [*found, *groups.directory(listings=True)]
        return fit.entries(self.t, found, groups.meetings(), groups.memberships(), self.now, self.shell.zone)

    async def tell(self) -> None:
        self.begin_list()
        t, entries = self.t, self.entries()
        shown = fit.fitting(entries, self.facets, self._text, self._sort)
        parts = [t("Directory"), t.plural("{count} group", "{count} groups", len(entries))]
        if self._text or self.facets.chosen:
            parts.append(t.plural("{count} fits", "{count} fit", len(shown)))
        parts += [t('found by "{words}"', words=self._text)] if self._text else []
        parts += [self.facets.words(t)] if self.facets.words(t) else []
        parts.append(t("by {order}", order=t(fit.SORT_WORDS[self._sort])))
        await self.say(", ".join(parts) + ".")
        if fetching.offline(self.engine):
            await self.say(t(self.engine.status().sentence))
        if not shown:
            nothing = t("Nothing here fits all of that. Fewer words or facets find more.")
            await self.say(nothing if entries else t("No groups are known here yet. update asks the server."))
        await self.list_items([self._item(entry) for entry in shown])
        if self._text and not fetching.offline(self.engine):
            words = t('Search groups and listings on the server for "{words}"', words=self._text)
            await self.list_items([Item(words, self._ask_server)])

    def _item(self, entry: Entry) -> Item:
        from tuigroup.line.group import Group

        return Item(label(self.shell, entry), lambda: self.shell.go(Group(self.shell, entry.group.group)), entry)

    async def _ask_server(self) -> None:
        self.facets = Facets(self.facets.chosen, listings=True)
        await self.shell.arrives(WantDirectory(q=self._text), WantDirectory(q=self._text, listings=True))
        await self.tell()

    # What a member does

    async def do_search(self, rest: str) -> None:
        """Find here: by words of names, topics and places; no words find everything again."""
        asked = rest
        if not rest:
            prompt = self.shell.asking.prompt
            answer = await prompt(self.t("Words of a name, a topic or a place; Enter alone for all."), empty=True)
            if answer is None:
                return
            asked = answer
        self._text = " ".join(asked.split())
        await self.tell()

    async def do_sort(self, rest: str) -> None:
        self._sort = fit.SORTS[(fit.SORTS.index(self._sort) + 1) % len(fit.SORTS)]
        await self.tell()

    async def do_filter(self, rest: str) -> None:
        await self.shell.go(Filter(self.shell, self))

    async def do_join(self, rest: str) -> None:
        entry = self.picked(rest).about
        if isinstance(entry, Entry) and can_join(entry.group, entry.membership):
            await join_group(self.shell, entry.group.group)
        else:
            await self.say(self.t("There is nothing to join here, or you are in already."))

    async def do_update(self, rest: str) -> None:
        await self.shell.arrives(*self.wants())
        await self.tell()


class Filter(Place):
    """What should fit: facets to tick by number, each with how many groups would be left."""

    def __init__(self, shell: Shell, directory: Directory) -> None:
        super().__init__(shell)
        self._directory = directory

    async def tell(self) -> None:
        self.begin_list()
        t, facets = self.t, self._directory.facets
        entries = self._directory.entries()
        fits = sum(1 for entry in entries if facets.fits(entry))
        await self.say(t.plural("{count} fits.", "{count} fit.", fits) + " " + t("back shows them."))
        for facet, found in fit.options(entries, facets).items():
            if found:
                await self.say(f"{t(fit.HEADINGS[facet])}:")
                await self.list_items([self._option(facet, value, count) for value, count in found[:TOPICS]])
        await self.say(f"{t('Listings')}:")
        ticked = t("chosen: ") if facets.listings else ""
        await self.list_items([Item(ticked + t("listings of public directories too"), self._listings)])

    def _option(self, facet: str, value: str, count: int) -> Item:
        async def toggle() -> None:
            self._directory.facets = self._directory.facets.toggled(facet, value)
            await self._changed(fit.label(self.t, facet, value), self._directory.facets.has(facet, value))

        ticked = self.t("chosen: ") if self._directory.facets.has(facet, value) else ""
        return Item(f"{ticked}{fit.label_long(self.t, facet, value)}, {count}", toggle)

    async def _listings(self) -> None:
        chosen = self._directory.facets
        self._directory.facets = Facets(chosen.chosen, not chosen.listings)
        if self._directory.facets.listings:
            await self.shell.arrives(*self._directory.wants())
        await self._changed(self.t("listings"), self._directory.facets.listings)

    async def _changed(self, what: str, on: bool) -> None:
        await self.say(self.t("Chosen: {what}.", what=what) if on else self.t("Not chosen: {what}.", what=what))
        await self.tell()

    async def do_withdraw(self, rest: str) -> None:
        """None of them."""
        self._directory.facets = Facets(listings=self._directory.facets.listings)
        await self.tell()
