"""Muting a topic of content notes from a post, from a list and from the settings; and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.ui import sample
from tests.ui.sample import ANXIETY, NIGHT
from tests.ui.stubs import StubSettings, golden, screen_text
from tuigroup.store import Store
from tuigroup.store.rows import SearchHit
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.thread import ThreadScreen
from tuigroup.ui.widgets.rowlist import RowList
from tuigroup.views.hits import veil

Make = Callable[..., TuigroupApp]


@pytest.fixture
def filled(store: Store) -> Store:
    """The sample, with a thread about two topics whose title could be too much; nothing folds by itself."""
    sample.fill(store)
    store.settings.set("folds", "")
    week = store.threads.get(ANXIETY, 1)
    assert week is not None
    assert week.head is not None
    store.threads.put_heads(ANXIETY, [replace(week.head, note="Food, Night work")])
    return store


def said(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


async def test_from_a_post_and_back(make_app: Make, filled: Store) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open("thread", group=NIGHT, thread=1, post=3)
        await pilot.pause()
        assert "medication, Enter to open" not in said(app)
        await pilot.press("Z")
        await pilot.pause()
        assert "Muted in all your groups: medication." in said(app)
        assert "note: medication, Enter to open" in said(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "medication, Enter to open" not in said(app), "it opens all the same"
        await pilot.press("Z")
        await pilot.pause()
        assert "Not muted any more: medication." in said(app)
        assert filled.marks.topics_muted() == frozenset()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_from_a_list_where_a_note_names_two(make_app: Make, filled: Store, size: tuple[int, int]) -> None:
    app = make_app(settings=StubSettings(keys={"mute_topic": "y"}))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.open("board", group=ANXIETY)
        await pilot.pause()
        assert "First week" in said(app)
        await pilot.press("y")
        await pilot.pause()
        assert "Which topic?" in said(app)
        await pilot.press("2")
        await pilot.pause()
        assert filled.marks.topics_muted() == {"night work"}
        golden(app, f"board-muted-topic-{size[0]}x{size[1]}")
        assert "muted topic: Food, Night work" in said(app)
        assert "First week" not in said(app)
        await pilot.press("m")
        await pilot.pause()
        assert "Its topic is muted: Food, Night work. y takes that back." in said(app)
        assert not filled.marks.is_muted(ANXIETY, 1)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)


async def test_today_does_not_count_it_and_n_passes_it_by(make_app: Make, filled: Store) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Living With Anxiety 1 new" in said(app)
        filled.marks.mute_topic("food", True)
        filled.marks.mark_group_read(NIGHT)
        await pilot.pause()
        assert "Living With Anxiety quiet" in said(app)
        assert "First week" not in said(app)
        await pilot.press("n")
        await pilot.pause()
        assert not isinstance(app.screen, ThreadScreen)


async def test_in_the_settings(make_app: Make, filled: Store) -> None:
    filled.marks.mute_topic("medication", True)
    app = make_app(first="settings")
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        assert "Mute these topics medication In all your groups: never new, and always folded." in said(app)
        app.screen.query_one(RowList).select("topics")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("end", *(["backspace"] * 20))
        for letter in "Food, work":
            await pilot.press({" ": "space", ",": "comma"}.get(letter, letter))
        await pilot.press("enter")
        await pilot.pause()
        assert filled.marks.topics_muted() == {"food", "work"}
        assert "Mute these topics food, work" in said(app)


def test_a_search_shows_only_the_note_of_what_is_muted(filled: Store) -> None:
    hit = SearchHit("post", "", "", NIGHT, 1, 3)
    assert veil(filled, hit) == ""
    filled.marks.mute_topic("medication", True)
    assert veil(filled, hit) == "medication"
