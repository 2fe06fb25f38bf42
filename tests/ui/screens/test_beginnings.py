"""For who is new, on screens: a look around once, and what a first thread may hold. Also muting members and breaks."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui import sample
from tests.ui.sample import ANXIETY, HERON, MINUTE, NIGHT, TEALEAF
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.tour import TourScreen
from tuigroup.wire.records import MembershipRecord, PostRecord, ThreadRecord


def newcomer(store: Store) -> None:
    """Somebody who has just come into the night group and wrote nothing yet."""
    sample.fill(store, joined=False)
    store.groups.put_memberships([MembershipRecord(NIGHT, sample.ME, "old_bicycle")])
    store.threads.put_heads(NIGHT, [ThreadRecord(1, 1, "Awake", HERON, MINUTE - 60, MINUTE - 60, 1, 1, voices=0)])
    store.threads.put_posts(NIGHT, [PostRecord(1, 1, 0, HERON, MINUTE - 60, "Anyone up?")])


async def test_a_look_around_is_offered_once(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    newcomer(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "today_newcomer_80x24")
        await pilot.press("T")
        await pilot.pause()
        assert isinstance(app.screen, TourScreen)
        golden(app, "tour_80x24")
        await pilot.press("escape")
        await pilot.pause()
        assert "look around" not in screen_text(app)


async def test_it_can_be_passed_by(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    newcomer(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "x")
        await pilot.pause()
        assert store.marks.shown_around()
        assert "look around" not in screen_text(app)


async def test_a_first_thread_has_the_groups_welcome_and_what_helps(
    store: Store, make_app: Callable[..., TuigroupApp]
) -> None:
    newcomer(store)
    for size in ((80, 24), (120, 40)):
        app = make_app()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            app.open("board", group=NIGHT, board=1)
            await pilot.pause()
            await pilot.press("t")
            await pilot.pause()
            golden(app, f"first_thread_{size[0]}x{size[1]}")
            said = " ".join(screen_text(app).split())
            assert "Come in. Your first thread here." in said
            assert "one question" in said


async def test_muting_a_member_folds_what_they_write(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open("thread", group=NIGHT, thread=1, post=2)
        await pilot.pause()
        await pilot.press("I")
        await pilot.pause()
        golden(app, "thread_muted_member_80x24")
        seen = screen_text(app)
        assert "muted, Enter to open" in seen
        assert "tomorrow's list" not in seen
        assert store.marks.is_member_muted(NIGHT, HERON.member)
        await pilot.press("enter")
        await pilot.pause()
        assert "tomorrow's list" in screen_text(app)
        assert not store.marks.is_member_muted(NIGHT, TEALEAF.member)


async def test_a_break_makes_a_group_quiet(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open("board", group=ANXIETY)
        await pilot.pause()
        await pilot.press("B")
        await pilot.pause()
        assert "You take a break from this group." in " ".join(screen_text(app).split())
        await pilot.press("escape")
        await pilot.pause()
        row = next(row for row in screen_text(app).splitlines() if "Living With Anxiety" in row)
        assert "you take a break" in row
        assert "new" not in row
