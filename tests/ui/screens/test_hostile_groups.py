"""Names, places, abouts and words from strangers: harmless, never markup, and nothing out of line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.groups_sample import HOSTILE, hostile, keys
from tests.ui.stubs import screen_text
from tuigroup.store import Store
from tuigroup.text import width
from tuigroup.ui.app import TuigroupApp

Make = Callable[..., TuigroupApp]
SIZES = [(80, 24), (120, 40), (40, 12)]
OTHERS = [pytest.param(size, marks=pytest.mark.soak) for size in SIZES[1:]]


def harmless(app: TuigroupApp, size: tuple[int, int]) -> str:
    """The screen, after what must be true of every screen."""
    text = screen_text(app)
    lines = text.splitlines()
    assert len(lines) <= size[1]
    for line in lines:
        assert line.isprintable(), repr(line)
        assert width(line) <= size[0], line
    for strip in app.screen._compositor.render_strips():
        assert strip.cell_length == size[0]
    return text


@pytest.mark.parametrize("size", SIZES)
async def test_the_directory_and_its_facets(make_app: Make, store: Store, size: tuple[int, int]) -> None:
    hostile(store)
    app = make_app(first="directory")
    async with app.run_test(size=size) as pilot:
        await keys(pilot, "f", "end", "enter")
        harmless(app, size)
        await keys(pilot, "home", "pagedown", "pagedown")
        harmless(app, size)
        await keys(pilot, "escape", "home")
        for _ in range(2 * len(HOSTILE)):
            await keys(pilot, "down")
            harmless(app, size)
        await keys(pilot, "slash", *"[/oops]")
        harmless(app, size)


@pytest.mark.parametrize("size", SIZES)
async def test_help_me_choose(make_app: Make, store: Store, size: tuple[int, int]) -> None:
    hostile(store)
    store.groups.put_memberships([])
    app = make_app(first="find")
    async with app.run_test(size=size) as pilot:
        for step in range(4):
            await keys(pilot, "end")
            harmless(app, size)
            await keys(pilot, *(["slash", *"[/x]", "enter"] if step in (0, 2) else ["enter"]))
        await keys(pilot, "down")
        harmless(app, size)


@pytest.mark.parametrize("size", [SIZES[0], *OTHERS])
@pytest.mark.parametrize("name", ["group", "join", "set_up", "requests", "members"])
async def test_every_screen_of_a_group(make_app: Make, store: Store, name: str, size: tuple[int, int]) -> None:
    hostile(store)
    app = make_app(first="directory")
    async with app.run_test(size=size) as pilot:
        groups = range(100, 100 + len(HOSTILE)) if size == (80, 24) else (100, 103, 105)
        for group in (*groups, *(number + 100 for number in groups)) if name == "group" else groups:
            app.open(name, group=group)
            await keys(pilot)
            harmless(app, size)
            await keys(pilot, "end", "enter")
            harmless(app, size)
            for _ in range(3):
                if type(app.screen).__name__ != "DirectoryScreen":
                    await keys(pilot, "escape")


async def test_markup_is_only_text(make_app: Make, store: Store) -> None:
    hostile(store)
    app = make_app(first="directory")
    async with app.run_test(size=(120, 40)) as pilot:
        app.open("group", group=101)
        await keys(pilot)
        text = harmless(app, (120, 40))
        assert "[@click=app.quit]press[/] [/oops] [bold]x" in text


async def test_columns_stay_in_line(make_app: Make, store: Store) -> None:
    hostile(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 40)) as pilot:
        await keys(pilot)
        lines = [line for line in screen_text(app).splitlines() if "peer-led" in line]
        assert len(lines) >= len(HOSTILE) - 1
        assert {width(line[: line.index("peer-led")]) for line in lines} == {30}
