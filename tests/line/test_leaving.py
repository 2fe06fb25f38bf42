"""Taking everything along and leaving for good, in lines."""

from __future__ import annotations

from pathlib import Path

from tests.line.desk import Desk, spoken
from tests.ui.stubs import NOW
from tuigroup.errors import SignInRefused
from tuigroup.store import Store
from tuigroup.wire.leaving import Leaving, PostsFate

DOCUMENT = {"account": {"sign_in_name": "moss"}, "server": {"name": "Sample"}, "private": {"complete": True}}


async def test_export(desk: Desk, tmp_path: Path) -> None:
    desk.session.document = DOCUMENT
    await desk.begin()
    said = spoken(await desk.type("account", f"export {tmp_path / 'mine'}"))
    assert "Whoever has these files can read them" in said
    assert "Everything of yours is in" in said
    assert "Everything of moss on Sample" in (tmp_path / "mine" / "everything.txt").read_text("utf-8")
    assert "There is something of that name already. It was left as it is." in spoken(
        await desk.type(f"export {tmp_path / 'mine'}")
    )
    before = len(desk.session.calls)
    assert "Now: ~/tuigroup-2026-11-22" in spoken(await desk.type("export", "back"))
    assert len(desk.session.calls) == before


async def test_export_where_there_is_no_place_of_ones_own(desk: Desk, tmp_path: Path) -> None:
    desk.session.disk = False
    await desk.begin()
    said = spoken(await desk.type("account", f"export {tmp_path / 'mine'}"))
    assert "no file can be written" in said
    assert "tuigroup export > FILE" in said
    assert not (tmp_path / "mine").exists()
    assert desk.session.calls == []


async def test_leave_for_good(desk: Desk) -> None:
    await desk.begin()
    said = spoken(await desk.type("account", "erase", "back"))
    assert "For 14 days nothing changes for others" in said
    assert "Backups: nobody has said" in said
    assert "Nothing was done." in said
    assert desk.session.calls == []
    said = spoken(await desk.type("erase", "3", "four plain words"))
    assert ("leave", "four plain words", "keep") in desk.session.calls
    assert "Your account is erased on 6 December 2026" in said
    assert "Welcome to tuigroup" in said


async def test_leaving_takes_the_right_passphrase(desk: Desk) -> None:
    desk.session.refuse = SignInRefused("The present passphrase does not match. Nothing was changed.", kept="")
    await desk.begin()
    said = spoken(await desk.type("account", "erase", "2", "not this one"))
    assert "does not match" in said
    assert desk.session.account == "moss"
    assert "Nothing was done." in spoken(await desk.type("erase", "2", ""))


async def test_backups_are_said_with_the_day(desk: Desk) -> None:
    assert desk.session.server is not None
    desk.session.server = desk.session.server.model_copy(update={"backups_days": 30})
    await desk.begin()
    said = spoken(await desk.type("account", "erase", "back"))
    assert "in them for 30 days more, until 12 January 2027 at the latest" in said
    desk.session.server = desk.session.server.model_copy(update={"backups_days": 0})
    assert "this server keeps none" in spoken(await desk.type("erase", "back"))


async def test_who_comes_back_within_the_days_is_asked_first(store: Store) -> None:
    for answer, calls in (("yes", ["stay"]), ("no", ["let_go"])):
        desk = Desk(store, account=None)
        desk.session.leaving = Leaving(until=int(NOW) + 86_400, posts=PostsFate.KEEP)
        desk.script.lines = [answer]
        said = spoken(await desk.begin())
        assert "on 23 November 2026 this account is erased, and what you wrote stays without your alias" in said
        assert "Do you want to stay?" in said
        assert [call[0] for call in desk.session.calls] == calls
        if answer == "yes":
            assert "everything is as it was" in said
            assert desk.session.account == "moss"
        else:
            assert "Until 23 November 2026 you can sign in" in said
            assert "Welcome to tuigroup" in said
