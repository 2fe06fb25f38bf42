"""A shared terminal in lines: the same waiting, the same words, the same pass on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.line.desk import Desk, spoken
from tests.ui.stubs import PHRASE
from tuigroup.i18n import Translator
from tuigroup.line.shell import Leaving, Left
from tuigroup.store import Store
from tuigroup.views.paper_pass import PaperPass


class GivenUp(Left):
    pass


@dataclass
class AtKiosk:
    minutes: int = 30
    ended: Mapping[str, Any] = field(default_factory=dict)
    has_staff: bool = True
    prints: bool = False
    said: list[str] = field(default_factory=list)

    def begin(self) -> None:
        self.said.append("begin")

    def give_up(self, why: str) -> None:
        self.said.append(why)
        raise GivenUp(Leaving.PLAIN)

    async def staff(self, code: str) -> tuple[bool, int]:
        return code == "right", 15

    async def printed(self, paper: PaperPass, t: Translator) -> bool:
        self.said.append(f"printed {paper.name}, {paper.phrase.split()[0]}")
        return True


@pytest.fixture
def kiosk() -> AtKiosk:
    return AtKiosk()


@pytest.fixture
def guest(store: Store, kiosk: AtKiosk) -> Desk:
    made = Desk(store, account=None)
    made.shell.kiosk = kiosk
    made.session.passing = True
    return made


async def test_the_waiting_place_says_what_this_is_and_who_helps(guest: Desk, kiosk: AtKiosk) -> None:
    kiosk.ended = {"ended": "clock", "became": {"sealed": 1}, "revoked": False}
    said = spoken(await guest.begin())
    assert said.startswith("Help now: help-now shows crisis lines. In danger right now: 999 or 112. ")
    assert "its time was up" in said
    assert "One text is sealed" in said
    assert "in any case the sign-in ends by itself within five minutes" in said
    assert "Samaritans: call 116 123" in said
    assert "A visit lasts 30 minutes at most" in said


async def test_begin(guest: Desk, kiosk: AtKiosk) -> None:
    await guest.begin()
    assert "I am new here" in await guest.type("begin")
    assert kiosk.said == ["begin"]


async def test_enter_alone_begins(guest: Desk, kiosk: AtKiosk) -> None:
    await guest.begin()
    assert "I am new here" in await guest.type("")


async def test_before_somebody_begins_there_is_no_other_place(guest: Desk, kiosk: AtKiosk) -> None:
    await guest.begin()
    for word in ("directory", "today", "settings", "account", "quit", "back", "search"):
        assert "does nothing here" in await guest.type(word)
    assert "116 123" in await guest.type("now")
    assert "116 123" in await guest.type("help-now")
    assert kiosk.said == []


async def test_look(guest: Desk) -> None:
    await guest.begin()
    assert "There are no colours here" in await guest.type("look")


async def test_switch_language(guest: Desk) -> None:
    await guest.begin()
    assert "Con Intro solo se empieza" in spoken(await guest.type("language"))
    assert "Enter alone begins" in spoken(await guest.type("language"))


async def test_lines(guest: Desk, kiosk: AtKiosk) -> None:
    await guest.begin()
    with pytest.raises(GivenUp):
        await guest.type("lines")
    assert kiosk.said == ["screens"]


async def test_staff(guest: Desk, kiosk: AtKiosk) -> None:
    await guest.begin()
    assert "counts in 15 seconds" in spoken(await guest.type("staff", "wrong"))
    with pytest.raises(GivenUp):
        await guest.type("staff", "right")
    assert kiosk.said == ["staff"]


async def test_a_new_account_is_warned_and_may_print_its_pass(guest: Desk, kiosk: AtKiosk) -> None:
    kiosk.prints = True
    await guest.begin()
    said = spoken(await guest.type("begin", "1", "", "k", "yes", "back", "yes"))
    assert "This screen is public" in said
    assert PHRASE.split()[0] in said
    assert "The printer has it." in said
    assert kiosk.said == ["begin", f"printed quiet-harbour-17, {PHRASE.split()[0]}"]


async def test_signing_out_ends_the_visit(guest: Desk) -> None:
    await guest.begin()
    await guest.type("begin")
    guest.session.account = "moss"
    said = await guest.type("account")
    (number,) = re.findall(r"(\d)\. Sign out here", said)
    with pytest.raises(Left):
        await guest.type(number, "yes")
