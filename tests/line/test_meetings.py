"""Meetings in the line mode: the same words and choices as on screens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.line.desk import Desk, number_of, spoken
from tests.ui import meetings_sample
from tests.ui.meetings_sample import MEETINGS, SOON, put
from tests.ui.sample import MINUTE, NIGHT
from tuigroup.store import Store
from tuigroup.wire.ops import SetUp

SLOT = MINUTE + 30


@pytest.fixture
def store(store: Store) -> Store:
    meetings_sample.fill(store)
    return store


async def test_meetings(desk: Desk) -> None:
    await desk.begin()
    said = spoken(await desk.type("meetings"))
    assert "1. today 19:30, in 30 min, Night Shift Sleep Circle, Sunday circle 2. Tue 19:00" in said
    assert "Tue 16:00 in Sao Paulo" in said
    assert 'left out, "The hall is being painted."' in said


async def test_a_reminder_is_said_at_the_beginning(desk: Desk) -> None:
    assert "Night Shift Sleep Circle meets at 19:30, in 30 min." in spoken(await desk.begin())


async def test_coming(desk: Desk, store: Store) -> None:
    await desk.begin()
    assert "The group is told nothing." in spoken(await desk.type("meetings", "coming 1"))
    assert store.attendance.is_coming(NIGHT, SLOT)
    assert "over, or left out" in spoken(await desk.type("coming 3"))


async def test_arrive(desk: Desk, store: Store) -> None:
    await desk.begin()
    assert "from half an hour before" in spoken(await desk.type("meetings", "arrive 2"))
    assert "You checked in." in spoken(await desk.type("arrive 1"))
    assert store.attendance.slots(NIGHT) == [SLOT]


async def test_slip(desk: Desk, store: Store) -> None:
    put(store, replace(SOON, start=18 * 60 + 30))
    await desk.begin()
    assert "at which you checked in" in spoken(await desk.type("meetings", "slip 1"))
    said = spoken(await desk.type("arrive 1", "slip 1"))
    assert "A member of Night Shift Sleep Circle was at its meeting on 22 November 2026." in said
    assert "tuigroup verify-slip --key KEY CODE" in said
    assert "a slip" in spoken(await desk.type("meetings"))


async def test_calendar(desk: Desk, tmp_path: Path) -> None:
    await desk.begin()
    file = tmp_path / "mine.ics"
    said = spoken(await desk.type("meetings", "calendar", "g", str(file)))
    assert "It stays there until you delete it." in said
    assert "SUMMARY:Night Shift Sleep Circle: Sunday circle" in file.read_text()
    desk.session.passing = True
    assert "ssh HOST meetings --ics prints the calendar" in spoken(await desk.type("calendar"))


async def test_skip_date(desk: Desk, store: Store) -> None:
    await desk.begin()
    assert "for those who run the group" in spoken(await desk.type("meetings", "skip 1"))
    meetings_sample.fill(store, runs=True)
    put(store, replace(MEETINGS[1], changes=()))
    said = spoken(await desk.type("meetings", "skip 3", "The hall is painted."))
    assert "Left out; members hear of it once that is sent." in said
    assert 'left out, "The hall is painted.", changes wait to be sent' in said
    assert "It is held as usual" in spoken(await desk.type("skip 3"))


async def test_move_date(desk: Desk, store: Store) -> None:
    meetings_sample.fill(store, runs=True)
    put(store, replace(MEETINGS[1], changes=()))
    await desk.begin()
    said = spoken(await desk.type("meetings", "move 3", "someday", "18:15", "A little earlier."))
    assert "A date and a time are like 2027-01-06 19:30" in said
    assert "Moved; members hear of it once that is sent." in said
    op = store.outbox.rows()[-1].op
    assert isinstance(op, SetUp)
    assert op.settings.meetings is not None
    assert op.settings.meetings[0].changes == ("2026-11-25>2026-11-25T18:15 A little earlier.",)


async def test_a_changed_date_is_news_between_two_lines(desk: Desk, store: Store) -> None:
    put(store, replace(MEETINGS[1], changes=()))
    await desk.begin()
    put(store, replace(MEETINGS[1], changes=("2026-11-25",)))
    assert "Living With Anxiety meets otherwise: Not on Wed 25 November, 19:30." in spoken(await desk.type("settings"))
    before = len(store.notices.all())
    assert "Living With Anxiety" in spoken(await desk.type("today", "2"))
    assert len(store.notices.all()) == before - 1


async def test_the_reminder_is_a_setting(desk: Desk, store: Store) -> None:
    await desk.begin()
    said = spoken(await desk.type("settings"))
    assert "Meetings: 1 h before" in said
    assert "Meetings: never" in spoken(await desk.type(number_of("remind_minutes"), "0"))
    assert store.settings.get("remind_minutes") == "0"


async def test_ones_own_zone_wherever_one_is(desk: Desk, store: Store) -> None:
    await desk.begin()
    said = spoken(await desk.type("settings", number_of("timezone"), "Nowhere", "Asia/Kolkata"))
    assert "This time zone is not known here." in said
    assert "Time zone: Kolkata." in said
    assert "1. today 01:00" in spoken(await desk.type("meetings"))
    assert "Sun 19:30 in London" in spoken(desk.heard)
    await desk.type("settings", number_of("timezone"), "-")
    assert "today 19:30" in spoken(await desk.type("meetings"))
