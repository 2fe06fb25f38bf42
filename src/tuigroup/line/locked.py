"""Where the quick exit has locked the store: nothing of anybody's, and the ways to go on."""

from __future__ import annotations

from tuigroup.line.place import Item, Place
from tuigroup.views import account, locked


class Locked(Place):
    def lets_through(self, name: str) -> bool:
        return name in locked.EVERYWHERE

    async def tell(self) -> None:
        self.begin_list()
        t = self.t
        await self.say(t(locked.shut(self.store)))
        await self.list_items(
            [
                Item(t("Type the passphrase"), self._unlock),
                Item(t("I forgot my passphrase"), self._recover),
                Item(f"{t('It is not me')}: {t('forget everything here')}", self._forget),
                Item(t("I need help now"), lambda: self.shell.always.do_help_now("")),
            ]
        )

    async def _unlock(self) -> None:
        passphrase = await self.shell.asking.secret(self.t("Passphrase"))
        if not passphrase:
            return
        await self.say(self.t(account.MOMENT))
        await self.shell.session.unlock(passphrase)
        await self._home()

    async def _recover(self) -> None:
        from tuigroup.line.welcome import recover

        if await recover(self):
            await self._home()

    async def _home(self) -> None:
        self.shell.used_to()
        if self.shell.session.leaving is not None:
            await self.shell.always.welcome()
            return
        await self.shell.always.do_today("")

    async def _forget(self) -> None:
        how = [("f", self.t("forget everything here"), "forget")]
        if await self.shell.asking.choose(self.t(locked.FORGET), how) != "forget":
            return
        self.shell.session.forget_here()
        self.shell.used_to()
        await self.say(self.t(locked.FORGOTTEN))
        await self.shell.always.welcome()
