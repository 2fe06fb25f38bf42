"""A place where one is: what it says of itself, its numbered list, and the commands it answers to.

A kind of place gives ``tell`` and its ``do_<command>`` methods; each gets what was typed after the word.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tuigroup.commands import BY_NAME
from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.store import bundled
from tuigroup.views import bundle

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell
    from tuigroup.store import Store
    from tuigroup.views.needs import EngineLike


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: what is said, what opening it does, and what it stands for."""

    label: str
    open: Callable[[], Awaitable[Any]]
    about: Any = None


class Place:
    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.items: list[Item] = []
        self.at = -1  # the item last spoken, -1 before any

    # What a kind of place gives

    async def enter(self) -> None:
        """Once, when it is opened: ask for what is not here."""

    async def tell(self) -> None:
        """Say it, and set ``items``."""

    def works(self, name: str) -> bool:
        """Whether a command does something now."""
        return True

    def lets_through(self, name: str) -> bool:
        """Whether one of the words that work everywhere works here."""
        return True

    def keep(self) -> None:
        """On disk after this: it may be the end."""

    # What all share

    @property
    def t(self) -> Translator:
        return self.shell.t

    @property
    def store(self) -> Store:
        return self.shell.store

    @property
    def engine(self) -> EngineLike:
        return self.shell.engine

    @property
    def now(self) -> int:
        return self.shell.store.now_min()

    async def say(self, *texts: str) -> None:
        await self.shell.voice.say(*texts)

    def commands(self) -> list[str]:
        """The commands that work here now, as the table names them."""
        closed = bundle.CLOSED if bundled.is_one(self.store) else ()
        return [name for name in BY_NAME if hasattr(self, f"do_{name}") and name not in closed and self.works(name)]

    async def list_items(self, items: list[Item]) -> None:
        """Say a numbered list, and remember it."""
        begin = len(self.items)
        self.items += items
        await self.say(*(f"{number}. {item.label}" for number, item in enumerate(items, begin + 1)))

    def begin_list(self) -> None:
        self.items, self.at = [], -1

    def picked(self, rest: str) -> Item:
        """The item with that number, or the one last spoken where none is named. Raises BadInput."""
        if rest.isascii() and rest.isdigit():
            place = int(rest) - 1
        elif rest:
            raise BadInput(N_("Please give a number of the list."))
        else:
            place = self.at
        if place < 0 and len(self.items) == 1:
            place = 0
        if not 0 <= place < len(self.items):
            raise BadInput(N_("Please give a number of the list.") if self.items else N_("There is no list here."))
        self.at = place
        return self.items[place]

    # Moving in a list

    async def do_open(self, rest: str) -> None:
        await self.picked(rest).open()

    async def do_down(self, rest: str) -> None:
        await self._to(self.at + 1)

    async def do_up(self, rest: str) -> None:
        await self._to(self.at - 1)

    async def do_first(self, rest: str) -> None:
        await self._to(0)

    async def do_last(self, rest: str) -> None:
        await self._to(len(self.items) - 1)

    async def _to(self, place: int) -> None:
        if not self.items:
            await self.say(self.t("There is no list here."))
            return
        if place >= len(self.items):
            await self.say(self.t("That was the last one."))
        elif place < 0 and self.at >= 0:
            await self.say(self.t("That was the first one."))
        self.at = max(0, min(place, len(self.items) - 1))
        await self.say(f"{self.at + 1}. {self.items[self.at].label}")
