"""Check-ins and goals on screens: a word in two keys, what helped, goals ticked off, a chart in 80 columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.ui import sample
from tests.ui.sample import MINUTE
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.store.goals import LET_GO, PAUSED, RUNNING
from tuigroup.store.private_journal import DAY
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.check_in import CheckInScreen
from tuigroup.ui.screens.compose import ComposeScreen
from tuigroup.ui.screens.goal import GoalScreen
from tuigroup.ui.screens.weeks import WeeksScreen
from tuigroup.wire.records import BoardRecord
from tuigroup.wire.words import BoardPurpose

TODAY = MINUTE // DAY  # a Sunday
SIZES = ((80, 24), (120, 40))


def said(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


def eight_weeks(store: Store) -> str:
    """A check-in on most days, lower on Sundays, and a goal three times a week; the goal's id."""
    walk = store.goals.add("walk before work", 3, TODAY - 55)
    store.goals.add_step(walk, "shoes by the door", TODAY - 55)
    for back in range(55, 0, -1):
        day = TODAY - back
        mood = 2 if back % 7 == 0 else 4 if back % 5 else 3
        if back % 4:
            helped = ["walking"] if back % 9 == 0 else []
            store.check_ins.add(day * DAY + 1200, mood, "long shift" if mood == 3 else "", helped)
        if back % 7 in (1, 3, 5) and back != 15:
            store.goals.tick(walk, day, True)
    return walk


async def type_(pilot: Any, text: str) -> None:
    for character in text:
        await pilot.press("space" if character == " " else "comma" if character == "," else character)


async def test_a_check_in_is_two_keys_and_a_word(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "c check-in" in screen_text(app)
        assert "How are you" not in screen_text(app), "who uses none of it is not asked"
        await pilot.press("c")
        await pilot.pause()
        golden(app, "check_ins_first_80x24")
        await pilot.press("c", "2")
        await pilot.pause()
        assert isinstance(app.screen, CheckInScreen)
        assert "Only you can read it" in said(app)
        (one,) = store.check_ins.latest()
        assert (one.mood, one.day) == (4, TODAY)
        await pilot.press("down", "enter")
        await pilot.pause()
        await type_(pilot, "slept through")
        await pilot.press("ctrl+s", "down", "enter")
        await type_(pilot, "walking, tea")
        await pilot.press("enter")
        await pilot.pause()
        golden(app, "check_in_80x24")
        (one,) = store.check_ins.latest()
        assert (one.mood, one.note, one.helped) == (4, "slept through", ("walking", "tea"))
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert 'You all right; "slept through"; walking and tea helped' in said(app)


async def test_a_guest_hears_that_it_stays_on_this_machine(
    store: Store, session: StubSession, make_app: Callable[..., TuigroupApp]
) -> None:
    session.account = None
    app = make_app(first="check_ins")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "1")
        await pilot.pause()
        assert "kept on this machine alone" in said(app)
    session.passing = True
    app = make_app(first="check_ins")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "1")
        await pilot.pause()
        assert "as long as this visit" in said(app)


async def test_a_check_in_is_changed_and_erased(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    one = store.check_ins.add(MINUTE, 1)
    store.journal.offered()
    app = make_app(first="check_ins")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "enter", "1")
        await pilot.pause()
        assert "How good" in said(app)
        (now,) = store.check_ins.latest()
        assert now.mood == 5
        assert now.id != one.id
        store.check_ins.erase(now.id)
        await pilot.pause()
        assert "erased, perhaps on another machine" in said(app)
        await pilot.press("escape", "c", "3", "D")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert "Erased, here and on your other machines." in said(app)
        assert store.check_ins.latest() == []


async def test_a_goal_from_its_words_to_letting_it_go(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    app = make_app(first="check_ins")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("plus")
        await type_(pilot, "walk before work")
        await pilot.press("enter", "3")
        await pilot.pause()
        assert isinstance(app.screen, GoalScreen)
        await pilot.press("space", "end", "enter")
        await type_(pilot, "shoes by the door")
        await pilot.press("enter")
        await pilot.pause()
        golden(app, "goal_80x24")
        await pilot.press("up", "enter")
        await pilot.pause()
        (goal,) = store.goals.all()
        assert (goal.words, goal.times, set(goal.days)) == ("walk before work", 3, {TODAY})
        assert [step.done for step in goal.steps] == [True]
        await pilot.press("p")
        await pilot.pause()
        assert store.goals.all()[0].stands == PAUSED
        assert "nothing counts against you" in said(app)
        await pilot.press("p", "x", "l")
        await pilot.pause()
        assert store.goals.all()[0].stands == LET_GO
        assert "What you did for it stays here." in said(app)
        await pilot.press("p", "escape")
        await pilot.pause()
        assert store.goals.all()[0].stands == RUNNING
        assert "walk before work 1 of 3 this week, done today" in said(app)
        await pilot.press("home", "down", "space")
        await pilot.pause()
        assert "walk before work 0 of 3 this week" in said(app)
        await pilot.press("enter", "D")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert store.goals.all() == []


async def test_the_weeks_read_well(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    eight_weeks(store)
    for size in SIZES:
        app = make_app(first="check_ins")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            golden(app, f"check_ins_{size[0]}x{size[1]}")
            await pilot.press("w")
            await pilot.pause()
            assert isinstance(app.screen, WeeksScreen)
            golden(app, f"weeks_{size[0]}x{size[1]}")
            assert "lower on Sundays; walking helped" in said(app)
            assert all(len(line) <= 80 for line in screen_text(app).split("\n")) or size[0] > 80


async def test_sharing_begins_a_post_that_one_sends_oneself(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    from dataclasses import replace

    sample.fill(store)
    page = store.groups.page(sample.GRIEF)
    assert page is not None
    boards = (*page.boards, BoardRecord(3, BoardPurpose.CHECK_IN, "How are you?"))
    store.groups.put_page(replace(page, boards=boards))
    store.check_ins.add(MINUTE, 4, "slept through", ["walking"])
    app = make_app(first="check_ins")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        assert "With whom?" in said(app)
        key = next(of.split()[0] for of in screen_text(app).split("\n") if "Grief After Sudden Loss" in of)
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, ComposeScreen)
        golden(app, "check_in_shared_80x24")
        assert not store.outbox.rows(), "nothing is sent before one says so"
        await pilot.press("ctrl+s")
        await pilot.pause()
        (row,) = store.outbox.rows()
        assert (row.op.op, row.group) == ("thread", sample.GRIEF)
        assert row.op.board == 3  # type: ignore[union-attr]
        assert row.op.body == "Today: all right.\n\nslept through\n\nWalking helped."  # type: ignore[union-attr]
