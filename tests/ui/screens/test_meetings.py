"""Meetings on screens: what one sees and says of them, what facilitators change, slips, a calendar, reminders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui import meetings_sample, sample
from tests.ui.meetings_sample import SOON, put
from tests.ui.sample import ANXIETY, MINUTE, NIGHT
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import SetUp

Make = Callable[..., TuigroupApp]
SLOT = MINUTE + 30  # Sunday 19:30


def seen(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


async def opened(pilot: Pilot[Any]) -> None:
    await pilot.pause()
    await pilot.press("3")
    await pilot.pause()


async def test_what_comes_by_whose_clock(store: Store, make_app: Make) -> None:
    meetings_sample.fill(store)
    store.attendance.set_there(NIGHT, SLOT - 7 * 1440, True)
    store.attendance.set_coming(NIGHT, SLOT, True)
    for size in ((80, 24), (120, 40)):
        app = make_app()
        async with app.run_test(size=size) as pilot:
            await opened(pilot)
            golden(app, f"meetings_{size[0]}x{size[1]}")
            said = seen(app)
    assert "today 19:30, in 30 min Night Shift Sleep Circle Sunday circle, you'll be there" in said
    assert 'left out, "The hall is being painted."' in said
    assert "Thu 3 December, 18:00 Living With Anxiety Midweek, moved from Wed 2 December, 19:30" in said
    assert "Tue 19:00 Grief After Sudden Loss Tue 16:00 in Sao Paulo" in said
    assert "Night Shift Sleep Circle: you checked in at 1 meeting (15 Nov)." in said


async def test_saying_so_and_checking_in_is_ones_own(store: Store, session: StubSession, make_app: Make) -> None:
    meetings_sample.fill(store)
    store.marks.clean()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "p slip" not in screen_text(app)
        await pilot.press("y", "c")
        await pilot.pause()
        assert "The group is told nothing." in seen(app)
        assert store.attendance.is_coming(NIGHT, SLOT)
        assert store.attendance.was_there(NIGHT, SLOT)
        assert store.marks.dirty(), "it goes along in the private record"
        assert store.outbox.rows() == []
        await pilot.press("c")
        await pilot.pause()
        assert not store.attendance.was_there(NIGHT, SLOT)


async def test_a_slip_for_who_checked_in_while_it_is_on(store: Store, session: StubSession, make_app: Make) -> None:
    meetings_sample.fill(store)
    put(store, replace(SOON, start=18 * 60 + 30))
    store.attendance.set_there(NIGHT, MINUTE - 30, True)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("p")
        await pilot.pause()
        assert session.calls == [("ask_slip", str(NIGHT), str(MINUTE - 30))]
        golden(app, "slip_80x24")
        assert "A member of Night Shift Sleep Circle was at its meeting on 22 November 2026." in seen(app)
        assert "old_bicycle" not in screen_text(app)


async def test_a_calendar_file(
    store: Store, session: StubSession, make_app: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    meetings_sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("e", "m", "enter")
        await pilot.pause()
        written = (tmp_path / "meetings.ics").read_text()
        assert "BEGIN:VEVENT" in written
        assert "Night Shift" not in written
        assert "It stays there until you delete it." in seen(app)
        await pilot.press("e", "g", "enter")
        await pilot.pause()
        assert "There is a file of that name already." in seen(app)
        session.passing = True
        await pilot.press("e")
        await pilot.pause()
        assert "No file can be kept here." in seen(app)


async def test_a_facilitator_leaves_a_date_out_and_moves_one(
    store: Store, session: StubSession, make_app: Make
) -> None:
    meetings_sample.fill(store, runs=True)
    put(store, replace(meetings_sample.MEETINGS[1], changes=()))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "x leave out" not in screen_text(app), "not of a group that others run"
        await pilot.press("j", "j", "x", *"Painted", "enter")
        await pilot.pause()
        assert "Left out; members hear of it once that is sent." in seen(app)
        assert 'left out, "Painted", changes wait to be sent' in seen(app)
        await pilot.press("j", "j", "m", *(["backspace"] * 16), *"3 December 2026 18:00", "enter", "enter")
        await pilot.pause()
        assert "Moved; members hear of it once that is sent." in seen(app)
        [_first, second] = [row.op for row in store.outbox.rows()]
        assert isinstance(second, SetUp)
        assert second.settings.meetings is not None
        assert second.settings.meetings[0].changes == ("2026-11-25 Painted", "2026-12-02>2026-12-03T18:00")
        assert second.settings.name is None
        await pilot.press("x")
        await pilot.pause()
        assert "It is held as usual" in seen(app)


async def test_a_member_hears_of_a_changed_date_on_today(store: Store, make_app: Make) -> None:
    sample.fill(store)
    put(store, replace(meetings_sample.MEETINGS[1], changes=()))
    put(store, replace(meetings_sample.MEETINGS[1], changes=("2026-11-25 Paint.",)))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert 'Living With Anxiety meets otherwise: Not on Wed 25 November, 19:30. Their word: "Paint."' in seen(app)
        put(store, replace(meetings_sample.MEETINGS[1], changes=("2026-11-25>2026-11-26T19:30",)))
        await pilot.pause()
        assert "Not Wed 25 November, 19:30 but Thu 26 November, 19:30." in seen(app)
        assert "Not on" not in seen(app), "what was said before is said no more"
        put(store, replace(meetings_sample.MEETINGS[1], changes=()))
        await pilot.pause()
        assert "After all on Wed 25 November, 19:30." in seen(app)
        await pilot.press("g", "enter")
        await pilot.pause()
        assert "Living With Anxiety > Meetings" in seen(app)
        assert store.notices.all() == []


async def test_a_reminder_is_a_line_and_can_be_turned_off(store: Store, make_app: Make) -> None:
    meetings_sample.fill(store)
    store.attendance.set_coming(NIGHT, SLOT, True)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        said = "Night Shift Sleep Circle meets at 19:30, in 30 min. You said that you will be there."
        assert said in seen(app)
        golden(app, "today_reminder_80x24")
        store.settings.set("remind_minutes", "0")
        app.front.load()  # type: ignore[union-attr]
        await pilot.pause()
        assert said not in seen(app)


async def test_one_is_reminded_wherever_one_is(store: Store, make_app: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    meetings_sample.fill(store)
    store.settings.set("remind_minutes", "15")
    app = make_app(first="library")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app._reminding._moment == SLOT - 15
        monkeypatch.setattr(store, "_clock", lambda: (SLOT - 15) * 60.0)
        app._reminding._due()
        await pilot.pause()
        assert "Night Shift Sleep Circle meets at 19:30, in 15 min." in seen(app)
        await pilot.press("escape")


async def test_the_groups_own_list_and_no_group_that_one_takes_a_break_from(store: Store, make_app: Make) -> None:
    meetings_sample.fill(store)
    store.marks.take_break(NIGHT, True)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "Sunday circle" not in screen_text(app)
        app.open("group", group=ANXIETY)
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        assert "Midweek" in screen_text(app)
        assert "Sao Paulo" not in screen_text(app)
