"""A draft on its screen: on disk within a second, kept by Esc, whatever happens; another editor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.ui.composing import WithEditor, compose_screen, thread, write
from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import screen_text
from tuigroup.errors import DiskFull
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens import draft as drafts
from tuigroup.ui.screens.thread import ThreadScreen
from tuigroup.views import editor

Make = Callable[..., TuigroupApp]


async def test_a_draft_is_on_disk_within_a_second_of_typing(make_app: Make, store: Store) -> None:
    assert drafts.SAVE_SECONDS < 1
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        saved = asyncio.Event()
        store.subscribe(lambda change: saved.set() if "drafts" in change.kinds else None)
        await pilot.press("r", "N", "o")
        async with asyncio.timeout(5):
            await saved.wait()
        assert store.drafts.all()[0].body == "No"
        await pilot.pause()
        assert "draft saved" in screen_text(app)


async def test_a_forced_end_keeps_what_was_typed(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r", "N", "o", "t")
        app.keep()
        assert store.drafts.all()[0].body == "Not"
        await pilot.press("!")
    assert store.drafts.all()[0].body == "Not!", "leaving keeps the last key too"


async def test_esc_keeps_the_draft_says_so_and_r_goes_on_with_it(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r", "N", "o", "t", "escape")
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        assert "Kept as a draft." in screen_text(app)
        await pilot.press("r")
        await pilot.pause()
        assert compose_screen(app).words.text == "Not"
        await pilot.press("escape")
        await pilot.pause()
        assert store.drafts.all()[0].body == "Not", "looking at a draft does not lose it"


async def test_esc_on_nothing_written_keeps_nothing(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        for key in ("r", "R"):
            await pilot.press(key, "escape")
            await pilot.pause()
            assert isinstance(app.screen, ThreadScreen)
        assert store.drafts.all() == []


async def test_a_draft_emptied_is_gone(make_app: Make, store: Store) -> None:
    fill(store)
    store.drafts.save(Draft("", "reply", NIGHT, target=2, body="N"))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r", "backspace", "escape")
        await pilot.pause()
        assert store.drafts.all() == []


async def test_another_editor(make_app: Make, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(editor, "edit", lambda text, command: f"{text} by {command}\x1b[2J")
    app = make_app(settings=WithEditor())

    @contextmanager
    def suspended() -> Iterator[None]:
        yield

    monkeypatch.setattr(app, "suspend", suspended)
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r", "N", "o", "ctrl+o")
        await pilot.pause()
        assert compose_screen(app).words.text == "No by vi[2J"
        assert store.drafts.all()[0].body == "No by vi[2J"


async def test_no_editor_no_key(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await thread(pilot, app)
        await pilot.press("r", "N", "ctrl+o")
        await pilot.pause()
        assert "editor" not in screen_text(app)
        assert compose_screen(app).words.text == "N"


async def test_a_full_disk_is_said_and_the_words_stay(
    make_app: Make, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r", "N", "o")

        def full(draft: Draft) -> Draft:
            raise DiskFull("The disk is full.", kept="What you typed is still on the screen.")

        with monkeypatch.context() as patch:
            patch.setattr(store.drafts, "save", full)
            await pilot.press("escape")
            await pilot.pause()
            assert "The disk is full. What you typed is still on the screen." in screen_text(app)
            assert compose_screen(app).words.text == "No"


async def test_letters_are_typed_and_leave_nothing(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        await write(pilot, "qHn r+ez?/!")
        await pilot.pause()
        assert compose_screen(app).words.text == "qHn r+ez?/!"
