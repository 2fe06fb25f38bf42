"""The library: what there is, how large, what is saved; and a text that is read from where one was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot

from tests.ui.library_sample import BODY, CHOOSE, SENSES, STORY, fill_library
from tests.ui.stubs import StubEngine, StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.library import LibraryScreen
from tuigroup.ui.screens.resource import ResourceScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.wire.sync import WantLibrary

Make = Callable[..., TuigroupApp]


@dataclass
class FetchingEngine(StubEngine):
    """Downloads begin at once and go on when the test says so."""

    problem: str = ""

    def fetch_resource(self, slug: str) -> None:
        super().fetch_resource(slug)
        self.running[slug] = (0, 0)
        self.changed()

    def rate(self) -> float:
        return 1000.0

    def download_problem(self, slug: str) -> str:
        return self.problem


async def opened(pilot: Pilot[Any], app: TuigroupApp, name: str = "library", **where: object) -> str:
    app.open(name, **where)
    await pilot.pause()
    await pilot.pause()
    return screen_text(app)


def reader(app: TuigroupApp) -> Reader:
    return app.screen.query_one("#text", Reader)


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill_library(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        golden(app, "library-80x24")
        await pilot.press("j")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "library-120x40")
        await pilot.press("enter")
        await pilot.pause()
        golden(app, "resource-120x40")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        golden(app, "resource-80x24")


async def test_the_list_is_asked_for(make_app: Make, store: Store, session: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Asking the server what there is to read" in await opened(pilot, app)
        assert session.engine.wanted == [WantLibrary(since=0)]
        fill_library(store)
        await pilot.pause()
        await pilot.pause()
        assert "How to choose a group" in screen_text(app)


async def test_offline_says_what_can_be_read(make_app: Make, store: Store, session: StubSession) -> None:
    fill_library(store)
    session.engine.link.state = "offline"
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app)
        assert "saved" in next(of for of in text.splitlines() if "five senses" in of)
        assert "not here" in next(of for of in text.splitlines() if "choose a group" in of)
        await pilot.press("enter")
        await pilot.pause()
        assert "the line is off" in screen_text(app)
        assert session.engine.fetched == []


async def test_size_and_time_are_known_before_a_download(make_app: Make, store: Store, session: StubSession) -> None:
    fill_library(store)
    session.engine = FetchingEngine()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app)
        assert "90 KB, 2 min" in text
        await pilot.press("enter")
        await pilot.pause()
        assert "not here yet: 90 KB, about 2 min to download. Enter fetches it" in " ".join(screen_text(app).split())
        assert session.engine.fetched == []
        await pilot.press("enter")
        await pilot.pause()
        assert session.engine.fetched == [CHOOSE]
        session.engine.running[CHOOSE] = (30_000, 90_000)
        session.engine.changed()
        await pilot.pause()
        await pilot.pause()
        assert "30 KB of 90 KB, 33 %" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert session.engine.cancelled == [CHOOSE]
        assert "Stopped. What has arrived is kept" in screen_text(app)
        assert isinstance(app.screen, ResourceScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)


async def test_a_small_text_is_fetched_at_once_and_read(make_app: Make, store: Store, session: StubSession) -> None:
    fill_library(store)
    session.engine = FetchingEngine()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, "resource", slug=STORY)
        assert session.engine.fetched == [STORY]
        assert "Fetching" in text
        session.engine.running.clear()
        store.resources.put_body(STORY, "It was a long year.", "e")
        await pilot.pause()
        await pilot.pause()
        assert "It was a long year." in screen_text(app)


async def test_saving_data_asks_first(make_app: Make, store: Store, session: StubSession) -> None:
    fill_library(store)
    store.settings.set("data_saver", "on")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "2.1 KB to download. Enter fetches it" in await opened(pilot, app, "resource", slug=STORY)
        assert session.engine.fetched == []


async def test_a_download_that_stopped_says_why(make_app: Make, store: Store, session: StubSession) -> None:
    fill_library(store)
    session.engine = FetchingEngine(problem="The text could not be put together.")
    store.settings.set("data_saver", "on")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, "resource", slug=STORY)
        assert "The text could not be put together. Enter tries again" in text


async def test_the_outline_goes_to_a_section(make_app: Make, store: Store) -> None:
    fill_library(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "resource", slug=SENSES)
        await pilot.press("o")
        await pilot.pause()
        assert "Where to?" in screen_text(app)
        await pilot.press("j", "j", "j", "enter")
        await pilot.pause()
        assert screen_text(app).splitlines()[1].strip() == "Part 3"


async def test_the_place_is_kept(make_app: Make, store: Store) -> None:
    fill_library(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "resource", slug=SENSES)
        await pilot.press("space")
        await pilot.pause()
        place = reader(app).place
        assert place > 0
        await pilot.press("escape")
        await opened(pilot, app, "resource", slug=SENSES)
        assert reader(app).place == place
        assert store.resources.position(SENSES) == place


async def test_a_text_says_where_it_is_from(make_app: Make, store: Store) -> None:
    fill_library(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, "resource", slug=SENSES)
        assert "from tuigroup sample community" in text
        assert "licence CC BY 4.0" in text
        assert "reviewed 2026-11-16" in text
        assert "##" not in text
        assert "##" in BODY


async def test_find_and_topics(make_app: Make, store: Store) -> None:
    fill_library(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("slash", *"sens")
        await pilot.pause()
        text = screen_text(app)
        assert "five senses" in text
        assert "choose a group" not in text
        await pilot.press("escape", "f")
        await pilot.pause()
        await pilot.press("j", "j", "j", "enter")
        await pilot.pause()
        text = screen_text(app)
        assert text.splitlines()[0].startswith(" Library > grief")
        assert "The year after" in text
        assert "five senses" not in text
        await pilot.press("escape")
        await pilot.pause()
        assert "five senses" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, LibraryScreen)


async def test_keeping_and_forgetting_from_the_list(make_app: Make, store: Store, session: StubSession) -> None:
    fill_library(store)
    session.engine = FetchingEngine()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("s")
        await pilot.pause()
        assert session.engine.fetched == [CHOOSE]
        await pilot.press("x")
        await pilot.pause()
        assert session.engine.cancelled == [CHOOSE]
        await pilot.press("j", "x")
        await pilot.pause()
        assert store.resources.saved() == set()
        assert "saved" not in screen_text(app).split("five senses")[1].splitlines()[0]


async def test_a_text_that_is_gone_is_no_trap(make_app: Make, store: Store) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, "resource", slug="nowhere")
        assert "not in the list" in text
        await pilot.press("enter", "o", "x", "space", "escape")
        await pilot.pause()
        assert not isinstance(app.screen, ResourceScreen)
