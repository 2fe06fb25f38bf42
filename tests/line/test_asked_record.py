"""In lines: who came in by a key is asked for the passphrase once, where they are at a terminal, and may say no."""

from __future__ import annotations

import pytest

from tests.line.desk import Desk, spoken
from tuigroup.errors import SignInRefused
from tuigroup.views.account import DOOR_SEES


@pytest.fixture
def by_key(desk: Desk) -> Desk:
    desk.session.record_closed = desk.session.asks = True
    desk.session.sees = DOOR_SEES
    return desk


async def test_enter_goes_on_without(by_key: Desk) -> None:
    by_key.script.lines = [""]
    said = spoken(await by_key.begin())
    assert said.index("This door sees your passphrase") < said.index("Passphrase, or Enter to go on without")
    assert "Your private record is closed" in said
    assert not by_key.session.calls


async def test_a_wrong_one_may_be_typed_again(by_key: Desk) -> None:
    by_key.session.refuse = SignInRefused("Not this one.")
    by_key.script.lines = ["four plain wrongs", ""]
    assert "Not this one." in spoken(await by_key.begin())


async def test_the_right_one_opens_it(by_key: Desk) -> None:
    by_key.script.lines = ["four plain words"]
    said = spoken(await by_key.begin())
    assert "Your private record is open" in said
    assert "Your private record is closed" not in said
    assert by_key.session.calls[0] == ("open_record", "four plain words")


async def test_crisis_lines_come_first_here_too(by_key: Desk) -> None:
    by_key.script.lines = ["now", ""]
    assert "emergency" in spoken(await by_key.begin())
    assert not by_key.session.calls


async def test_lines_from_a_pipe_are_no_passphrases(by_key: Desk) -> None:
    by_key.script.interactive = False
    by_key.script.lines = ["sync"]
    said = spoken(await by_key.begin())
    assert "go on without" not in said
    assert by_key.script.lines == ["sync"]


async def test_signing_in_at_a_door_says_who_sees_the_passphrase(desk: Desk) -> None:
    desk.session.account, desk.session.sees = None, DOOR_SEES
    await desk.begin()
    said = spoken(await desk.type("2", "moss", "four plain words"))
    assert said.index("This door sees your passphrase") < said.index("not shown")
