"""Help me choose: four questions that can be skipped, three groups with why, and nothing kept."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.groups_sample import ROOMS, asked, fill, keys
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.sync import WantDirectory

Make = Callable[..., TuigroupApp]


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="find")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "down")
        golden(app, "find-about-80x24")
        await keys(pilot, "home", "enter", "down", "enter")
        golden(app, "find-where-80x24")
        await keys(pilot, "down", "space", "down", "enter")
        golden(app, "find-when-80x24")
        await keys(pilot, "end", "enter")
        golden(app, "find-three-80x24")
        await pilot.resize_terminal(120, 40)
        await keys(pilot)
        golden(app, "find-three-120x40")
        await pilot.resize_terminal(40, 12)
        await keys(pilot)
        golden(app, "find-three-40x12")


async def test_skipping_all_four_still_ends_in_three_groups(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="find")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        for number in (1, 2, 3, 4):
            assert f"question {number} of 4" in screen_text(app)
            await keys(pilot, "enter")
        text = screen_text(app)
        assert "Three groups that may fit:" in text
        assert text.count("It is open to everybody at once") == 3


async def test_enter_looks_and_j_joins(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="find")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "slash", *"grieving", "enter", "enter", "enter", "enter")
        text = screen_text(app)
        assert "> The Second Chair" in text
        assert "It is about grief, and a first answer usually comes within 10 h." in " ".join(text.split())
        await keys(pilot, "enter")
        assert "Directory > The Second Chair" in screen_text(app)
        await keys(pilot, "escape", "J")
        assert "The Second Chair > Join" in screen_text(app)


async def test_esc_goes_back_a_question_with_its_answer(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="today")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "w", "down", "down", "enter", "escape")
        text = screen_text(app)
        assert "question 1 of 4" in text
        assert "> [x]" in text
        await keys(pilot, "escape")
        assert "question 1" not in screen_text(app)


async def test_nothing_answered_is_kept_or_sent(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app(first="find")
    changes: list[object] = []
    store.subscribe(changes.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "slash", *"gambling", "enter", "down", "enter")
        await keys(pilot, "slash", *"Nelson", "enter", "down", "enter")
        assert "Ferry House Evening" in screen_text(app)
        await keys(pilot, "d")
        assert "gambling" not in screen_text(app)
    assert changes == []
    assert store.outbox.count() == 0
    # What is near is fetched whole, so that the place stays on this machine.
    assert session.engine.wanted == [
        WantDirectory(since=10), WantDirectory(since=10, listings=True), WantDirectory(since=10),
    ]  # fmt: skip


async def test_ones_own_groups_are_not_suggested(make_app: Make, store: Store) -> None:
    fill(store, asked(ROOMS))
    app = make_app(first="find")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "slash", *"grief", "enter", "enter", "enter", "enter")
        assert "The Second Chair" not in screen_text(app)


async def test_where_nothing_is_known_it_says_so(make_app: Make, store: Store, session: StubSession) -> None:
    session.engine.link.state, session.engine.link.sentence = "offline", "Offline since 18:02."
    app = make_app(first="find")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "enter", "enter", "enter", "enter")
        assert "No groups are known here yet. Offline since 18:02." in screen_text(app)
        await keys(pilot, "enter")
        assert screen_text(app).startswith(" Directory")
