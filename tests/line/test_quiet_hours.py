"""Quiet hours in lines: before writing, in the sheet, and no news of such a group between two prompts."""

from __future__ import annotations

from dataclasses import replace

from tests.line.desk import Desk, spoken
from tests.line.places import facilitate, group
from tests.line.places import thread as in_thread
from tests.ui.sample import HERON, MINUTE, NIGHT
from tuigroup.store import Store
from tuigroup.wire.records import PostRecord


def quiet(store: Store, *hours: int) -> None:
    detail = store.groups.page(NIGHT)
    assert detail is not None
    store.groups.put_page(replace(detail, quiet=hours))


async def test_before_one_writes(desk: Desk, store: Store) -> None:
    quiet(store, 18 * 60, 7 * 60)
    await in_thread(desk)
    said = spoken(await desk.type("reply", "Not silly.", "."))
    assert "Quiet hours here: people usually don't read now" in said
    assert "Help now (now) is there at any hour." in said
    assert [row.op.op for row in store.outbox.rows()] == ["reply"]


async def test_news_of_the_group_wait_for_who_looks(desk: Desk, store: Store) -> None:
    quiet(store, 18 * 60, 7 * 60)
    await desk.begin()
    await desk.type("settings")
    store.threads.put_posts(NIGHT, [PostRecord(6, 1, 1, HERON, MINUTE, "One more thing.")])
    assert "new post" not in spoken(await desk.type("down"))
    assert "new" in spoken(await desk.type("today")), "there they are"


async def test_setting_them(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    said = await desk.type("setup")
    number = next(line.split(".")[0].strip() for line in said.splitlines() if "Quiet hours: none" in line)
    assert "Quiet hours: 22:00 to 07:00" in spoken(await desk.type(number, "22:00 to 07:00"))
    await desk.type("send")
    op = store.outbox.rows()[0].op
    assert op.op == "set_up"
    assert op.settings.model_dump(exclude_none=True) == {"quiet": [1320, 420]}
