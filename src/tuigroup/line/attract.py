"""A shared terminal while nobody is there, in lines: what this is, crisis lines, one word to begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from tuigroup.i18n import Translator, languages, translator
from tuigroup.line.place import Item, Place
from tuigroup.views import attract, visit_end
from tuigroup.views.lines import plain
from tuigroup.views.paper_pass import PaperPass

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


HELP_NOW: Final = "help-now"  # the word
WIDE: Final = 10_000  # columns: lines are wrapped where they are said


class AtKiosk(Protocol):
    """What the door gives; ``ended`` is how the visit before ended, in numbers."""

    @property
    def minutes(self) -> int: ...
    @property
    def ended(self) -> Mapping[str, Any]: ...
    @property
    def has_staff(self) -> bool: ...
    @property
    def prints(self) -> bool: ...
    async def printed(self, paper: PaperPass, t: Translator) -> bool: ...
    def begin(self) -> None: ...
    def give_up(self, why: str) -> None: ...
    async def staff(self, code: str) -> tuple[bool, int]: ...


class Attract(Place):
    def __init__(self, shell: Shell, kiosk: AtKiosk) -> None:
        super().__init__(shell)
        self._kiosk = kiosk

    def works(self, name: str) -> bool:
        return name != "staff" or self._kiosk.has_staff

    def lets_through(self, name: str) -> bool:
        return name in ("help_now", "help", "page_down", "page_up", "quick_exit")

    async def tell(self) -> None:
        self.begin_list()
        t, country = self.t, self.shell.settings.country.upper()
        await self.say(attract.pointer(t, self.store, country, HELP_NOW))
        await self.say(*visit_end.receipt(t, self._kiosk.ended))
        await self.say(
            t(attract.NAME), t(attract.WHAT), t(attract.NOTHING_STAYS, minutes=self._kiosk.minutes), t(attract.HERE_NOW)
        )
        await self.say(*(plain(found) for found in attract.crisis(t, self.store, country, WIDE)))
        await self.list_items(
            [
                Item(t("Begin"), lambda: self.do_begin("")),
                Item(t("Crisis lines of all countries"), lambda: self.shell.always.do_help_now("")),
                Item(t("Another language"), lambda: self.do_switch_language("")),
                Item(t("Screens instead of lines"), lambda: self.do_lines("")),
            ]
        )
        await self.say(t("Enter alone begins. Nothing here is kept, whatever you type."))

    async def do_begin(self, rest: str) -> None:
        self._kiosk.begin()
        await self.shell.always.welcome()

    async def do_on(self, rest: str) -> None:
        await self.do_begin(rest)

    async def do_look(self, rest: str) -> None:
        await self.say(self.t("There are no colours here. screens, in the list, has high contrast."))

    async def do_switch_language(self, rest: str) -> None:
        known = languages()
        at = known.index(self.t.language) if self.t.language in known else 0
        self.shell.speak(translator(known[(at + 1) % len(known)]))
        await self.tell()

    async def do_lines(self, rest: str) -> None:
        self._kiosk.give_up("screens")

    async def do_staff(self, rest: str) -> None:
        code = await self.shell.asking.secret(self.t("The staff's code"))
        if not code:
            return
        right, wait = await self._kiosk.staff(code)
        if right:
            self._kiosk.give_up("staff")
        elif wait:
            await self.say(self.t("That is not the code. The next try counts in {count} seconds.", count=wait))
        else:
            await self.say(self.t("That is not the code."))
