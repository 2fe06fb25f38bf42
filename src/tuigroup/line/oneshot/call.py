"""One call of a one-shot command: the session it works on, where its words go, and what its exit codes mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from tuigroup.errors import TuigroupError
from tuigroup.i18n import N_, Translator
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.views import zones
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.lines import WIDEST, wrap
from tuigroup.wire.records import GroupRecord
from tuigroup.wire.words import Standing

DONE: Final = 0
REFUSED: Final = 1  # it can't be done, and the sentence says why
USAGE: Final = 2
WAITS: Final = 3  # kept here and not sent yet, or not asked, since the line is down or off
NOTHING: Final = 4  # there is no such thing here
NOBODY: Final = 5  # nobody is signed in here
PATIENCE: Final = 20.0  # seconds for the server


class NotHere(TuigroupError):
    """There is no such group, thread, post or text here."""


@dataclass(frozen=True, slots=True)
class Call:
    """``write`` takes text to be shown; ``text`` gives all of the input; ``offline`` leaves the line alone."""

    session: Session
    write: Callable[[str], None]
    text: Callable[[], str]
    t: Translator
    as_json: bool = False
    offline: bool = False

    @property
    def zone(self) -> tzinfo | None:
        return zones.own(self.store, None)

    @property
    def store(self) -> Store:
        return self.session.store

    def say(self, *sentences: str) -> None:
        """For people only."""
        if not self.as_json:
            for sentence in sentences:
                self.write("\n".join(wrap(sentence, WIDEST)) + "\n")

    def tell(self, found: Mapping[str, Any]) -> None:
        """For programs only: one object on one line. What members wrote is cleaned in it too."""
        if self.as_json:
            self.write(json.dumps(found, ensure_ascii=False) + "\n")

    def group(self, named: str) -> GroupRecord:
        """The group that a number, a short name or the beginning of a name means. Raises NotHere."""
        joined = [one.group for one in self.store.groups.joined() if one.membership.standing is Standing.ACTIVE]
        for group in joined:
            if named in (str(group.group), group.slug):
                return group
        wanted = named.casefold()
        found = [group for group in joined if wanted and group.name.casefold().startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotHere(N_("More than one of your groups begins so."), todo=N_("tuigroup groups lists them."))
        raise NotHere(N_("You are in no group of that name."), todo=N_("tuigroup groups lists yours."))

    def pair(self, where: str) -> tuple[GroupRecord, int]:
        """``GROUP/NUMBER``. Raises NotHere."""
        named, _, number = where.rpartition("/")
        if not (number.isascii() and number.isdigit()):
            raise NotHere(N_("This names no number in a group."), todo=N_("It is written GROUP/NUMBER, such as 3/412."))
        return self.group(named), int(number)

    async def ask(self, *, rounds: int = 60) -> bool:
        """Exchanges until nothing more is to be done at once; whether the server answered."""
        if self.offline:
            return False
        import asyncio

        engine = self.session.engine
        try:
            async with asyncio.timeout(PATIENCE):
                for _ in range(rounds):
                    if not await engine.round():
                        break
        except TimeoutError:
            return False
        return engine.status().state == "online"


def one_line(text: str) -> str:
    return shown_line(text, 400)


def whole(text: str) -> str:
    return shown(text)
