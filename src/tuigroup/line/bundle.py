"""A bundle from a stick, line by line: where it is from, how old it is, and what is in it. Nothing asks a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup.helplines.words import plain
from tuigroup.line.place import Item, Place
from tuigroup.views import bundle, help_now
from tuigroup.views.needs import SessionLike

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


class BundlePlace(Place):
    """``before`` is the session that one came from, None where the program was opened with the bundle."""

    def __init__(self, shell: Shell, before: SessionLike | None = None) -> None:
        super().__init__(shell)
        self._before = before

    async def tell(self) -> None:
        self.begin_list()
        t, store = self.t, self.store
        await self.say(*bundle.warnings(t, store, self.now), *bundle.about(t, store, self.now, self.shell.zone))
        await self.say(t("Signed with the key") + ":", *bundle.key_lines(store))
        groups, texts = bundle.counts(t, store)
        items = [
            Item(f"{t('Directory')}, {groups}", lambda: self.shell.always.do_directory("")),
            Item(f"{t('Library')}, {texts}", lambda: self.shell.always.do_library("")),
        ]
        if (facts := bundle.crisis_lines(store)) is not None:
            since = t("as of {date}", date=t.date(facts.seen, "{day} {month} {year}"))
            items.append(Item(f"{t('Crisis lines')}, {since}", self._lines))
        if bundle.changed(store) and self.shell.bundles is not None:
            items.append(Item(t(bundle.TRUST), self._trust))
        if self._before is not None:
            items.append(Item(t("Close the bundle"), self._close))
        await self.list_items(items)

    async def _lines(self) -> None:
        facts = bundle.crisis_lines(self.store)
        if facts is not None:
            today = help_now.today(self.store, self.shell.zone)
            reads = help_now.reads(self.t, self.store, self.shell.settings)
            await self.say(*plain(self.t, facts, self.shell.settings.country, today, reads=reads))

    async def _trust(self) -> None:
        if self.shell.bundles is not None:
            self.shell.bundles.trust(self.store)
            await self.say(self.t(bundle.TRUSTED))

    async def _close(self) -> None:
        if self._before is not None:
            self.shell.use(self._before)
            await self.shell.always.welcome()


async def ask_file(shell: Shell) -> None:
    """From the first page: which file, and then what is in it. Raises BadInput."""
    typed = await shell.asking.prompt(shell.t(bundle.WHERE))
    if typed and shell.bundles is not None:
        before = shell.session
        shell.use(shell.bundles.open(typed))
        await shell.start_over(BundlePlace(shell, before))
