"""Keys for SSH, in lines: which there are, adding one by its public line, removing one."""

from __future__ import annotations

from tuigroup.line.place import Item, Place
from tuigroup.views import account
from tuigroup.wire import publickeys
from tuigroup.wire.accounts import KeyRow


class Keys(Place):
    async def tell(self) -> None:
        self.begin_list()
        await self.say(self.t(account.KEYS))
        found = await self.shell.session.list_keys()
        await self.list_items([self._item(row) for row in found])
        if not found:
            await self.say(self.t(account.NO_KEYS))
        await self.say(self.t("add adds one; drop and a number removes one."))

    def _item(self, row: KeyRow) -> Item:
        words = account.key_words(self.t, row, self.now, self.shell.zone)
        return Item(f"{account.key_label(self.t, row)}: {words}", lambda: self._remove(row), row)

    async def do_add_key(self, rest: str) -> None:
        await self.say(self.t(account.ADDING))
        asking = self.shell.asking
        pasted = rest or await asking.prompt(self.t("Public key"), check=publickeys.read)
        if not pasted:
            return
        publickeys.read(pasted)
        label = await asking.prompt(self.t("What you call it"), empty=True)
        passphrase = None if label is None else await asking.secret(self.t("Passphrase"))
        if label is None or not passphrase:
            return
        await self.say(self.t(account.MOMENT))
        await self.shell.session.add_key(pasted, label, passphrase)
        await self.say(account.added(self.t, pasted))
        await self.tell()

    async def do_remove_key(self, rest: str) -> None:
        await self._remove(self.picked(rest).about)

    async def _remove(self, row: KeyRow) -> None:
        await self.say(f"{account.key_label(self.t, row)}. {self.t(account.REMOVING)}")
        if await self.shell.asking.yes(self.t("Remove this key?")):
            await self.shell.session.remove_key(row.id)
            await self.say(self.t("The key is removed."))
            await self.tell()
