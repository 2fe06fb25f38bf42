"""Searching everything that is here; then, where wanted, on the server, said plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup.line.place import Item, Place
from tuigroup.store.rows import SearchHit
from tuigroup.views import fetching, hits
from tuigroup.views.clean import shown_line
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

MOST = 50


class Search(Place):
    """``text`` is searched at once; ``group`` 0 means everything."""

    def __init__(self, shell: Shell, text: str = "", group: int = 0) -> None:
        super().__init__(shell)
        self.group = group
        self._text = text
        self._there: list[SearchHit] = []

    async def enter(self) -> None:
        if not self._text:
            question = self.t("Words of posts, texts and groups that are on this machine, offline too.")
            self._text = await self.shell.asking.prompt(question) or ""

    async def tell(self) -> None:
        self.begin_list()
        self._text = " ".join(self._text.split())[: limits.SEARCH]
        if not self._text:
            await self.say(self.t("Nothing was searched for."))
            return
        here = self.store.search.find(self._text, self.group, MOST)
        found = self.t.plural("{count} find here", "{count} finds here", len(here))
        await self.say(self.t('{found} for "{words}".', found=found, words=self._text))
        await self.list_items([self._item(hit) for hit in here])
        more = hits.beyond(here, self._there)
        if more:
            await self.say(f"{self.t('On the server')}:")
            await self.list_items([self._item(hit) for hit in more])
        if fetching.offline(self.engine):
            await self.say(self.t("What is not here can be searched on the server when the line is back."))
        elif not self._there:
            where = self.t("Search this group on the server (it will see these words)")
            if not self.group:
                where = self.t("Search your groups on the server (it will see these words)")
            await self.list_items([Item(where, self._ask)])

    def _item(self, hit: SearchHit) -> Item:
        note = hits.veil(self.store, hit)
        snippet = self.t("note: {note}", note=note) if note else shown_line(hit.snippet, 300)
        title = hits.title(self.t, self.store, hit)
        parts = [title, hits.about(self.t, self.store, hit, self.now, group=not self.group)]
        parts += [snippet] if snippet and snippet != title else []
        return Item("; ".join(part for part in parts if part), lambda: self._open(hit), hit)

    async def _open(self, hit: SearchHit) -> None:
        from tuigroup.line.group import Group
        from tuigroup.line.library import Resource
        from tuigroup.line.thread import Thread

        if hit.kind == "post":
            await self.shell.go(Thread(self.shell, hit.group, hit.thread, hit.ref))
        elif hit.kind == "resource":
            await self.shell.go(Resource(self.shell, hit.slug))
        else:
            await self.shell.go(Group(self.shell, hit.group))

    async def _ask(self) -> None:
        await self.say(self.t("Asking the server."))
        self._there = await self.engine.search(self._text, self.group)
        if not hits.beyond(self.store.search.find(self._text, self.group, MOST), self._there):
            await self.say(self.t("The server has nothing more."))
        else:
            await self.tell()

    async def do_search(self, rest: str) -> None:
        self._text, self._there = rest, []
        await self.enter()
        await self.tell()
