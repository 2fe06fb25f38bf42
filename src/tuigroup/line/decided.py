"""What was decided about oneself, line by line, and asking to look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.line.filling import long_text
from tuigroup.line.place import Item, Place
from tuigroup.views import casework, decided
from tuigroup.wire.cases import OwnCase
from tuigroup.wire.sync import WantDecisions

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


class Decided(Place):
    def __init__(self, shell: Shell, group: int) -> None:
        super().__init__(shell)
        self.group = group

    async def enter(self) -> None:
        await self.shell.arrives(WantDecisions(g=self.group))

    async def tell(self) -> None:
        self.begin_list()
        told = self.store.casebook.decisions(self.group)
        await self.say(self.t(decided.TOLD if told.cases else decided.NOTHING))
        await self.list_items([self._item(case) for case in told.cases])
        if usual := decided.usual(self.t, told.wait):
            await self.say(usual)
        if told.cases:
            await self.say(self.t("appeal, with a number, asks those who run the group to look again."))

    def _item(self, case: OwnCase) -> Item:
        teller = casework.Teller(self.t, self.now, self.shell.zone)
        appealing = self.store.casebook.appealing(self.group, case.case)
        told = decided.sentences(teller, case, appealing=appealing)

        async def open_() -> None:
            await self.say(*told)

        return Item(" ".join(told), open_, case)

    def works(self, name: str) -> bool:
        return name != "appeal" or bool(self.store.casebook.decisions(self.group).cases)

    async def do_appeal(self, rest: str) -> None:
        number = self.picked(rest).about.case
        kept = decided.draft(self.store, self.group, number)
        text = await long_text(self.shell, self.t(decided.WRITE).rstrip("."), kept)
        text = kept if text is None else text
        if not text.strip():
            return
        decided.keep(self.store, self.group, number, text)
        if not await self.shell.asking.yes(self.t(decided.SEND)):
            await self.say(self.t(decided.KEPT))
            return
        actions.appeal(self.store, self.group, number, text)
        decided.keep(self.store, self.group, number, "")
        self.engine.wake()
        self.shell.used_to()
        await self.say(self.t(decided.SENT))

    async def do_update(self, rest: str) -> None:
        await self.enter()
        await self.tell()
