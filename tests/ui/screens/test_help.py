"""Help: every command, its keys as they are now, and the quick exit explained before it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.store.test_given import listed, row
from tests.ui import sample
from tests.ui.stubs import NOW, StubSession, StubSettings, golden, screen_text
from tuigroup.commands import COMMANDS
from tuigroup.store import Store, given
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.records import FacilitatorRecord
from tuigroup.wire.words import Role

Make = Callable[..., TuigroupApp]


async def test_every_command_is_there(make_app: Make, store: Store) -> None:
    app = make_app(first="help", settings=StubSettings(keys={"reply": "y"}))
    async with app.run_test(size=(80, 150)) as pilot:
        await pilot.pause()
        text = " ".join(screen_text(app).split())
        assert all(command.help in text for command in COMMANDS)
        assert "y Answer the post" in text
        assert "Ctrl+Q is the quick exit." in text


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_help_now_as_it_looks(make_app: Make, store: Store, size: tuple[int, int]) -> None:
    app = make_app(first="help_now")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        golden(app, f"help-now-{size[0]}x{size[1]}")


async def test_all_countries_are_reached_by_paging(make_app: Make, store: Store, session: StubSession) -> None:
    session.server = None
    session.account = None
    session.engine.link.state = "offline"
    app = make_app(first="help_now")
    seen = ""
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(8):
            await pilot.pause()
            seen += screen_text(app)
            await pilot.press("space")
    for word in ("Samaritans", "SAPTEL", "TELL Lifeline", "Australia", "112 reaches an emergency service"):
        assert word in seen


async def test_a_country_is_found_by_name(make_app: Make, store: Store) -> None:
    app = make_app(first="help_now", settings=StubSettings(country=""))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert "Which country?" in screen_text(app)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "Samaritans" not in screen_text(app)
        assert "988" in screen_text(app), "the United States, the last by name"
        await pilot.press("o", "home", "enter")
        await pilot.pause()
        assert "Australia" in screen_text(app), "one of which only the emergency number is known"


async def test_what_the_server_gives_is_on_top_and_who_is_there_is_said(
    make_app: Make, store: Store, session: StubSession
) -> None:
    sample.fill(store)
    page = store.groups.page(sample.NIGHT)
    assert page is not None
    there = FacilitatorRecord("Ines", Role.FACILITATOR, True, "nurse", until=int(NOW // 60) + 120)
    store.groups.put_page(replace(page, facilitators=(there,)))
    given.keep(store, "v1", listed(row(), row("old", name="A line from long ago", seen="2024-01-02")))
    session.engine.link.state = "offline"
    app = make_app(first="help_now")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "help-now-given-80x24")
        said = " ".join(screen_text(app).split())
        assert "Night Shift Sleep Circle: On duty now: Ines (until" in said
        assert said.index("emergency number 999") < said.index("Our line") < said.index("Samaritans")
        assert "older than a year" in said


async def test_nothing_in_the_store_keeps_the_packaged_lines_away(make_app: Make, store: Store) -> None:
    store.settings.set(given.LINES, "spoilt")
    app = make_app(first="help_now")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "help-now-80x24")
