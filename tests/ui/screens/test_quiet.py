"""Quiet hours on screens: said before one posts, on the group's page and in its sheet; reminders that stay quiet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.ui import groups_sample, meetings_sample
from tests.ui.composing import thread, write
from tests.ui.groups_sample import NIGHT as PORTERS
from tests.ui.groups_sample import keys
from tests.ui.sample import MINUTE, NIGHT, fill
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.views.sheets import SettingUp
from tuigroup.wire.ops import GroupSettings, SetUp

Make = Callable[..., TuigroupApp]
NOW = 18 * 60, 7 * 60  # it is 19:00 in London
SLOT = MINUTE + 30


def quiet(store: Store, *hours: int, group: int = NIGHT) -> None:
    detail = store.groups.page(group)
    assert detail is not None
    store.groups.put_page(replace(detail, quiet=hours))


def said(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


async def test_before_one_posts_and_posting_goes_on(make_app: Make, store: Store) -> None:
    fill(store)
    quiet(store, *NOW)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        saved = asyncio.Event()
        store.subscribe(lambda change: saved.set() if "drafts" in change.kinds else None)
        await write(pilot, "Not silly")
        async with asyncio.timeout(20):
            await saved.wait()
        await keys(pilot)
        golden(app, "compose-quiet-80x24")
        text = said(app)
        assert "people usually don't read now, and are back at 07:00. You can post all the same." in text
        assert "Help now (F1) is there at any hour." in text
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert [row.op.op for row in store.outbox.rows()] == ["reply"]


async def test_at_other_hours_nothing_is_said(make_app: Make, store: Store) -> None:
    fill(store)
    quiet(store, 22 * 60, 7 * 60)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        await write(pilot, "Not silly")
        await pilot.pause()
        assert "Quiet hours" not in said(app)


async def test_on_the_groups_page_and_in_its_sheet(make_app: Make, store: Store) -> None:
    groups_sample.facilitate(store)
    quiet(store, *NOW, group=PORTERS)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 40)) as pilot:
        app.open("group", group=PORTERS)
        await keys(pilot)
        assert "Quiet 18:00 to 07:00 by the group's clock (London); now, until 07:00" in said(app)
        app.open("set_up", group=PORTERS)
        await keys(pilot)
        place = [field.name for field in SettingUp.fields].index("quiet")
        await keys(pilot, *["down"] * place, "enter", *["backspace"] * 14, *"at night", "enter")
        assert "Quiet hours are like 22:00 to 07:00" in said(app)
        await keys(pilot, *["backspace"] * 8, *"23 to 6", "enter", "ctrl+s")
    (op,) = [row.op for row in store.outbox.rows()]
    assert isinstance(op, SetUp)
    assert op.settings == GroupSettings(quiet=[1380, 360])


@pytest.mark.parametrize("coming", [False, True])
async def test_a_reminder_comes_by_itself_only_to_who_will_be_there(
    coming: bool, store: Store, make_app: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings_sample.fill(store)
    quiet(store, *NOW)
    store.settings.set("remind_minutes", "15")
    store.attendance.set_coming(NIGHT, SLOT, coming)
    app = make_app(first="library")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(store, "_clock", lambda: (SLOT - 15) * 60.0)
        app._reminding._due()
        await pilot.pause()
        assert ("Night Shift Sleep Circle meets at 19:30" in said(app)) is coming
        app.open("today")
        await pilot.pause()
        assert "Night Shift Sleep Circle meets at 19:30" in said(app), "there it is for who looks"
