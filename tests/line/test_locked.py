"""Where the quick exit has locked the store, in the line mode: nothing of anybody's before the passphrase."""

from __future__ import annotations

import pytest

from tests.line.desk import Desk, spoken
from tuigroup.line.shell import Leaving
from tuigroup.store import Store
from tuigroup.views import locked


@pytest.fixture
def shut(store: Store) -> Desk:
    desk = Desk(store, account=None)
    desk.session.locked = True
    return desk


async def test_nothing_is_told_before_the_passphrase(shut: Desk) -> None:
    told = await shut.begin()
    told += await shut.type("today", "directory", "search sleep", "outbox", "check", "library")
    assert "1. Type the passphrase" in told
    assert "Night Shift" not in told
    assert "to send" not in told
    assert shut.session.calls == []
    told = await shut.type("1", "four calm little words")
    assert shut.session.calls == [("unlock", "four calm little words")]
    assert "Night Shift" in told


async def test_somebody_else_forgets_it_once_asked(shut: Desk) -> None:
    await shut.begin()
    await shut.type("3", "back")
    assert shut.session.calls == []
    told = await shut.type("3", "f")
    assert shut.session.calls == [("forget_here",)]
    assert locked.FORGOTTEN in spoken(told)


async def test_the_quick_exit_locks_and_says_nothing(desk: Desk) -> None:
    assert await desk.to_the_end("blank") is Leaving.QUICK
    assert desk.session.calls == [("lock",)]
    assert desk.heard.endswith("\n" * 20)


async def test_what_is_told_is_closed_when_somebody_signs_out_in_another_window(store: Store) -> None:
    desk = Desk(store)
    await desk.begin()
    desk.session.account, desk.session.others = None, True
    told = await desk.type("")
    assert "In another window somebody signed out or in." in spoken(told)
    assert "I am new here" in told
    assert len(desk.shell.stack) == 1
