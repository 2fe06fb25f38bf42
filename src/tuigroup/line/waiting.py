"""Second voice, line by line: threads that wait for a first answer or a second voice."""

from __future__ import annotations

from tuigroup.line.place import Item, Place
from tuigroup.views import waiting
from tuigroup.views.clean import shown_line
from tuigroup.views.posts import HOPES
from tuigroup.views.waiting import Waiting
from tuigroup.wire import limits


class SecondVoice(Place):
    _by_hope = False

    async def enter(self) -> None:
        for want in waiting.wants(self.store):
            self.engine.want(want)

    async def tell(self) -> None:
        self.begin_list()
        here = waiting.groups(self.store)
        if not here:
            await self.say(
                self.t(
                    "Here you would see threads that nobody answered yet, or one person only. Who runs a group sees "
                    "them; members do if they want to. Nobody else hears of your choice."
                ),
                self.t("filter turns it on and off."),
            )
            return
        found = waiting.threads(self.store, by_hope=self._by_hope)
        said = waiting.summed(self.t, *waiting.count(found))
        nobody = self.t("Nobody waits at the moment, as far as is known here.")
        await self.say(f"{self.t('Second voice')}. {said}." if said else nobody)
        await self.list_items([self._item(one) for one in found])
        for joined in here:
            if figures := waiting.figures(self.t, self.store, joined.group.group):
                await self.say(f"{shown_line(joined.group.name, 48)}: {figures}.")

    def _item(self, one: Waiting) -> Item:
        from tuigroup.line.thread import Thread

        parts = (
            shown_line(one.thread.title, limits.TITLE * 2) or self.t("(a thread whose title is not here yet)"),
            shown_line(one.group.group.name, 48),
            self.t("private word") if one.thread.audience else self.t(HOPES[one.thread.intent]),
            waiting.how_long(self.t, one, self.now),
        )
        label = ", ".join(part for part in parts if part)
        return Item(label, lambda: self.shell.go(Thread(self.shell, one.thread.group, one.thread.ref)), one)

    async def do_sort(self, rest: str) -> None:
        self._by_hope = not self._by_hope
        await self.say(self.t("Support and advice first.") if self._by_hope else self.t("What waits longest first."))
        await self.tell()

    async def do_filter(self, rest: str) -> None:
        on = not self.store.marks.second_voice()
        self.store.marks.set_second_voice(on)
        await self.say(
            self.t("You see who waits, in all your groups.")
            if on
            else self.t("You see who waits only where you run the group.")
        )
        await self.enter()
        await self.tell()

    async def do_update(self, rest: str) -> None:
        await self.enter()
        self.engine.wake()
        await self.say(self.t("Asking the server."))
