"""What waits to be sent, and how much data was used: by kind, in this session and this month."""

from __future__ import annotations

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line.place import Item, Place
from tuigroup.store.rows import OutboxRow
from tuigroup.views import drafting, unsent, usage
from tuigroup.views.times import stamp


class Outbox(Place):
    async def tell(self) -> None:
        self.begin_list()
        rows = self.store.outbox.rows()
        await self.say(
            self.t.plural("{count} thing waits to be sent.", "{count} things wait to be sent.", len(rows))
            if rows
            else self.t("Nothing waits to be sent.")
        )
        await self.list_items([self._item(row) for row in rows])
        status = self.engine.status()
        await self.say(
            self.t(status.sentence or status.state), "", self.t("Data used, in this session and this month:")
        )
        session, month = self.store.usage.session(), self.store.usage.month()
        for name, now, since in usage.in_order(session, month):
            await self.say(self._used(self.t(name), now, since))
        await self.say(self._used(self.t("all together"), usage.total(session), usage.total(month)))

    def _used(self, name: str, session: usage.UpDown, month: usage.UpDown) -> str:
        return self.t(
            "{name}: {up} up and {down} down, {month_up} up and {month_down} down",
            name=name, up=self.t.size(session[0]), down=self.t.size(session[1]),
            month_up=self.t.size(month[0]), month_down=self.t.size(month[1]),
        )  # fmt: skip

    def _item(self, row: OutboxRow) -> Item:
        when = stamp(self.t, row.created, self.now, self.shell.zone)
        parts = (unsent.what(self.t, self.store, row), unsent.beginning(row), when)
        label = f"{', '.join(part for part in parts if part)}. {self._state(row)}"

        async def open_() -> None:
            await self.say(label)

        return Item(label, open_, row)

    def _state(self, row: OutboxRow) -> str:
        said = unsent.state(self.t, row, self.now, self.shell.zone, online=self.engine.status().state == "online")
        if row.state != "refused":
            return said
        return self.t(
            "{detail} It is kept here: retry sends it again, edit changes it, withdraw takes it back.", detail=said
        )

    def _row(self, rest: str) -> OutboxRow:
        row = self.picked(rest).about
        assert isinstance(row, OutboxRow)
        return row

    async def do_retry(self, rest: str) -> None:
        row = self._row(rest)
        if row.state != "refused":
            raise BadInput(N_("This was not refused; it goes out by itself."))
        actions.retry(self.store, row.key)
        self.engine.wake()
        self.shell.used_to()
        await self.say(self.t("It goes out with the next exchange."))

    async def do_withdraw(self, rest: str) -> None:
        row = self._row(rest)
        if await self.shell.asking.yes(self.t("Take it back? What you wrote will be gone.")):
            actions.withdraw(self.store, row.key)
            self.shell.used_to()
            await self.say(self.t("Taken back."))

    async def do_edit(self, rest: str) -> None:
        from tuigroup.line.compose import compose

        row = self._row(rest)
        if row.state == "sending" or row.op.op not in drafting.CHANGEABLE:
            raise BadInput(N_("There is no text in this that could be changed now."))
        await compose(self.shell, drafting.for_unsent(row))
